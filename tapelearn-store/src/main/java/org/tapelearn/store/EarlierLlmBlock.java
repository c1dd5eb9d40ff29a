package org.tapelearn.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.PromptJson;

/**
 * Reads the blocks, one for each attempt, that programs wrote which knew the schema up to version 7. Up to version 6 calls are objects;
 * after it they are as {@link LlmBlock} writes them.
 */
final class EarlierLlmBlock {
    private static final int PLAIN = 0;
    private static final int DICTIONARY = 1;

    /** The sum of the text's bytes by {@link CRC32}, and the bytes. */
    private static final int SUMMED = 2;

    private static final int DEFLATED = 3;

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
    static List<LlmCallRecord> read(
            String rollout, int form, int size, byte[] body, Map<String, String> tools, LlmBlockReader.KeptTexts kept)
            throws SQLException, DataFormatException {
        return switch (form) {
            case PLAIN -> objects(rollout, new String(body, StandardCharsets.UTF_8), tools);
            case DICTIONARY -> objects(rollout, Deflated.unpack(DICTIONARY_1, body, size), tools);
            case SUMMED -> LlmBlockReader.read(rollout, summed(body), tools, kept);
            case DEFLATED -> LlmBlockReader.read(rollout, Deflated.unpack(body, size), tools, kept);
            default -> throw new DataFormatException("no form has the number " + form);
        };
    }

    private static String summed(byte[] body) throws DataFormatException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(body);
            int written = bytes.getInt();
            CRC32 sum = new CRC32();
            sum.update(bytes.slice());
            if ((int) sum.getValue() != written) {
                throw new DataFormatException("its bytes are not as they were written");
            }
            return StandardCharsets.UTF_8.decode(bytes).toString();
        } catch (BufferUnderflowException cut) {
            throw new DataFormatException("it has less than its sum");
        }
    }

    private static List<LlmCallRecord> objects(String rollout, String text, Map<String, String> tools) {
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
