package org.tapelearn.tape;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The kinds that a user reads as records of their own. Only what is registered here is ever made: a file names kinds, never
 * classes. A step that does not fit its record stays {@link Step.Unknown}.
 */
public final class StepKinds {
    /** No kinds besides those of {@link Step}. */
    public static final StepKinds NONE = new StepKinds(Map.of());

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private final Map<String, Class<? extends Record>> types;

    private StepKinds(Map<String, Class<? extends Record>> types) {
        this.types = types;
    }

    /** Returns these kinds and one more. The components of the record are the step's fields besides kind and metadata. */
    public StepKinds with(String kind, Class<? extends Record> type) {
        if (StepReader.isKnown(kind)) {
            throw new IllegalArgumentException("The kind (%s) is the format's own; register (%s) under another name."
                    .formatted(kind, type.getSimpleName()));
        }
        if (Arrays.stream(type.getRecordComponents())
                .anyMatch(part -> List.of("kind", "metadata").contains(part.getName()))) {
            throw new IllegalArgumentException(
                    "The record (%s) has a component (kind) or (metadata), which every step has already."
                            .formatted(type.getSimpleName()));
        }
        Map<String, Class<? extends Record>> more = new HashMap<>(types);
        more.put(kind, type);
        return new StepKinds(Map.copyOf(more));
    }

    /** Reads a step's fields as the record registered for its kind. */
    Optional<Record> read(String kind, ObjectNode body) {
        Class<? extends Record> type = types.get(kind);
        if (type == null) {
            return Optional.empty();
        }
        ObjectNode fields = body.objectNode();
        fields.setAll(body);
        fields.remove(List.of("kind", "metadata"));
        try {
            return Optional.of(MAPPER.treeToValue(fields, type));
        } catch (JsonProcessingException | IllegalArgumentException unfit) {
            return Optional.empty();
        }
    }

    /** Writes a record's components as a step's fields. */
    static ObjectNode fields(Record value) {
        JsonNode tree = MAPPER.valueToTree(value);
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("A step's record is written as a JSON object, but (%s) gave (%s)."
                .formatted(value.getClass().getSimpleName(), tree.getNodeType()));
    }
}
