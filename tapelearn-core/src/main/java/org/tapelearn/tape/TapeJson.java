package org.tapelearn.tape;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes tapes in TapeAgents' JSON form and reads them back; a step of an unknown kind is kept whole. */
public final class TapeJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private TapeJson() {}

    public static String write(Tape tape) {
        return toJson(tape).toString();
    }

    /** Reads one tape; throws {@link IllegalArgumentException} that says where the text stops being one. */
    public static Tape read(String json) {
        try {
            return fromJson(MAPPER.readTree(json));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(
                    "This is not a tape: the JSON breaks at line %d, column %d."
                            .formatted(
                                    broken.getLocation().getLineNr(),
                                    broken.getLocation().getColumnNr()),
                    broken);
        }
    }

    public static JsonNode toJson(Tape tape) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        TapeMetadata metadata = tape.metadata();
        ObjectNode head = root.putObject("metadata");
        head.put("id", metadata.id());
        head.put("parent_id", metadata.parentId());
        head.put("author", metadata.author());
        head.putNull("author_tape_id");
        head.put("n_added_steps", metadata.addedSteps());
        head.putNull("error");
        head.putObject("result");
        root.putNull("context");
        ArrayNode steps = root.putArray("steps");
        String lastCall = "";
        for (Step step : tape.steps()) {
            if (step instanceof Step.Action) {
                lastCall = step.metadata().id();
            }
            steps.add(stepToJson(step, lastCall));
        }
        return root;
    }

    private static JsonNode stepToJson(Step step, String lastCall) {
        if (step instanceof Step.Unknown unknown) {
            return unknown.body();
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = node.putObject("metadata");
        metadata.put("id", step.metadata().id());
        metadata.put("prompt_id", "");
        metadata.put("node", step.metadata().node());
        metadata.put("agent", step.metadata().agent());
        metadata.put("llm", "");
        ObjectNode other = metadata.putObject("other");
        node.put("kind", step.kind());
        switch (step) {
            case Step.User user -> node.put("content", user.content());
            case Step.Thought thought -> node.put("content", thought.content());
            case Step.Action action -> {
                node.put("id", step.metadata().id());
                ObjectNode function = node.putObject("function");
                function.put("name", action.call().tool());
                ObjectNode arguments = function.putObject("arguments");
                action.call().arguments().forEach(arguments::put);
                node.put("reason_to_use", "");
            }
            case Step.Observation observation -> {
                node.put("content", observation.content());
                node.put("tool_call_id", lastCall);
                if (observation.error()) {
                    other.put("error", true);
                }
            }
            case Step.Unknown unknown ->
                throw new IllegalStateException("An unknown step is written whole: " + unknown);
        }
        return node;
    }

    public static Tape fromJson(JsonNode root) {
        if (!root.path("steps").isArray()) {
            throw new IllegalArgumentException(
                    "This is not a tape: an object with a list \"steps\" was expected, but its keys are (%s)."
                            .formatted(String.join(", ", fieldNames(root))));
        }
        JsonNode head = root.path("metadata");
        List<Step> steps = new ArrayList<>();
        for (JsonNode node : root.path("steps")) {
            steps.add(stepFromJson(node));
        }
        return new Tape(
                new TapeMetadata(
                        head.path("id").asText(""),
                        text(head.path("parent_id")),
                        head.path("author").asText(""),
                        head.path("n_added_steps").asInt(0)),
                steps);
    }

    private static Step stepFromJson(JsonNode node) {
        JsonNode head = node.path("metadata");
        StepMetadata metadata = new StepMetadata(
                head.path("id").asText(""),
                head.path("agent").asText(""),
                head.path("node").asText(""));
        String kind = node.path("kind").asText("");
        JsonNode content = node.path("content");
        JsonNode arguments = node.path("function").path("arguments");
        return switch (kind) {
            case "user" ->
                content.isTextual()
                        ? new Step.User(metadata, content.asText())
                        : new Step.Unknown(metadata, kind, node);
            case "assistant_thought" ->
                content.isTextual()
                        ? new Step.Thought(metadata, content.asText())
                        : new Step.Unknown(metadata, kind, node);
            case "tool" ->
                content.isTextual()
                        ? new Step.Observation(
                                metadata,
                                content.asText(),
                                head.path("other").path("error").asBoolean(false))
                        : new Step.Unknown(metadata, kind, node);
            case "tool_call" ->
                arguments.isObject()
                        ? new Step.Action(
                                metadata,
                                new ToolCall(node.path("function").path("name").asText(""), textValues(arguments)))
                        : new Step.Unknown(metadata, kind, node);
            default -> new Step.Unknown(metadata, kind, node);
        };
    }

    private static Map<String, String> textValues(JsonNode arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        arguments
                .properties()
                .forEach(entry -> values.put(
                        entry.getKey(),
                        entry.getValue().isTextual()
                                ? entry.getValue().asText()
                                : entry.getValue().toString()));
        return values;
    }

    private static List<String> fieldNames(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }
}
