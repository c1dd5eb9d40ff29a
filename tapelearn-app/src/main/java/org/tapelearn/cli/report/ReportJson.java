package org.tapelearn.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.LearningReport;

/** The report's JSON form: the fields of {@link LearningReport} with underscores. */
public final class ReportJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ReportJson() {}

    public static String write(LearningReport report) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(
                    "The report of session (%s) has no JSON form.".formatted(report.session()), impossible);
        }
    }

    /** The report as a tree, to be put into another one. */
    public static JsonNode tree(LearningReport report) {
        return MAPPER.valueToTree(report);
    }

    /** A row of the report as a tree. */
    public static JsonNode tree(LearningReport.Row row) {
        return MAPPER.valueToTree(row);
    }

    public static LearningReport read(String json) {
        try {
            return MAPPER.readValue(json, LearningReport.class);
        } catch (JsonProcessingException broken) {
            throw new PrerequisiteException(
                    "The stored report cannot be read: %s.%nIt was written by another version, or the store is damaged."
                            .formatted(broken.getOriginalMessage()),
                    broken);
        }
    }
}
