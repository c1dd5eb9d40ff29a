package org.tapelearn.langchain4j;

import java.time.Duration;

/**
 * How long a call of a model may take.
 *
 * @param connect until the connection stands
 * @param idle between two pieces of an answer that has begun
 * @param total until the answer is whole
 */
public record Deadlines(Duration connect, Duration idle, Duration total) {
    public static final Deadlines DEFAULT =
            new Deadlines(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofMinutes(5));

    public Deadlines {
        for (Duration each : new Duration[] {connect, idle, total}) {
            if (!each.isPositive()) {
                throw new IllegalArgumentException(
                        "A deadline is longer than nothing, but this one is (%s).".formatted(each));
            }
        }
    }
}
