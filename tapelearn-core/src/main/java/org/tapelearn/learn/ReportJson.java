package org.tapelearn.learn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Writes reports and what else a session tells as JSON, with names written with underscores. */
final class ReportJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private ReportJson() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("This cannot be written as JSON: " + value, impossible);
        }
    }

    static LearningReport read(String json) {
        return read(json, LearningReport.class, "report");
    }

    static Verdict readVerdict(String json) {
        return read(json, Verdict.class, "verdict");
    }

    private static <T> T read(String json, Class<T> type, String name) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(
                    "The stored %s cannot be read: %s".formatted(name, broken.getOriginalMessage()), broken);
        }
    }
}
