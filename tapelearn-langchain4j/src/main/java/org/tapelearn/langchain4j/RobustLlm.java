package org.tapelearn.langchain4j;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.LlmFailure;
import org.tapelearn.llm.LlmFailure.Kind;
import org.tapelearn.llm.Prompt;

/**
 * A model that is asked again where a failure may pass: after a pause that grows, or as long as the server asks. When it asks
 * for patience, all calls have it. Calls wait for their turn where there are limits; while the server is down, nobody asks for a while.
 * A model that streams tells its text again with each try.
 */
public final class RobustLlm implements Llm {
    private final Llm llm;
    private final Robustness robustness;
    private final Waiting waiting;
    private final long seed;
    private final RateLimits limits;
    private final Semaphore places;
    private final CircuitBreaker<Completion> breaker;
    private final PausingScheduler scheduler;

    /** The moment before which nobody asks, since the server wished so; the least number when it never did. */
    private final AtomicLong quietUntil = new AtomicLong(Long.MIN_VALUE);

    /** @param seed of what is left to chance in pauses */
    public RobustLlm(Llm llm, Robustness robustness, Waiting waiting, long seed) {
        this.llm = llm;
        this.robustness = robustness;
        this.waiting = waiting;
        this.seed = seed;
        this.limits = new RateLimits(robustness.requestsPerMinute(), robustness.tokensPerMinute(), waiting);
        this.places = new Semaphore(robustness.concurrency(), true);
        this.scheduler = new PausingScheduler(waiting);
        this.breaker = CircuitBreaker.<Completion>builder()
                .handleIf(failure ->
                        isPassing(failure) && ((LlmFailure) failure).pause().isEmpty())
                .withFailureThreshold(robustness.failuresInARow())
                .withDelay(robustness.rest())
                .build();
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
        RetryPolicy<Completion> retries = RetryPolicy.<Completion>builder()
                .handleIf(failure -> isPassing(failure) || failure instanceof CircuitBreakerOpenException)
                .withMaxRetries(robustness.retries())
                .withDelayFn(context -> pause(context, prompt))
                .build();
        CompletableFuture<Completion> answer =
                Failsafe.with(retries, breaker).with(scheduler).getAsync(() -> once(prompt, partial));
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            throw failure(failed.getCause());
        } catch (InterruptedException interrupted) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new LlmFailure("The call of model (%s) was interrupted.".formatted(name()), interrupted);
        }
    }

    private Completion once(Prompt prompt, Consumer<String> partial) throws InterruptedException {
        beQuiet();
        long planned = limits.await(prompt);
        places.acquire();
        try {
            beQuiet();
            Completion answer = llm.complete(prompt, partial);
            limits.settle(planned, answer.usage());
            return answer;
        } catch (LlmFailure failure) {
            throw patient(failure);
        } finally {
            places.release();
        }
    }

    private void beQuiet() throws InterruptedException {
        for (long until = quietUntil.get(); until != Long.MIN_VALUE; until = quietUntil.get()) {
            long left = until - waiting.nanos();
            if (left <= 0) {
                return;
            }
            waiting.sleep(Duration.ofNanos(left));
        }
    }

    /** Notes for all calls how long the server wants to be left alone; a wish that is too long is a refusal. */
    private LlmFailure patient(LlmFailure failure) {
        Optional<Duration> wish = failure.pause();
        if (wish.isEmpty()) {
            return failure;
        }
        if (wish.get().compareTo(robustness.patience()) > 0) {
            return new LlmFailure(
                    Kind.REFUSED_ACCESS,
                    "%s%nIt asks to wait for %d minutes: go on after that."
                            .formatted(failure.getMessage(), wish.get().toMinutes()),
                    failure);
        }
        long until = waiting.nanos() + wish.get().toNanos();
        quietUntil.accumulateAndGet(until, (old, next) -> old == Long.MIN_VALUE || next - old > 0 ? next : old);
        return failure;
    }

    private Duration pause(ExecutionContext<Completion> context, Prompt prompt) {
        if (context.getLastException() instanceof LlmFailure failure
                && failure.pause().isPresent()) {
            return failure.pause().get();
        }
        int tries = context.getAttemptCount();
        double grown = robustness.firstPause().toNanos() * Math.pow(2, Math.min(tries - 1, 40));
        long most = (long) Math.min(grown, robustness.longestPause().toNanos());
        long mix = 31
                        * (31 * (31 * seed + prompt.occasion().rollout().hashCode())
                                + prompt.occasion().number())
                + tries;
        return Duration.ofNanos((long) (most * (0.5 + 0.5 * new Random(mix).nextDouble())));
    }

    private static boolean isPassing(Throwable failure) {
        return failure instanceof LlmFailure known && known.isPassing();
    }

    private RuntimeException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case LlmFailure failure
            when failure.isPassing() ->
                new LlmFailure(
                        Kind.UNAVAILABLE,
                        "%s (tried %d times)".formatted(failure.getMessage(), robustness.retries() + 1),
                        failure);
            case CircuitBreakerOpenException open ->
                new LlmFailure(
                        "Model (%s) failed %d times in a row, and is left alone for a while."
                                .formatted(name(), robustness.failuresInARow()),
                        open);
            case RuntimeException other -> other;
            case null, default -> new IllegalStateException("Asking model (%s) failed.".formatted(name()), cause);
        };
    }
}
