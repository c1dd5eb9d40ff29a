package org.tapelearn.cli.live;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.function.Supplier;
import org.tapelearn.cli.text.Layout;
import org.tapelearn.cli.text.SafeText;

/** One line for each phase of each round, and for each message. */
public final class PlainLines implements Display {
    private final PrintWriter out;
    private final Pace pace;
    private final Supplier<Spending> spending;
    private String latest = "";

    public PlainLines(PrintWriter out, Clock clock) {
        this(out, clock, () -> Spending.NONE);
    }

    /** Lines that also say what a language model took. */
    public PlainLines(PrintWriter out, Clock clock, Supplier<Spending> spending) {
        this.spending = spending;
        this.out = out;
        this.pace = new Pace(clock);
    }

    @Override
    public synchronized void on(Progress progress) {
        pace.see(progress);
        if (!progress.message().isEmpty()) {
            Layout.wrap(SafeText.oneLine(progress.message()), "", "  ").forEach(out::println);
        }
        String place = progress.round() + " " + progress.phase();
        if (!place.equals(latest) && !progress.phase().equals("done")) {
            latest = place;
            out.println(LiveLine.line(progress, pace, spending.get()));
        }
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
