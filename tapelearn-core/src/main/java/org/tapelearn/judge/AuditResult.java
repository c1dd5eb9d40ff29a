package org.tapelearn.judge;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.tapelearn.metrics.Interval;

/**
 * How often judges were wrong.
 *
 * @param judges the fingerprint of model and prompts: other judges need an audit of their own
 * @param lines one for each kind of tape
 */
public record AuditResult(String model, String judges, List<Line> lines) {
    public AuditResult {
        lines = List.copyOf(lines);
    }

    /**
     * What the judges said of tapes of one kind.
     *
     * @param done what they should say
     */
    public record Line(String kind, boolean done, int passed, int failed, int undecided) {
        public int tapes() {
            return passed + failed + undecided;
        }

        /** Verdicts that are wrong; being undecided is none. */
        public int wrong() {
            return done ? failed : passed;
        }
    }

    /** A share with its 95 % interval. */
    public record Share(int some, int all) {
        public double rate() {
            return all == 0 ? 0 : (double) some / all;
        }

        public Interval interval() {
            return JudgeAudit.interval(some, all);
        }
    }

    /** Bad tapes that were passed, of all bad ones. */
    public Share falsePass() {
        return share(line -> !line.done(), Line::passed);
    }

    /** Good tapes that were failed, of all good ones. */
    public Share falseFail() {
        return share(Line::done, Line::failed);
    }

    /** Tapes without a verdict, of all. */
    public Share undecided() {
        return share(line -> true, Line::undecided);
    }

    private Share share(Predicate<Line> which, ToIntFunction<Line> some) {
        return new Share(
                lines.stream().filter(which).mapToInt(some).sum(),
                lines.stream().filter(which).mapToInt(Line::tapes).sum());
    }

    /** Tells whether the judges pass too many bad tapes, or were tried on too few to know: by the upper end of the interval. */
    public boolean exceeds(double mostFalsePass) {
        return falsePass().interval().high() > mostFalsePass;
    }

    /** The share of bad tapes that were passed, in words. */
    public String falsePassText() {
        Share share = falsePass();
        return String.format(
                Locale.ROOT,
                "passed %d of %d bad tapes, %.1f %% [%.1f, %.1f]",
                share.some(),
                share.all(),
                100 * share.rate(),
                100 * share.interval().low(),
                100 * share.interval().high());
    }
}
