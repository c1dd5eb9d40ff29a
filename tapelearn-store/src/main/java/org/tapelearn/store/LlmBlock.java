package org.tapelearn.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tapelearn.learn.LearningReport.ModelUse;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.LlmLog;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Occasion.Purpose;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.PromptJson;
import org.tapelearn.llm.Sampling;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.llm.Usage;

/**
 * The calls of one attempt as they are written: of each prompt what is new since the call before, and each text once. Long texts with
 * which prompts open are only named. Used by one thread at a time.
 *
 * <p>A JSON list of calls, each a list: number, purpose, model, sampling, shared messages, new messages, tools, answer or failure,
 * dollars, milliseconds. Sampling is null where it is that of the call before. A text is a string, or the place of an earlier string of
 * the block that is not empty, or a list that holds the fingerprint of a kept text.
 */
final class LlmBlock {
    private static final JsonFactory JSON = new JsonFactory();

    private final String rollout;
    private final ToolSets toolSets;
    private final OpeningTexts openings;
    /** Of strings that are written, their places. */
    private final Map<String, Integer> places = new HashMap<>();

    private final StringWriter text = new StringWriter(1024);
    private final Set<KeptText> tools = new LinkedHashSet<>();
    private final Set<KeptText> texts = new LinkedHashSet<>();
    private final Map<Purpose, ModelUse> use = new EnumMap<>(Purpose.class);
    private List<Message> last = List.of();
    private @Nullable Sampling sampling;
    private int strings;
    private int calls;

    /** @param rollout empty outside of attempts: then no call shares messages with the one before */
    LlmBlock(String rollout, ToolSets toolSets, OpeningTexts openings) {
        this.rollout = rollout;
        this.toolSets = toolSets;
        this.openings = openings;
    }

    void add(LlmLog.Entry entry) {
        text.write(calls == 0 ? '[' : ',');
        calls++;
        try (JsonGenerator out = JSON.createGenerator(text)) {
            write(entry, out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        use.merge(entry.prompt().occasion().purpose(), use(entry), LlmBlock::sum);
    }

    private void write(LlmLog.Entry entry, JsonGenerator out) throws IOException {
        Prompt prompt = entry.prompt();
        int shared = rollout.isEmpty() ? 0 : shared(last, prompt.messages());
        last = prompt.messages();
        out.writeStartArray();
        out.writeNumber(prompt.occasion().number());
        write(prompt.occasion().purpose().label(), out);
        write(entry.model(), out);
        write(prompt.sampling(), out);
        out.writeNumber(shared);
        out.writeStartArray();
        for (Message message : last.subList(shared, last.size())) {
            write(message, out);
        }
        out.writeEndArray();
        KeptText offered = toolSets.of(prompt.tools());
        if (!offered.equals(KeptText.NONE)) {
            tools.add(offered);
        }
        write(offered.fingerprint(), out);
        if (entry.answer().isPresent()) {
            write(entry.answer().get(), out);
        } else {
            write(entry.failure(), out);
        }
        out.writeNumber(entry.dollars());
        out.writeNumber(entry.latency().toMillis());
        out.writeEndArray();
    }

    private void write(Sampling now, JsonGenerator out) throws IOException {
        if (now.equals(sampling)) {
            out.writeNull();
        } else {
            out.writeRawValue(PromptJson.sampling(now).toString());
            sampling = now;
        }
    }

    private void write(Message message, JsonGenerator out) throws IOException {
        out.writeStartArray();
        write(message.role().name(), out);
        switch (message.role()) {
            case SYSTEM, USER -> writeOpening(message.text(), out);
            case ASSISTANT -> {
                write(message.text(), out);
                write(message.requests(), out);
            }
            case TOOL -> {
                write(message.text(), out);
                write(message.callId(), out);
                write(message.tool(), out);
            }
        }
        out.writeEndArray();
    }

    private void write(Completion answer, JsonGenerator out) throws IOException {
        out.writeStartArray();
        write(answer.finish().name(), out);
        write(answer.text(), out);
        out.writeNumber(answer.usage().prompt());
        out.writeNumber(answer.usage().completion());
        write(answer.requests(), out);
        out.writeEndArray();
    }

    private void write(List<ToolRequest> requests, JsonGenerator out) throws IOException {
        for (ToolRequest request : requests) {
            out.writeStartArray();
            write(request.id(), out);
            write(request.call().tool(), out);
            write(request.unread(), out);
            for (Map.Entry<String, String> argument : request.call().arguments().entrySet()) {
                write(argument.getKey(), out);
                write(argument.getValue(), out);
            }
            out.writeEndArray();
        }
    }

    private void writeOpening(String words, JsonGenerator out) throws IOException {
        Optional<KeptText> kept = places.containsKey(words) ? Optional.empty() : openings.of(words);
        if (kept.isEmpty()) {
            write(words, out);
            return;
        }
        places.put(words, strings++);
        texts.add(kept.get());
        out.writeStartArray();
        out.writeString(kept.get().fingerprint());
        out.writeEndArray();
    }

    private void write(String words, JsonGenerator out) throws IOException {
        Integer place = words.isEmpty() ? null : places.putIfAbsent(words, strings);
        if (place == null) {
            strings += words.isEmpty() ? 0 : 1;
            out.writeString(words);
        } else {
            out.writeNumber(place);
        }
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

    /** Lets go of the prompts: a call that is told later is written as if it were the first. */
    void forget() {
        places.clear();
        last = List.of();
    }

    /** The calls as JSON that UTF-8 can say. */
    String text() {
        return ExactJson.encodable(text + "]");
    }

    /** About how many characters the text has by now. */
    int length() {
        return text.getBuffer().length();
    }

    /** How many calls were told by now. */
    int calls() {
        return calls;
    }

    /** Empty outside of attempts. */
    String rollout() {
        return rollout;
    }

    /** The sets of tools that the calls name. */
    Set<KeptText> tools() {
        return tools;
    }

    /** The texts that the calls name. */
    Set<KeptText> texts() {
        return texts;
    }

    Map<Purpose, ModelUse> use() {
        return use;
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
}
