package org.tapelearn.tape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Tapes as files may hold them: known and unknown kinds, keys left out, nulls, other types, any order. */
public final class AnyTape {
    private static final List<String> KEYS = List.of(
            "content",
            "id",
            "function",
            "reason_to_use",
            "tool_call_id",
            "tool_calls",
            "success",
            "answer",
            "reason",
            "reasoning",
            "next_node",
            "agent_name",
            "copy_output",
            "from_",
            "to",
            "error",
            "llm_output",
            "plan",
            "$as");

    private AnyTape() {}

    public static Arbitrary<String> texts() {
        return Arbitraries.randomValue(random -> tape(random, 2).toString());
    }

    private static ObjectNode tape(Random random, int depth) {
        ObjectNode tape = JsonTree.NODES.objectNode();
        ObjectNode head = JsonTree.NODES.objectNode();
        for (String key : List.of("id", "parent_id", "author", "author_tape_id")) {
            maybe(head, key, random, text(random), depth);
        }
        maybe(head, "n_added_steps", random, JsonTree.NODES.numberNode(random.nextInt(9)), depth);
        maybe(head, "error", random, JsonTree.NODES.nullNode(), depth);
        maybe(head, "result", random, JsonTree.NODES.objectNode(), depth);
        maybe(head, "task", random, value(random, depth), depth);
        maybe(tape, "metadata", random, shuffled(head, random), depth);
        maybe(tape, "context", random, JsonTree.NODES.nullNode(), depth);
        maybe(tape, "other", random, value(random, depth), depth);
        List<JsonNode> steps = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            steps.add(random.nextInt(30) == 0 ? value(random, depth) : step(random, depth));
        }
        tape.set("steps", JsonTree.NODES.arrayNode().addAll(steps));
        return shuffled(tape, random);
    }

    private static ObjectNode step(Random random, int depth) {
        ObjectNode step = JsonTree.NODES.objectNode();
        ObjectNode head = JsonTree.NODES.objectNode();
        for (String key : List.of("id", "prompt_id", "node", "agent", "llm")) {
            maybe(head, key, random, text(random), depth);
        }
        maybe(head, "other", random, JsonTree.NODES.objectNode(), depth);
        if (random.nextInt(4) == 0) {
            head.set("other", JsonTree.NODES.objectNode().put("error", random.nextBoolean()));
            maybe((ObjectNode) head.get("other"), "more", random, value(random, 0), 0);
        }
        maybe(step, "metadata", random, shuffled(head, random), depth);
        List<String> kinds = new ArrayList<>(StepWriter.KEYS.keySet());
        Collections.sort(kinds);
        String kind = random.nextInt(6) == 0 ? "task" : kinds.get(random.nextInt(kinds.size()));
        maybe(step, "kind", random, JsonTree.NODES.textNode(kind), depth);
        for (String key : StepWriter.KEYS.getOrDefault(kind, KEYS)) {
            if (!step.has(key)) {
                maybe(step, key, random, fitting(key, random, depth), depth);
            }
        }
        if (kind.equals("assistant") && random.nextBoolean()) {
            maybe(step, "tool_calls", random, fitting("tool_calls", random, depth), depth);
        }
        if (random.nextInt(4) == 0) {
            step.set(KEYS.get(random.nextInt(KEYS.size())), value(random, depth));
        }
        return random.nextBoolean() ? step : shuffled(step, random);
    }

    private static JsonNode fitting(String key, Random random, int depth) {
        return switch (key) {
            case "success", "copy_output" -> JsonTree.NODES.booleanNode(random.nextBoolean());
            case "to" -> JsonTree.NODES.arrayNode().add("a").add("b");
            case "function" -> function(random, depth);
            case "tool_calls" -> {
                ObjectNode call = JsonTree.NODES.objectNode();
                call.set("function", function(random, depth));
                call.set("id", text(random));
                call.put("type", "function");
                yield JsonTree.NODES.arrayNode().add(random.nextInt(4) == 0 ? shuffled(call, random) : call);
            }
            default -> text(random);
        };
    }

    private static ObjectNode function(Random random, int depth) {
        ObjectNode function = JsonTree.NODES.objectNode();
        function.set("name", text(random));
        ObjectNode arguments = JsonTree.NODES.objectNode();
        maybe(arguments, "x", random, text(random), depth);
        maybe(arguments, "y", random, text(random), depth);
        function.set("arguments", random.nextInt(3) == 0 ? JsonTree.NODES.textNode(arguments.toString()) : arguments);
        return random.nextInt(4) == 0 ? shuffled(function, random) : function;
    }

    /** Sets a key most of the time; sometimes to null or to anything. */
    private static void maybe(ObjectNode object, String key, Random random, JsonNode usual, int depth) {
        int dice = random.nextInt(24);
        if (dice == 0) {
            object.putNull(key);
        } else if (dice == 1) {
            object.set(key, value(random, depth));
        } else if (dice > 3) {
            object.set(key, usual);
        }
    }

    private static ObjectNode shuffled(ObjectNode object, Random random) {
        if (random.nextBoolean()) {
            return object;
        }
        List<Map.Entry<String, JsonNode>> entries = new ArrayList<>(object.properties());
        Collections.shuffle(entries, random);
        ObjectNode other = JsonTree.NODES.objectNode();
        entries.forEach(entry -> other.set(entry.getKey(), entry.getValue()));
        return other;
    }

    static JsonNode value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 9)) {
            case 0 -> JsonTree.NODES.nullNode();
            case 1 -> JsonTree.NODES.booleanNode(random.nextBoolean());
            case 2 -> JsonTree.NODES.numberNode(random.nextInt());
            case 3 -> JsonTree.NODES.numberNode(random.nextLong());
            case 4 -> JsonTree.NODES.numberNode(new BigDecimal("-12345678901234567890.500"));
            case 5 -> JsonTree.NODES.numberNode(new BigDecimal("1E+400"));
            case 6 -> JsonTree.NODES.numberNode(-0.0);
            case 7, 8 -> text(random);
            case 9 -> JsonTree.NODES.objectNode().set("a", value(random, depth - 1));
            case 10 -> JsonTree.NODES.arrayNode().add(value(random, depth - 1)).add(value(random, depth - 1));
            default -> tape(random, depth - 1);
        };
    }

    private static JsonNode text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append((char) (random.nextInt(5) == 0 ? random.nextInt(0x10000) : 'a' + random.nextInt(26)));
        }
        return JsonTree.NODES.textNode(text.toString());
    }

    /** Steps that a program makes. */
    public static Arbitrary<Step> steps() {
        Arbitrary<String> word = Arbitraries.strings().all().ofMaxLength(8);
        Arbitrary<StepMetadata> heads = Combinators.combine(word, word, word, word, word)
                .as(StepMetadata::new)
                .flatMap(head -> Arbitraries.of(
                        head,
                        head.noting("error", JsonTree.NODES.booleanNode(true)),
                        head.noting("n", JsonTree.NODES.numberNode(1))));
        return Combinators.combine(
                        heads, Arbitraries.integers().between(0, 18), word, word, Arbitraries.of(true, false))
                .as(AnyTape::step);
    }

    private static Step step(StepMetadata head, int kind, String one, String two, boolean flag) {
        ToolCall call = ToolCall.of(one, "x", two);
        return switch (kind) {
            case 0 -> new Step.User(head, one);
            case 1 -> new Step.Instructions(head, one);
            case 2 -> new Step.Assistant(head, one);
            case 3 -> new Step.Thought(head, one);
            case 4 -> Step.Thought.reasoning(head, one);
            case 5 -> new Step.Action(head, call);
            case 6 -> new Step.Action(head, call, two.equals(head.id()) ? "" : two, Form.OWN);
            case 7 -> new Step.Calls(head, List.of(new Step.NamedCall(one, call), new Step.NamedCall(two, call)));
            case 8 -> new Step.Observation(head, one, flag);
            case 9 -> new Step.Answer(head, flag, one);
            case 10 -> new Step.Final(head, one);
            case 11 -> new Step.Final(head, Step.Final.OBSERVATION, "", Form.OWN);
            case 12 -> new Step.NextNode(head, one);
            case 13 -> new Step.Call(head, one, two);
            case 14 -> new Step.Respond(head, one, flag);
            case 15 -> new Step.Broadcast(head, one, two, List.of(one, two));
            case 16 -> new Step.Pass(head);
            case 17 -> new Step.ParsingFailure(head, one, two);
            default -> new Step.ExecutionFailure(head, one);
        };
    }
}
