package org.tapelearn.langchain4j;

import java.time.Duration;

/**
 * How a model is asked so that what goes wrong on the way does no harm.
 *
 * @param retries tries after the first
 * @param firstPause before the first of them; each later one is twice as long, and up to half of each is left to chance
 * @param longestPause the longest pause of one's own; a server's wish to wait is granted up to {@code patience}
 * @param patience a server that asks to wait longer than this refuses
 * @param concurrency calls under way at once
 * @param requestsPerMinute 0 for no limit
 * @param tokensPerMinute 0 for no limit
 * @param failuresInARow after so many, nobody asks for a while
 * @param rest how long nobody asks
 */
public record Robustness(
        int retries,
        Duration firstPause,
        Duration longestPause,
        Duration patience,
        int concurrency,
        int requestsPerMinute,
        long tokensPerMinute,
        int failuresInARow,
        Duration rest) {
    public static final Robustness DEFAULT = new Robustness(
            8,
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofMinutes(15),
            16,
            0,
            0,
            20,
            Duration.ofSeconds(15));

    public Robustness {
        if (retries < 0 || concurrency < 1 || requestsPerMinute < 0 || tokensPerMinute < 0 || failuresInARow < 1) {
            throw new IllegalArgumentException(
                    "Expected were 0 retries or more, 1 call at once or more, no negative limits and 1 failure in a row or more, but these are %d, %d, %d, %d and %d."
                            .formatted(retries, concurrency, requestsPerMinute, tokensPerMinute, failuresInARow));
        }
    }

    public Robustness withRetries(int other) {
        return new Robustness(
                other,
                firstPause,
                longestPause,
                patience,
                concurrency,
                requestsPerMinute,
                tokensPerMinute,
                failuresInARow,
                rest);
    }

    public Robustness withConcurrency(int other) {
        return new Robustness(
                retries,
                firstPause,
                longestPause,
                patience,
                other,
                requestsPerMinute,
                tokensPerMinute,
                failuresInARow,
                rest);
    }

    public Robustness withinAMinute(int requests, long tokens) {
        return new Robustness(
                retries, firstPause, longestPause, patience, concurrency, requests, tokens, failuresInARow, rest);
    }

    public Robustness restingAfter(int failures, Duration time) {
        return new Robustness(
                retries,
                firstPause,
                longestPause,
                patience,
                concurrency,
                requestsPerMinute,
                tokensPerMinute,
                failures,
                time);
    }
}
