package org.tapelearn.langchain4j;

import dev.langchain4j.exception.HttpException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A server's answer that is none: its status, its words, and how long it asks to wait. */
final class Refusal extends HttpException {
    private static final long serialVersionUID = 1L;
    private static final Pattern DELAY_IN_BODY = Pattern.compile("\"retryDelay\"\\s*:\\s*\"(\\d+(?:\\.\\d+)?)s\"");

    private final @Nullable Duration wait;

    Refusal(int status, String body, Optional<Duration> wait) {
        super(status, body);
        this.wait = wait.orElse(null);
    }

    Optional<Duration> pause() {
        return Optional.ofNullable(wait);
    }

    /** Reads how long a server asks to wait, from its headers (seconds, milliseconds or a date) or from Gemini's answer. */
    static Optional<Duration> pause(String retryAfter, String retryAfterMillis, String body, Clock clock) {
        if (retryAfterMillis.matches("\\d{1,12}")) {
            return Optional.of(Duration.ofMillis(Long.parseLong(retryAfterMillis)));
        }
        if (retryAfter.matches("\\d{1,9}(\\.\\d+)?")) {
            return Optional.of(seconds(retryAfter));
        }
        if (!retryAfter.isEmpty()) {
            try {
                Instant until = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                Duration wait = Duration.between(clock.instant(), until);
                return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
            } catch (DateTimeException unreadable) {
                return Optional.empty();
            }
        }
        Matcher delay = DELAY_IN_BODY.matcher(body);
        return delay.find() ? Optional.of(seconds(delay.group(1))) : Optional.empty();
    }

    private static Duration seconds(String decimal) {
        return Duration.ofMillis((long) Math.ceil(Double.parseDouble(decimal) * 1000));
    }
}
