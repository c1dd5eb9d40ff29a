package org.tapelearn.tape;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the steps of one tape, in their order. */
final class StepWriter {
    static final List<String> CONTENT = List.of("metadata", "kind", "content");
    static final List<String> ACTION = List.of("metadata", "kind", "id", "function", "reason_to_use");
    static final List<String> OBSERVATION = List.of("metadata", "kind", "content", "tool_call_id");
    static final List<String> CALLS = List.of("metadata", "kind", "tool_calls");

    /** The keys of each kind of the format that has a type, in the order written. */
    static final Map<String, List<String>> KEYS = Map.ofEntries(
            Map.entry("user", CONTENT),
            Map.entry("system", CONTENT),
            Map.entry("assistant", CONTENT),
            Map.entry(Step.Thought.ASSISTANT, CONTENT),
            Map.entry(Step.Thought.REASONING, List.of("metadata", "kind", "reasoning")),
            Map.entry("tool_call", ACTION),
            Map.entry("tool", OBSERVATION),
            Map.entry("assistant_answer", List.of("metadata", "kind", "success", "answer")),
            Map.entry(Step.Final.STEP, List.of("metadata", "kind", "reason")),
            Map.entry(Step.Final.OBSERVATION, List.of("metadata", "kind")),
            Map.entry("set_next_node", List.of("metadata", "kind", "next_node")),
            Map.entry("call", List.of("metadata", "kind", "content", "agent_name")),
            Map.entry("respond", List.of("metadata", "kind", "content", "copy_output")),
            Map.entry("broadcast", List.of("metadata", "kind", "content", "from_", "to")),
            Map.entry("pass", List.of("metadata", "kind")),
            Map.entry("llm_output_parsing_failure_action", List.of("metadata", "kind", "error", "llm_output")),
            Map.entry("action_execution_failure", List.of("metadata", "kind", "error")));

    private final JsonGenerator out;
    private String lastCall = "";

    StepWriter(JsonGenerator out) {
        this.out = out;
    }

    static List<String> keys(String kind) {
        List<String> keys = KEYS.get(kind);
        if (keys == null) {
            throw new IllegalArgumentException("The kind (%s) has no type of its own.".formatted(kind));
        }
        return keys;
    }

    void write(Step step) throws IOException {
        switch (step) {
            case Step.Unknown unknown -> JsonTree.write(unknown.body(), out);
            case Step.User user -> object(user, user.form(), CONTENT, user.content());
            case Step.Instructions system -> object(system, system.form(), CONTENT, system.content());
            case Step.Assistant assistant -> object(assistant, assistant.form(), CONTENT, assistant.content());
            case Step.Thought thought -> object(thought, thought.form(), keys(thought.kind()), thought.content());
            case Step.Action action -> {
                lastCall = action.answerId();
                object(action, action.form(), ACTION, lastCall, action.call(), "");
            }
            case Step.Calls calls -> {
                lastCall = calls.calls().getLast().id();
                object(calls, calls.form(), CALLS, calls);
            }
            case Step.Observation observation ->
                object(
                        observation,
                        observation.form(),
                        OBSERVATION,
                        observation.content(),
                        observation.callId().isEmpty() ? lastCall : observation.callId());
            case Step.Answer answer ->
                object(answer, answer.form(), keys(answer.kind()), answer.success(), answer.answer());
            case Step.Final end -> object(end, end.form(), keys(end.kind()), end.reason());
            case Step.NextNode next -> object(next, next.form(), keys(next.kind()), next.nextNode());
            case Step.Call call -> object(call, call.form(), keys(call.kind()), call.content(), call.agentName());
            case Step.Respond respond ->
                object(respond, respond.form(), keys(respond.kind()), respond.content(), respond.copyOutput());
            case Step.Broadcast broadcast ->
                object(
                        broadcast,
                        broadcast.form(),
                        keys(broadcast.kind()),
                        broadcast.content(),
                        broadcast.from(),
                        broadcast.to());
            case Step.Pass pass -> object(pass, pass.form(), keys(pass.kind()));
            case Step.ParsingFailure failure ->
                object(failure, failure.form(), keys(failure.kind()), failure.error(), failure.llmOutput());
            case Step.ExecutionFailure failure ->
                object(failure, failure.form(), keys(failure.kind()), failure.error());
            case Step.Custom custom -> custom(custom);
        }
    }

    private void custom(Step.Custom custom) throws IOException {
        ObjectNode fields = StepKinds.fields(custom.value());
        List<String> keys = new ArrayList<>(List.of("metadata", "kind"));
        List<Object> values = new ArrayList<>();
        fields.properties().forEach(entry -> {
            keys.add(entry.getKey());
            values.add(entry.getValue());
        });
        object(custom, custom.form(), keys, values.toArray());
    }

    /** Writes metadata, kind and the values of the keys after these two. */
    private void object(Step step, Form form, List<String> own, Object... values) throws IOException {
        out.writeStartObject();
        for (String key : form.isOwn() ? own : form.keys()) {
            out.writeFieldName(key);
            JsonNode kept = form.kept(key);
            if (kept != null && (!key.equals("metadata") || step.metadata().equals(StepMetadata.NONE))) {
                JsonTree.write(kept, out);
            } else if (key.equals("metadata")) {
                metadata(step);
            } else if (key.equals("kind")) {
                out.writeString(step.kind());
            } else {
                value(values[own.indexOf(key) - 2]);
            }
        }
        if (!form.isOwn()
                && !form.keys().contains("metadata")
                && !step.metadata().equals(StepMetadata.NONE)) {
            out.writeFieldName("metadata");
            metadata(step);
        }
        out.writeEndObject();
    }

    private void value(Object value) throws IOException {
        switch (value) {
            case String text -> out.writeString(text);
            case Boolean flag -> out.writeBoolean(flag);
            case ToolCall call -> function(call);
            case Step.Calls calls -> JsonTree.write(callsTree(calls), out);
            case JsonNode tree -> JsonTree.write(tree, out);
            case List<?> texts -> {
                out.writeStartArray();
                for (Object text : texts) {
                    out.writeString((String) text);
                }
                out.writeEndArray();
            }
            default -> throw new IllegalStateException("A step holds a value that cannot be written: " + value);
        }
    }

    private void function(ToolCall call) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", call.tool());
        out.writeObjectFieldStart("arguments");
        for (Map.Entry<String, String> argument : call.arguments().entrySet()) {
            out.writeStringField(argument.getKey(), argument.getValue());
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    static ArrayNode callsTree(Step.Calls calls) {
        ArrayNode list = JsonTree.NODES.arrayNode();
        for (Step.NamedCall call : calls.calls()) {
            ObjectNode item = list.addObject();
            ObjectNode function = item.putObject("function");
            function.put("name", call.call().tool());
            ObjectNode arguments = function.putObject("arguments");
            call.call().arguments().forEach(arguments::put);
            item.put("id", call.id()).put("type", "function");
        }
        return list;
    }

    private void metadata(Step step) throws IOException {
        StepMetadata metadata = step.metadata();
        out.writeStartObject();
        Form form = metadata.form();
        if (form.isOwn()) {
            out.writeStringField("id", metadata.id());
            out.writeStringField("prompt_id", metadata.promptId());
            out.writeStringField("node", metadata.node());
            out.writeStringField("agent", metadata.agent());
            out.writeStringField("llm", metadata.llm());
            other(step);
        } else {
            for (String key : form.keys()) {
                written(key, step);
            }
            for (String key : StepMetadata.KEYS) {
                if (!form.keys().contains(key) && !isEmpty(key, step)) {
                    written(key, step);
                }
            }
        }
        out.writeEndObject();
    }

    private void written(String key, Step step) throws IOException {
        JsonNode kept = step.metadata().form().kept(key);
        if (kept != null && (!StepMetadata.KEYS.contains(key) || isEmpty(key, step))) {
            out.writeFieldName(key);
            JsonTree.write(kept, out);
        } else if (key.equals("other")) {
            other(step);
        } else {
            out.writeStringField(key, text(key, step.metadata()));
        }
    }

    private static boolean isEmpty(String key, Step step) {
        return key.equals("other")
                ? step.metadata().other().isEmpty() && !notesError(step)
                : text(key, step.metadata()).isEmpty();
    }

    private static String text(String key, StepMetadata metadata) {
        return switch (key) {
            case "id" -> metadata.id();
            case "prompt_id" -> metadata.promptId();
            case "node" -> metadata.node();
            case "agent" -> metadata.agent();
            case "llm" -> metadata.llm();
            default -> throw new IllegalStateException("Metadata have no text of this name: " + key);
        };
    }

    private static boolean notesError(Step step) {
        return step instanceof Step.Observation observation && observation.error();
    }

    private void other(Step step) throws IOException {
        out.writeObjectFieldStart("other");
        for (Map.Entry<String, JsonNode> note : step.metadata().other().entrySet()) {
            out.writeFieldName(note.getKey());
            JsonTree.write(note.getValue(), out);
        }
        if (notesError(step) && step.metadata().other().isEmpty()) {
            out.writeBooleanField(Step.Observation.ERROR, true);
        }
        out.writeEndObject();
    }
}
