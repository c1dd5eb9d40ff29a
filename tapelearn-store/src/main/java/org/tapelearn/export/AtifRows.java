package org.tapelearn.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.ToolRequest;

/** Trajectories of the Agent Trajectory Interchange Format, version 1.7 (Harbor's RFC 0001), one a line. */
final class AtifRows {
    static final String VERSION = "ATIF-v1.7";

    private AtifRows() {}

    static ObjectNode example(Row.Example row) {
        Conversation conversation = row.conversation();
        String id = row.attempt().rollout().key().id();
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("schema_version", VERSION).put("session_id", id).put("trajectory_id", id + "#" + row.part());
        ObjectNode agent = line.putObject("agent");
        agent.put("name", "tapelearn").put("version", row.attempt().rollout().versionId());
        if (!conversation.model().isEmpty()) {
            agent.put("model_name", conversation.model());
        }
        agent.set("tool_definitions", conversation.tools().functions());
        ArrayNode steps = line.putArray("steps");
        addSteps(steps, row, conversation);
        if (conversation.source() == Conversation.Source.MODEL_CALLS) {
            line.putObject("final_metrics")
                    .put("total_prompt_tokens", conversation.usage().prompt())
                    .put("total_completion_tokens", conversation.usage().completion())
                    .put("total_cost_usd", conversation.dollars())
                    .put("total_steps", steps.size());
        }
        return line;
    }

    private static void addSteps(ArrayNode steps, Row.Example row, Conversation conversation) {
        List<ChatMessage> messages = conversation.messages();
        @Nullable ObjectNode asked = null;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i).message();
            boolean copied = row.part() > 0 && i < conversation.shown();
            if (message.role() == Message.Role.TOOL && asked != null) {
                asked.withObject("observation")
                        .withArray("results")
                        .addObject()
                        .put("source_call_id", message.callId())
                        .put("content", message.text());
                continue;
            }
            ObjectNode step = steps.addObject().put("step_id", steps.size()).put("source", source(message));
            step.put("message", message.text());
            if (copied) {
                step.put("is_copied_context", true);
            }
            if (messages.get(i).isAgents()) {
                asked = step;
                addCalls(step, message, conversation);
                if (!copied) {
                    step.put("llm_call_count", conversation.source() == Conversation.Source.TAPE ? 0 : 1);
                }
            }
        }
    }

    private static void addCalls(ObjectNode step, Message message, Conversation conversation) {
        if (message.requests().isEmpty()) {
            return;
        }
        ArrayNode calls = step.putArray("tool_calls");
        for (ToolRequest request : message.requests()) {
            ObjectNode call = calls.addObject()
                    .put("tool_call_id", request.id())
                    .put("function_name", request.call().tool());
            call.set("arguments", conversation.tools().arguments(request.call()));
        }
    }

    private static String source(Message message) {
        return switch (message.role()) {
            case SYSTEM -> "system";
            case USER, TOOL -> "user";
            case ASSISTANT -> "agent";
        };
    }
}
