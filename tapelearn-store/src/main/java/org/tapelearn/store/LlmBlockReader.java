package org.tapelearn.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.PromptJson;
import org.tapelearn.llm.Sampling;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.llm.Usage;
import org.tapelearn.tape.ToolCall;

/** Reads one block of calls as {@link LlmBlock} writes it. */
final class LlmBlockReader {
    private final String rollout;
    private final Map<String, String> tools;
    private final KeptTexts kept;
    private final List<String> texts = new ArrayList<>();
    private List<Message> last = List.of();
    private Sampling sampling = Sampling.DEFAULT;

    /** Finds texts that calls only name. */
    @FunctionalInterface
    interface KeptTexts {
        String of(String fingerprint) throws SQLException, DataFormatException;
    }

    private LlmBlockReader(String rollout, Map<String, String> tools, KeptTexts kept) {
        this.rollout = rollout;
        this.tools = tools;
        this.kept = kept;
    }

    /**
     * @param text begins with a block
     * @param tools the text of a set of tools by its fingerprint
     */
    static List<LlmCallRecord> read(String rollout, String text, Map<String, String> tools, KeptTexts kept)
            throws SQLException, DataFormatException {
        return new LlmBlockReader(rollout, tools, kept).calls(text);
    }

    private List<LlmCallRecord> calls(String text) throws SQLException, DataFormatException {
        List<LlmCallRecord> calls = new ArrayList<>();
        for (JsonNode call : ExactJson.parse(text)) {
            calls.add(call(call));
        }
        return calls;
    }

    /** Texts are read in the order in which they were written, since each may be the place of an earlier one. */
    private LlmCallRecord call(JsonNode call) throws SQLException, DataFormatException {
        int number = call.path(0).asInt();
        String purpose = text(call.path(1));
        String model = text(call.path(2));
        if (!call.path(3).isNull()) {
            sampling = PromptJson.readSampling(call.path(3));
        }
        List<Message> messages = new ArrayList<>(last.subList(0, call.path(4).asInt()));
        for (JsonNode message : call.path(5)) {
            messages.add(message(message));
        }
        last = messages;
        String offered = text(call.path(6));
        boolean answered = call.path(7).isArray();
        return new LlmCallRecord(
                rollout,
                number,
                purpose,
                model,
                sampling,
                messages,
                tools.getOrDefault(offered, "[]"),
                answered ? completion(call.path(7)) : Completion.NONE,
                answered ? "" : text(call.path(7)),
                call.path(8).asDouble(),
                call.path(9).asLong());
    }

    private Message message(JsonNode message) throws SQLException, DataFormatException {
        Message.Role role = Message.Role.valueOf(text(message.path(0)));
        String words = text(message.path(1));
        return switch (role) {
            case SYSTEM, USER -> Message.of(role, words);
            case ASSISTANT -> Message.asking(words, requests(message, 2));
            case TOOL -> {
                String callId = text(message.path(2));
                yield Message.answer(callId, text(message.path(3)), words);
            }
        };
    }

    private Completion completion(JsonNode answer) throws SQLException, DataFormatException {
        Completion.Finish finish = Completion.Finish.valueOf(text(answer.path(0)));
        String words = text(answer.path(1));
        Usage usage = new Usage(answer.path(2).asLong(), answer.path(3).asLong());
        return new Completion(words, requests(answer, 4), usage, finish);
    }

    /** The requests that a list holds from a place on. */
    private List<ToolRequest> requests(JsonNode list, int from) throws SQLException, DataFormatException {
        List<ToolRequest> requests = new ArrayList<>();
        for (int i = from; i < list.size(); i++) {
            requests.add(request(list.path(i)));
        }
        return requests;
    }

    private ToolRequest request(JsonNode request) throws SQLException, DataFormatException {
        String id = text(request.path(0));
        String tool = text(request.path(1));
        String unread = text(request.path(2));
        Map<String, String> arguments = new LinkedHashMap<>();
        for (int i = 3; i + 1 < request.size(); i += 2) {
            String name = text(request.path(i));
            arguments.put(name, text(request.path(i + 1)));
        }
        return new ToolRequest(id, new ToolCall(tool, arguments), unread);
    }

    private String text(JsonNode node) throws SQLException, DataFormatException {
        if (node.isInt()) {
            return texts.get(node.intValue());
        }
        String text = node.isArray() ? kept.of(node.path(0).asText()) : node.asText();
        if (!text.isEmpty()) {
            texts.add(text);
        }
        return text;
    }
}
