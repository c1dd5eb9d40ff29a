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
        try {
            return MAPPER.readValue(json, LearningReport.class);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(
                    "The stored report cannot be read: " + broken.getOriginalMessage(), broken);
        }
    }
}
