package org.tapelearn.cli.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.function.Supplier;

/** One JSON object a line: {@code {"event": "progress", ...}}. */
public final class JsonLines implements Display {
    private final PrintWriter out;
    private final Pace pace;
    private final Supplier<Spending> spending;

    public JsonLines(PrintWriter out, Clock clock) {
        this(out, clock, () -> Spending.NONE);
    }

    /** Lines that also say what a language model took. */
    public JsonLines(PrintWriter out, Clock clock, Supplier<Spending> spending) {
        this.spending = spending;
        this.out = out;
        this.pace = new Pace(clock);
    }

    @Override
    public synchronized void on(Progress progress) {
        pace.see(progress);
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("event", "progress");
        event.put("session", progress.session());
        event.put("round", progress.round());
        event.put("rounds", progress.rounds());
        event.put("phase", progress.phase());
        event.put("rollouts_done", progress.rolloutsDone());
        event.put("rollouts_planned", progress.rolloutsPlanned());
        if (LiveLine.isKnown(progress)) {
            event.put("success_rate", progress.success());
            event.putArray("interval").add(progress.low()).add(progress.high());
        }
        event.put("elapsed_seconds", pace.elapsed().toMillis() / 1000.0);
        pace.left(progress).ifPresent(time -> event.put("left_seconds", time.toMillis() / 1000.0));
        Spending spent = spending.get();
        if (!spent.equals(Spending.NONE)) {
            event.put("tokens", spent.tokens()).put("dollars", spent.dollars());
        }
        event.put("message", progress.message());
        out.println(event);
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
