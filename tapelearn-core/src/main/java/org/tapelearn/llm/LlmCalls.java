package org.tapelearn.llm;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What models were asked and answered, by the id that steps bear as {@code prompt_id}. Safe for use by several threads. */
public final class LlmCalls {
    /** Keeps nothing. */
    public static final LlmCalls NONE = new LlmCalls(false);

    private final boolean keeping;
    private final ConcurrentMap<String, LlmCall> calls = new ConcurrentHashMap<>();

    /** One prompt and its answer. */
    public record LlmCall(Prompt prompt, Completion completion) {}

    public LlmCalls() {
        this(true);
    }

    private LlmCalls(boolean keeping) {
        this.keeping = keeping;
    }

    public void keep(String promptId, Prompt prompt, Completion completion) {
        if (keeping) {
            calls.put(promptId, new LlmCall(prompt, completion));
        }
    }

    public Optional<LlmCall> find(String promptId) {
        return Optional.ofNullable(calls.get(promptId));
    }

    public int size() {
        return calls.size();
    }
}
