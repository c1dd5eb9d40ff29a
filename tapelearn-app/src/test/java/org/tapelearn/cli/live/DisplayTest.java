package org.tapelearn.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.tapelearn.learn.LearningListener.Progress;

class DisplayTest {
    private final StringWriter shown = new StringWriter();
    private final PrintWriter out = new PrintWriter(shown);
    private final SteppedClock clock = new SteppedClock();

    private static Progress progress(int round, String phase, long done, String message) {
        return new Progress("s", round, 10, phase, done, 6000, 0.452, 0.401, 0.503, message);
    }

    @Test
    void drawsOneLineOverAndOver() {
        try (LiveLine line = new LiveLine(out, clock, false)) {
            line.on(progress(3, "explore", 0, ""));
            clock.step(Duration.ofSeconds(60));
            line.on(progress(3, "explore", 1000, ""));
        }

        assertThat(shown.toString())
                .doesNotContain("\n")
                .endsWith("\r\u001b[2K")
                .contains("round 3/10 explore 1000/6000 · success 45 % [40, 50] · 1:00 · at most 5:00 left");
    }

    @Test
    void drawsAtMostTenTimesASecondButShowsEachMessageAndPhase() {
        LiveLine line = new LiveLine(out, clock, false);
        for (int i = 0; i < 1000; i++) {
            line.on(progress(1, "explore", i, ""));
        }
        line.on(progress(1, "gate", 1000, "Round 1: v1 accepted"));

        assertThat(shown.toString().split("\\[2K")).hasSizeLessThan(6);
        assertThat(shown.toString()).contains("Round 1: v1 accepted\n").contains("1/10 gate");
    }

    @Test
    void letsTheTimeGoOnBetweenTwoSteps() {
        LiveLine line = new LiveLine(out, clock, false);
        line.draw();
        assertThat(shown.toString()).isEmpty();
        line.on(progress(1, "explore", 0, ""));
        clock.step(Duration.ofSeconds(7));
        line.draw();

        assertThat(shown.toString()).endsWith("success 45 % [40, 50] · 0:07");
    }

    @Test
    void usesColoursOnlyWhenAsked() {
        new LiveLine(out, clock, false).on(progress(1, "explore", 1, ""));
        assertThat(shown.toString()).doesNotContain("\u001b[1m");
        new LiveLine(out, clock, true).on(progress(1, "explore", 1, ""));
        assertThat(shown.toString()).contains("\u001b[1m");
    }

    @Test
    void obeysNothingInMessages() {
        new LiveLine(out, clock, false).on(progress(1, "explore", 1, "x\u001b]0;title\u0007"));

        assertThat(shown.toString()).contains("x\\u001b]0;title\\u0007");
    }

    @Property(tries = 300)
    void fitsEightyColumns(
            @ForAll @IntRange(min = 0, max = 99_999) int round,
            @ForAll @LongRange(min = 0, max = 99_999_999_999L) long done,
            @ForAll @DoubleRange(min = 0, max = 1) double rate) {
        Progress progress = new Progress("s", round, 99_999, "generate", done, 99_999_999_999L, rate, 0.001, 1, "");

        assertThat(LiveLine.line(progress, new Pace(new SteppedClock())).length())
                .isLessThan(80);
    }

    @Test
    void printsPlainLinesOnceAPhase() {
        PlainLines lines = new PlainLines(out, clock);
        lines.on(progress(1, "explore", 1, ""));
        lines.on(progress(1, "explore", 2, ""));
        lines.on(progress(1, "gate", 3, "v1 accepted"));
        lines.on(progress(2, "explore", 4, ""));

        List<String> printed = shown.toString().lines().toList();
        assertThat(printed).hasSize(4);
        assertThat(printed.get(1)).isEqualTo("v1 accepted");
        assertThat(shown.toString()).doesNotContain("\u001b").doesNotContain("\r");
    }

    @Test
    void printsOneJsonObjectALine() throws IOException {
        JsonLines lines = new JsonLines(out, clock);
        lines.on(progress(1, "explore", 0, ""));
        lines.on(new Progress("s", 1, 10, "test", 5, 10, Double.NaN, 0, 0, "two\nlines"));

        List<String> printed = shown.toString().lines().toList();
        assertThat(printed).hasSize(2);
        JsonNode first = new ObjectMapper().readTree(printed.get(0));
        assertThat(first.path("event").asText()).isEqualTo("progress");
        assertThat(first.path("rollouts_planned").asLong()).isEqualTo(6000);
        assertThat(first.path("interval").size()).isEqualTo(2);
        JsonNode second = new ObjectMapper().readTree(printed.get(1));
        assertThat(second.has("success_rate")).isFalse();
        assertThat(second.path("message").asText()).isEqualTo("two\nlines");
    }

    /** A clock that stands still until it is moved. */
    private static final class SteppedClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void step(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
