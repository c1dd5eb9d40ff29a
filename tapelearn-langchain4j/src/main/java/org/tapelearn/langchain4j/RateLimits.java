package org.tapelearn.langchain4j;

import io.github.bucket4j.BlockingStrategy;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.Usage;
import org.tapelearn.tool.ToolSpec;

/**
 * Holds calls back so that no more than so many go out in any minute, one after the other in even distances, since providers count
 * shorter times than a minute too; and no more than so many tokens in the mean: what a quiet minute leaves may go at once.
 */
final class RateLimits {
    /** A rough size, for planning ahead; what a call really took is put right afterwards. */
    private static final int BYTES_A_TOKEN = 4;

    private final @Nullable Bucket requests;
    private final @Nullable Bucket tokens;
    private final long tokensPerMinute;
    private final BlockingStrategy waiting;

    /** @param requestsPerMinute and tokens: 0 for no limit */
    RateLimits(int requestsPerMinute, long tokensPerMinute, Waiting waiting) {
        this.requests = requestsPerMinute == 0 ? null : bucket(1, requestsPerMinute, waiting);
        this.tokens = tokensPerMinute == 0 ? null : bucket(tokensPerMinute, tokensPerMinute, waiting);
        this.tokensPerMinute = tokensPerMinute;
        this.waiting = nanos -> waiting.sleep(Duration.ofNanos(nanos));
    }

    private static Bucket bucket(long atOnce, long aMinute, Waiting waiting) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(atOnce).refillGreedy(aMinute, Duration.ofMinutes(1)))
                .withCustomTimePrecision(new TimeMeter() {
                    @Override
                    public long currentTimeNanos() {
                        return waiting.nanos();
                    }

                    @Override
                    public boolean isWallClockBased() {
                        return false;
                    }
                })
                .build();
    }

    /** Waits for a call's turn; returns the tokens that it was taken to need. */
    long await(Prompt prompt) throws InterruptedException {
        if (requests != null) {
            requests.asBlocking().consume(1, waiting);
        }
        if (tokens == null) {
            return 0;
        }
        long planned = Math.clamp(size(prompt), 1, tokensPerMinute);
        tokens.asBlocking().consume(planned, waiting);
        return planned;
    }

    /** Puts right what a call was taken to need by what it took. */
    void settle(long planned, Usage taken) {
        if (tokens == null || taken.equals(Usage.NONE)) {
            return;
        }
        if (taken.total() > planned) {
            tokens.consumeIgnoringRateLimits(taken.total() - planned);
        } else if (taken.total() < planned) {
            tokens.addTokens(planned - taken.total());
        }
    }

    private static long size(Prompt prompt) {
        long bytes = 0;
        for (Message message : prompt.messages()) {
            bytes += message.text().length() + 16L;
        }
        for (ToolSpec tool : prompt.tools()) {
            bytes += tool.description().length() + tool.schema().toString().length();
        }
        return bytes / BYTES_A_TOKEN + prompt.sampling().maxTokens().orElse(0) / 2;
    }
}
