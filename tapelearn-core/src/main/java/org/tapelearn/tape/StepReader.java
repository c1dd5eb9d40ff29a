package org.tapelearn.tape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the steps of one tape, in their order. */
final class StepReader {
    private static final JsonNode EMPTY = JsonNodeFactory.instance.textNode("");
    private static final int SHARED = 10_000;

    private final StepKinds kinds;
    private final Map<Form, Form> forms = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private String lastCall = "";

    StepReader(StepKinds kinds) {
        this.kinds = kinds;
    }

    static boolean isKnown(String kind) {
        return StepWriter.KEYS.containsKey(kind);
    }

    Step read(JsonNode node) {
        if (!(node instanceof ObjectNode body)) {
            return new Step.Unknown(StepMetadata.NONE, "", node);
        }
        Map<String, JsonNode> kept = new HashMap<>();
        StepMetadata metadata = metadata(body.get("metadata"), kept);
        String kind = JsonTree.text(body.get("kind"));
        Step step = kind == null
                ? null
                : isKnown(kind) ? known(kind, metadata, body, kept) : own(kind, metadata, body, kept);
        if (step == null) {
            return new Step.Unknown(metadata, kind == null ? "" : kind, body);
        }
        if (step instanceof Step.Action action) {
            lastCall = action.answerId();
        } else if (step instanceof Step.Calls calls) {
            lastCall = calls.calls().getLast().id();
        }
        return step;
    }

    private @Nullable Step known(String kind, StepMetadata metadata, ObjectNode body, Map<String, JsonNode> kept) {
        String content = JsonTree.text(body.get("content"));
        return switch (kind) {
            case "user" ->
                content == null ? null : new Step.User(metadata, content, form(body, kept, StepWriter.CONTENT));
            case "system" ->
                content == null ? null : new Step.Instructions(metadata, content, form(body, kept, StepWriter.CONTENT));
            case "assistant" -> body.has("tool_calls") ? calls(metadata, body, kept) : assistant(metadata, body, kept);
            case Step.Thought.ASSISTANT ->
                content == null
                        ? null
                        : new Step.Thought(
                                metadata, Step.Thought.ASSISTANT, content, form(body, kept, StepWriter.CONTENT));
            case Step.Thought.REASONING -> reasoning(metadata, body, kept);
            case "tool_call" -> action(metadata, body, kept);
            case "tool" -> observation(metadata, body, kept);
            case "assistant_answer" -> answer(metadata, body, kept);
            case Step.Final.STEP, Step.Final.OBSERVATION -> {
                String reason = optional("reason", body, kept);
                yield new Step.Final(metadata, kind, reason, form(body, kept, StepWriter.keys(kind)));
            }
            case "set_next_node" -> {
                String next = JsonTree.text(body.get("next_node"));
                yield next == null ? null : new Step.NextNode(metadata, next, form(body, kept, StepWriter.keys(kind)));
            }
            case "call" -> {
                String agent = JsonTree.text(body.get("agent_name"));
                String said = optional("content", body, kept);
                yield agent == null
                        ? null
                        : new Step.Call(metadata, agent, said, form(body, kept, StepWriter.keys(kind)));
            }
            case "respond" -> {
                String said = optional("content", body, kept);
                boolean copy = flag("copy_output", body, kept);
                yield new Step.Respond(metadata, said, copy, form(body, kept, StepWriter.keys(kind)));
            }
            case "broadcast" -> broadcast(metadata, body, kept);
            case "pass" -> new Step.Pass(metadata, form(body, kept, StepWriter.keys(kind)));
            case "llm_output_parsing_failure_action" -> {
                String error = JsonTree.text(body.get("error"));
                String output = optional("llm_output", body, kept);
                yield error == null
                        ? null
                        : new Step.ParsingFailure(metadata, error, output, form(body, kept, StepWriter.keys(kind)));
            }
            case "action_execution_failure" -> {
                String error = JsonTree.text(body.get("error"));
                yield error == null
                        ? null
                        : new Step.ExecutionFailure(metadata, error, form(body, kept, StepWriter.keys(kind)));
            }
            default -> throw new IllegalStateException("A kind is known and cannot be read: " + kind);
        };
    }

    private @Nullable Step own(String kind, StepMetadata metadata, ObjectNode body, Map<String, JsonNode> kept) {
        Optional<Record> value = kinds.read(kind, body);
        if (value.isEmpty()) {
            return null;
        }
        ObjectNode written = StepKinds.fields(value.get());
        body.properties().forEach(entry -> {
            String key = entry.getKey();
            if (!key.equals("kind")
                    && !key.equals("metadata")
                    && !entry.getValue().equals(written.get(key))) {
                kept.put(key, entry.getValue());
            }
        });
        List<String> keys = new ArrayList<>(List.of("metadata", "kind"));
        written.fieldNames().forEachRemaining(keys::add);
        return new Step.Custom(metadata, kind, value.get(), form(body, kept, keys));
    }

    private @Nullable Step assistant(StepMetadata metadata, ObjectNode body, Map<String, JsonNode> kept) {
        String content = JsonTree.text(body.get("content"));
        return content == null ? null : new Step.Assistant(metadata, content, form(body, kept, StepWriter.CONTENT));
    }

    private @Nullable Step reasoning(StepMetadata metadata, ObjectNode body, Map<String, JsonNode> kept) {
        String content = JsonTree.text(body.get("reasoning"));
        return content == null
                ? null
                : new Step.Thought(
                        metadata,
                        Step.Thought.REASONING,
                        content,
                        form(body, kept, StepWriter.keys(Step.Thought.REASONING)));
    }

    private @Nullable Step calls(StepMetadata metadata, ObjectNode body, Map<String, JsonNode> kept) {
        List<Step.NamedCall> calls = new ArrayList<>();
        for (JsonNode item : body.path("tool_calls")) {
            ToolCall call = Arguments.call(item.path("function"));
            if (call == null) {
                return null;
            }
            calls.add(new Step.NamedCall(item.path("id").asText(""), call));
        }
        if (calls.isEmpty()) {
            return null;
        }
        Step.Calls own = new Step.Calls(metadata, calls);
        if (!TapeJson.text(StepWriter.callsTree(own)).equals(TapeJson.text(body.path("tool_calls")))) {
            kept.put("tool_calls", body.path("tool_calls"));
        }
        return new Step.Calls(metadata, calls, form(body, kept, StepWriter.CALLS));
    }

    private @Nullable Step action(StepMetadata metadata, ObjectNode body, Map<String, JsonNode> kept) {
        JsonNode function = body.path("function");
        ToolCall call = Arguments.call(function);
        if (call == null) {
            return null;
        }
        if (!Arguments.isOwn(function)) {
            kept.put("function", function);
        }
        keepUnless(EMPTY, "reason_to_use", body, kept);
        String id = JsonTree.text(body.get("id"));
        if (id == null || (id.isEmpty() && !metadata.id().isEmpty())) {
            keepUnless(null, "id", body, kept);
            id = "";
        }
        return new Step.Action(
                metadata, call, id.equals(metadata.id()) ? "" : shared(id), form(body, kept, StepWriter.ACTION));
    }

    private @Nullable Step observation(StepMetadata metadata, ObjectNode body, Map<String, JsonNode> kept) {
        JsonNode content = body.get("content");
        if (content == null) {
            return null;
        }
        if (!content.isTextual()) {
            kept.put("content", content);
        }
        String callId = JsonTree.text(body.get("tool_call_id"));
        if (callId == null || (callId.isEmpty() && !lastCall.isEmpty())) {
            keepUnless(null, "tool_call_id", body, kept);
            callId = "";
        }
        return new Step.Observation(
                metadata,
                content.isTextual() ? content.textValue() : TapeJson.text(content),
                BooleanNode.TRUE.equals(metadata.other().get(Step.Observation.ERROR)),
                callId.equals(lastCall) ? "" : callId,
                form(body, kept, StepWriter.OBSERVATION));
    }

    private @Nullable Step answer(StepMetadata metadata, ObjectNode body, Map<String, JsonNode> kept) {
        JsonNode success = body.path("success");
        String answer = JsonTree.text(body.get("answer"));
        return answer == null || !success.isBoolean()
                ? null
                : new Step.Answer(
                        metadata,
                        success.booleanValue(),
                        answer,
                        form(body, kept, StepWriter.keys("assistant_answer")));
    }

    private @Nullable Step broadcast(StepMetadata metadata, ObjectNode body, Map<String, JsonNode> kept) {
        List<String> to = new ArrayList<>();
        for (JsonNode name : body.path("to")) {
            if (!name.isTextual()) {
                return null;
            }
            to.add(name.textValue());
        }
        if (!body.path("to").isArray()) {
            keepUnless(null, "to", body, kept);
        }
        String said = optional("content", body, kept);
        String from = optional("from_", body, kept);
        return new Step.Broadcast(metadata, said, from, to, form(body, kept, StepWriter.keys("broadcast")));
    }

    /** Reads the metadata of a step; what is no object stays as it is. */
    private StepMetadata metadata(@Nullable JsonNode node, Map<String, JsonNode> keptOfStep) {
        if (node == null) {
            return StepMetadata.NONE;
        }
        if (!(node instanceof ObjectNode head)) {
            keptOfStep.put("metadata", node);
            return StepMetadata.NONE;
        }
        Map<String, JsonNode> kept = new HashMap<>();
        Map<String, JsonNode> other = Map.of();
        if (head.get("other") instanceof ObjectNode notes) {
            other = notes.isEmpty() ? Map.of() : fields(notes);
        } else {
            keepUnless(null, "other", head, kept);
        }
        return new StepMetadata(
                optional("id", head, kept),
                shared(optional("agent", head, kept)),
                shared(optional("node", head, kept)),
                optional("prompt_id", head, kept),
                shared(optional("llm", head, kept)),
                other,
                form(head, kept, StepMetadata.KEYS));
    }

    static Map<String, JsonNode> fields(ObjectNode object) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        object.properties().forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
        return fields;
    }

    /** Returns the text of a key that may be left out; a value that is no text is kept. */
    static String optional(String key, ObjectNode body, Map<String, JsonNode> kept) {
        String text = JsonTree.text(body.get(key));
        if (text == null) {
            keepUnless(null, key, body, kept);
            return "";
        }
        return text;
    }

    private static boolean flag(String key, ObjectNode body, Map<String, JsonNode> kept) {
        JsonNode value = body.path(key);
        if (!value.isBoolean()) {
            keepUnless(null, key, body, kept);
        }
        return value.booleanValue();
    }

    static void keepUnless(@Nullable JsonNode own, String key, ObjectNode body, Map<String, JsonNode> kept) {
        JsonNode value = body.get(key);
        if (value != null && !value.equals(own)) {
            kept.put(key, value);
        }
    }

    /** Returns how the object is laid out; equal layouts of one tape are one object. */
    private Form form(ObjectNode body, Map<String, JsonNode> kept, List<String> own) {
        Form form = layout(body, kept, own);
        if (form.isOwn() || !form.keepsNothing() || forms.size() >= SHARED) {
            return form;
        }
        Form before = forms.putIfAbsent(form, form);
        return before == null ? form : before;
    }

    static Form layout(ObjectNode body, Map<String, JsonNode> kept, List<String> own) {
        List<String> keys = new ArrayList<>(body.size());
        body.properties().forEach(entry -> {
            String key = entry.getKey();
            keys.add(key);
            if (!own.contains(key)) {
                kept.put(key, entry.getValue());
            }
        });
        return kept.isEmpty() && keys.equals(own) ? Form.OWN : Form.of(keys, kept);
    }

    private String shared(String name) {
        if (names.size() >= SHARED) {
            return name;
        }
        String before = names.putIfAbsent(name, name);
        return before == null ? name : before;
    }
}
