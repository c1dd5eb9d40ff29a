package org.tapelearn.llm;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A model whose every call is told to a log. */
public final class LoggedLlm implements Llm {
    private final Llm llm;
    private final LlmLog log;
    private final Price price;
    private final LongSupplier nanos;

    /** @param nanos a clock of nanoseconds, for latencies */
    public LoggedLlm(Llm llm, LlmLog log, Price price, LongSupplier nanos) {
        this.llm = llm;
        this.log = log;
        this.price = price;
        this.nanos = nanos;
    }

    @Override
    public String name() {
        return llm.name();
    }

    @Override
    public Completion complete(Prompt prompt) {
        return complete(prompt, text -> {});
    }

    @Override
    public Completion complete(Prompt prompt, Consumer<String> partial) {
        long begin = nanos.getAsLong();
        try {
            Completion answer = llm.complete(prompt, partial);
            log.add(new LlmLog.Entry(
                    llm.name(), prompt, Optional.of(answer), "", price.of(answer.usage()), since(begin)));
            return answer;
        } catch (LlmFailure failure) {
            log.add(new LlmLog.Entry(
                    llm.name(),
                    prompt,
                    Optional.empty(),
                    "%s: %s".formatted(failure.kind(), failure.getMessage()),
                    0,
                    since(begin)));
            throw failure;
        }
    }

    private Duration since(long begin) {
        return Duration.ofNanos(nanos.getAsLong() - begin);
    }
}
