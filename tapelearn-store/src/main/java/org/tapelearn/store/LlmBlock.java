package org.tapelearn.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.tapelearn.learn.LearningReport.ModelUse;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.LlmLog;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Occasion.Purpose;
import org.tapelearn.llm.PromptJson;
import org.tapelearn.llm.Sampling;
import org.tapelearn.llm.Usage;

/**
 * The calls of one attempt as they are written: of each prompt what is new since the call before, each message once, deflated. Used by
 * one thread at a time.
 */
final class LlmBlock {
    private static final int PLAIN = 0;
    private static final int DICTIONARY = 1;

    /** What a call has of the one before where it does not say. */
    private static final Set<String> SAME = Set.of("purpose", "model", "sampling", "tools");

    /** Frozen: blocks are readable only with the very text that they were written with. What is likeliest comes last. */
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

    private final String rollout;
    private final ToolSets toolSets;
    private final Map<Message, Integer> places = new HashMap<>();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream(4096);
    private final Set<ToolSets.Known> tools = new LinkedHashSet<>();
    private final Map<Purpose, ModelUse> use = new EnumMap<>(Purpose.class);
    private List<Message> last = List.of();
    private final Map<String, String> same = new HashMap<>();
    private @Nullable Sampling sampling;
    private byte[] packed = {};

    /** @param rollout empty outside of attempts: then no call shares messages with the one before */
    LlmBlock(String rollout, ToolSets toolSets) {
        this.rollout = rollout;
        this.toolSets = toolSets;
        text.write('[');
    }

    void add(LlmLog.Entry entry) {
        if (!use.isEmpty()) {
            text.write(',');
        }
        text.writeBytes(ExactJson.encodable(call(entry).toString()).getBytes(StandardCharsets.UTF_8));
        use.merge(entry.prompt().occasion().purpose(), use(entry), LlmBlock::sum);
        packed = new byte[0];
    }

    private ObjectNode call(LlmLog.Entry entry) {
        List<Message> prompt = entry.prompt().messages();
        int shared = rollout.isEmpty() ? 0 : shared(last, prompt);
        last = prompt;
        ObjectNode call = JsonNodeFactory.instance.objectNode();
        call.put("number", entry.prompt().occasion().number());
        putChanged(call, "purpose", entry.prompt().occasion().purpose().label());
        putChanged(call, "model", entry.model());
        if (!entry.prompt().sampling().equals(sampling)) {
            sampling = entry.prompt().sampling();
            call.set("sampling", PromptJson.sampling(sampling));
        }
        call.put("shared", shared);
        call.set("messages", messages(prompt.subList(shared, prompt.size())));
        ToolSets.Known known = toolSets.of(entry.prompt().tools());
        if (!known.equals(ToolSets.NONE)) {
            tools.add(known);
        }
        putChanged(call, "tools", known.fingerprint());
        entry.answer().ifPresent(answer -> call.set("answer", PromptJson.completion(answer)));
        if (!entry.failure().isEmpty()) {
            call.put("failure", entry.failure());
        }
        return call.put("dollars", entry.dollars())
                .put("latency_ms", entry.latency().toMillis());
    }

    /** Most calls of an attempt differ from the one before in few things. */
    private void putChanged(ObjectNode call, String name, String value) {
        if (!value.equals(same.put(name, value))) {
            call.put(name, value);
        }
    }

    /** Messages that the block has already are their places in it. */
    private ArrayNode messages(List<Message> some) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Message message : some) {
            Integer place = places.putIfAbsent(message, places.size());
            if (place == null) {
                list.addAll(PromptJson.messages(List.of(message)));
            } else {
                list.add(place);
            }
        }
        return list;
    }

    /** How many messages two prompts begin with alike. */
    static int shared(List<Message> before, List<Message> now) {
        int shared = 0;
        int most = Math.min(before.size(), now.size());
        while (shared < most && before.get(shared).equals(now.get(shared))) {
            shared++;
        }
        return shared;
    }

    /** Packs what is there, unless that was done before. */
    void pack(Deflater deflater) {
        if (packed.length == 0) {
            byte[] open = text.toByteArray();
            byte[] whole = Arrays.copyOf(open, open.length + 1);
            whole[open.length] = ']';
            packed = Deflated.pack(deflater, DICTIONARY_1, whole);
        }
    }

    /** Empty outside of attempts. */
    String rollout() {
        return rollout;
    }

    /** The sets of tools that the calls name. */
    Set<ToolSets.Known> tools() {
        return tools;
    }

    Map<Purpose, ModelUse> use() {
        return use;
    }

    /** Bytes of the text. */
    int size() {
        return text.size() + 1;
    }

    int dictionary() {
        return DICTIONARY;
    }

    /** What {@link #pack} made of it. */
    byte[] packed() {
        return packed;
    }

    private static ModelUse use(LlmLog.Entry entry) {
        Usage usage = entry.answer().map(Completion::usage).orElse(Usage.NONE);
        return new ModelUse(1, usage.prompt(), usage.completion(), entry.dollars());
    }

    static ModelUse sum(ModelUse one, ModelUse other) {
        return new ModelUse(
                one.calls() + other.calls(),
                one.promptTokens() + other.promptTokens(),
                one.completionTokens() + other.completionTokens(),
                one.dollars() + other.dollars());
    }

    /**
     * Reads a block.
     *
     * @param tools the text of a set of tools by its fingerprint
     */
    static List<LlmCallRecord> read(String rollout, int dictionary, int size, byte[] body, Map<String, String> tools)
            throws DataFormatException {
        String text = dictionary == PLAIN
                ? new String(body, StandardCharsets.UTF_8)
                : Deflated.unpack(known(dictionary), body, size);
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

    private static byte[] known(int dictionary) throws DataFormatException {
        if (dictionary != DICTIONARY) {
            throw new DataFormatException("no dictionary has the number " + dictionary);
        }
        return DICTIONARY_1;
    }
}
