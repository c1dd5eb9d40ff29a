package org.tapelearn.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.PromptJson;

/** Reads the blocks that programs wrote which knew the schema up to version 6: calls as objects. */
final class EarlierLlmBlock {
    static final int PLAIN = 0;
    static final int DICTIONARY = 1;

    /** What a call has of the one before where it does not say. */
    private static final Set<String> SAME = Set.of("purpose", "model", "sampling", "tools");

    /** Frozen: blocks are readable only with the very text that they were written with. */
    private static final byte[] DICTIONARY_1 =
            ("\"unread\":\"\"failure\":\"UNAVAILABLE: \"purpose\":\"reflect\"judge\"classify\"generate\"finish\":\"stop\""
                            + "\"sampling\":{\"temperature\":0.0,\"max_tokens\":1024,\"seed\":-"
                            + "[{\"number\":0,\"purpose\":\"act\",\"model\":\"\",\"sampling\":{\"seed\":},\"shared\":0,"
                            + "\"messages\":[{\"role\":\"system\",\"text\":\"\"},{\"role\":\"user\",\"text\":\"\"},"
                            + "{\"role\":\"assistant\",\"text\":\"\"},{\"role\":\"assistant\",\"calls\":[{\"id\":\"\",\"tool\":"
                            + "\"\",\"arguments\":{\"\":\"\"}}]},{\"role\":\"tool\",\"text\":\"\",\"call_id\":\"\",\"tool\":\"\"}],"
                            + "\"tools\":\"\",\"answer\":{\"text\":\"\",\"calls\":[{\"tool\":\"\",\"arguments\":{\"\":\"\"}}],"
                            + "\"prompt_tokens\":0,\"completion_tokens\":0,\"finish\":\"calls\"},\"dollars\":0.0,"
                            + "\"latency_ms\":0},{\"number\":")
                    .getBytes(StandardCharsets.US_ASCII);

    private EarlierLlmBlock() {}

    /** @param tools the text of a set of tools by its fingerprint */
    static List<LlmCallRecord> read(String rollout, int form, int size, byte[] body, Map<String, String> tools)
            throws DataFormatException {
        String text =
                form == PLAIN ? new String(body, StandardCharsets.UTF_8) : Deflated.unpack(DICTIONARY_1, body, size);
        List<LlmCallRecord> calls = new ArrayList<>();
        List<Message> known = new ArrayList<>();
        List<Message> last = List.of();
        ObjectNode same = JsonNodeFactory.instance.objectNode();
        for (JsonNode call : ExactJson.parse(text)) {
            call.properties().stream()
                    .filter(each -> SAME.contains(each.getKey()))
                    .forEach(each -> same.set(each.getKey(), each.getValue()));
            List<Message> messages =
                    new ArrayList<>(last.subList(0, call.path("shared").asInt()));
            for (JsonNode message : call.path("messages")) {
                if (message.isInt()) {
                    messages.add(known.get(message.intValue()));
                } else {
                    Message told = PromptJson.readMessages(
                                    JsonNodeFactory.instance.arrayNode().add(message))
                            .getFirst();
                    known.add(told);
                    messages.add(told);
                }
            }
            last = messages;
            calls.add(new LlmCallRecord(
                    rollout,
                    call.path("number").asInt(),
                    same.path("purpose").asText(),
                    same.path("model").asText(),
                    PromptJson.readSampling(same.path("sampling")),
                    messages,
                    tools.getOrDefault(same.path("tools").asText(), "[]"),
                    call.has("answer") ? PromptJson.readCompletion(call.path("answer")) : Completion.NONE,
                    call.path("failure").asText(),
                    call.path("dollars").asDouble(),
                    call.path("latency_ms").asLong()));
        }
        return calls;
    }
}
