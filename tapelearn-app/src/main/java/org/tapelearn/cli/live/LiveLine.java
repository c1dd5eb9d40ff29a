package org.tapelearn.cli.live;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.text.Figures;
import org.tapelearn.cli.text.Layout;
import org.tapelearn.cli.text.SafeText;

/** One line at the bottom of a terminal, drawn over and over; messages scroll by above it. */
public final class LiveLine implements Display {
    private static final Duration BETWEEN_FRAMES = Duration.ofMillis(100);
    private static final String CLEAR = "\r\u001b[2K";
    private static final Set<String> ENDING = Set.of("test", "stopped", "done");
    private final PrintWriter out;
    private final Clock clock;
    private final Pace pace;
    private final Supplier<Spending> spending;
    private final boolean colour;
    private Instant drawn = Instant.MIN;
    private String phase = "";
    private @Nullable Progress latest;

    public LiveLine(PrintWriter out, Clock clock, boolean colour) {
        this(out, clock, colour, () -> Spending.NONE);
    }

    /** A line that also says what a language model took, in the place of the time that is left. */
    public LiveLine(PrintWriter out, Clock clock, boolean colour, Supplier<Spending> spending) {
        this.spending = spending;
        this.out = out;
        this.clock = clock;
        this.pace = new Pace(clock);
        this.colour = colour;
    }

    @Override
    public synchronized void on(Progress progress) {
        pace.see(progress);
        if (!progress.message().isEmpty()) {
            out.print(CLEAR);
            Layout.wrap(SafeText.oneLine(progress.message()), "", "  ").forEach(out::println);
        }
        Instant now = clock.instant();
        boolean due = drawn.equals(Instant.MIN) || !now.isBefore(drawn.plus(BETWEEN_FRAMES));
        if (due || !progress.message().isEmpty() || !progress.phase().equals(phase)) {
            latest = progress;
            phase = progress.phase();
            draw();
        }
    }

    /** Draws the line again, so that the time goes on where nothing else does. */
    public synchronized void draw() {
        if (latest != null) {
            drawn = clock.instant();
            String line = line(latest, pace, spending.get());
            out.print(CLEAR + (colour ? coloured(line) : line));
            out.flush();
        }
    }

    /** At most 79 columns, so that no terminal of 80 breaks it. */
    static String line(Progress progress, Pace pace) {
        return line(progress, pace, Spending.NONE);
    }

    static String line(Progress progress, Pace pace, Spending spending) {
        if (!spending.text().isEmpty()) {
            return line(progress, pace, " · " + spending.text());
        }
        String left = ENDING.contains(progress.phase())
                ? ""
                : pace.left(progress)
                        .map(time -> " · at most " + Figures.time(time) + " left")
                        .orElse("");
        return line(progress, pace, left);
    }

    private static String line(Progress progress, Pace pace, String left) {
        String success = isKnown(progress)
                ? " · success %.0f %% [%.0f, %.0f]"
                        .formatted(100 * progress.success(), 100 * progress.low(), 100 * progress.high())
                : "";
        String head = "%d/%d %s %d/%d"
                .formatted(
                        progress.round(),
                        progress.rounds(),
                        SafeText.cut(progress.phase(), 10),
                        progress.rolloutsDone(),
                        progress.rolloutsPlanned());
        String line = "round " + head + success + " · " + Figures.time(pace.elapsed()) + left;
        if (line.length() >= Layout.WIDTH) {
            line = line.replace("success ", "").replace("at most ", "≤");
        }
        return line.length() < Layout.WIDTH ? line : SafeText.cut(line, Layout.WIDTH - 1);
    }

    /** Tells whether anything has been tried that the success could be about. */
    static boolean isKnown(Progress progress) {
        return Double.isFinite(progress.success()) && progress.high() - progress.low() < 1;
    }

    private static String coloured(String line) {
        int dot = line.indexOf(" · ");
        return dot < 0 ? line : "\u001b[1m" + line.substring(0, dot) + "\u001b[0m" + line.substring(dot);
    }

    @Override
    public synchronized void close() {
        latest = null;
        out.print(CLEAR);
        out.flush();
    }
}
