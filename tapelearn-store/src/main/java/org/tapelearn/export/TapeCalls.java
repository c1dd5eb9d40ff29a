package org.tapelearn.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Occasion.Purpose;
import org.tapelearn.llm.PromptJson;
import org.tapelearn.run.Rollout;
import org.tapelearn.store.LlmCallRecord;
import org.tapelearn.store.SqliteSessionStore;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import org.tapelearn.tapefile.ModelCall;

/** The model calls behind a tape, as TapeAgents' log has them: those recorded of the attempt, or else those imported with the tape. */
public final class TapeCalls {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private TapeCalls() {}

    /** Returns the calls in their order. Of a fork, those made before it are with the tape that it comes from. */
    public static List<ModelCall> of(SqliteSessionStore store, String session, Rollout rollout) {
        List<LlmCallRecord> recorded = store.llmCalls(session, rollout.key().id());
        if (recorded.isEmpty()) {
            return rollout.tape().steps().stream()
                    .map(step -> step.metadata().promptId())
                    .filter(id -> !id.isEmpty())
                    .distinct()
                    .flatMap(id -> store.importedCalls(session, id).stream())
                    .toList();
        }
        List<String> asked = asked(rollout.tape());
        return recorded.stream().map(call -> told(call, id(call, asked))).toList();
    }

    /** The ids of the tape's own runs of nodes that asked a model, in their order: the attempt's questions are numbered in the same. */
    private static List<String> asked(Tape tape) {
        String own = tape.metadata().id() + "#";
        return tape.steps().stream()
                .map(Step::metadata)
                .filter(by -> by.promptId().startsWith(own) && !by.llm().isEmpty())
                .map(by -> by.promptId())
                .distinct()
                .toList();
    }

    /** A call that gave no step, such as a judge's, has an id that no step bears. */
    private static String id(LlmCallRecord call, List<String> asked) {
        boolean gaveSteps = call.purpose().equals(Purpose.ACT.label()) && call.number() < asked.size();
        return gaveSteps
                ? asked.get(call.number())
                : "%s %s %d".formatted(call.rollout(), call.purpose(), call.number());
    }

    private static ModelCall told(LlmCallRecord call, String id) {
        OfferedTools tools = OfferedTools.parse(call.tools());
        Message answer =
                Message.asking(call.completion().text(), call.completion().requests());
        List<ChatMessage> named = new ArrayList<>(CallIds.in(Stream.concat(call.messages().stream(), Stream.of(answer))
                .map(ChatMessage::shown)
                .toList()));
        ObjectNode output = output(named.removeLast().message(), tools);
        ObjectNode prompt = NODES.objectNode().put("id", id);
        prompt.set("tools", tools.list().isEmpty() ? null : tools.functions());
        named.forEach(each -> prompt.withArray("messages").add(MessageJson.brief(each.message(), tools)));
        prompt.putArray("token_ids");
        ObjectNode llm = NODES.objectNode().put("model_name", call.model());
        llm.set("parameters", PromptJson.sampling(call.sampling()));
        boolean answered = call.failure().isEmpty();
        if (!answered) {
            llm.put("failure", call.failure());
        }
        return new ModelCall(
                id,
                "",
                prompt,
                output,
                answered ? OptionalLong.of(call.completion().usage().prompt()) : OptionalLong.empty(),
                answered ? OptionalLong.of(call.completion().usage().completion()) : OptionalLong.empty(),
                false,
                llm,
                answered ? OptionalDouble.of(call.dollars()) : OptionalDouble.empty());
    }

    private static ObjectNode output(Message answer, OfferedTools tools) {
        ObjectNode output = NODES.objectNode().put("content", answer.text()).put("role", "assistant");
        output.set("tool_calls", answer.requests().isEmpty() ? null : MessageJson.calls(answer, tools));
        return output;
    }
}
