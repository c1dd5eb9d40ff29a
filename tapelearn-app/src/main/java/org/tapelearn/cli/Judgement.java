package org.tapelearn.cli;

import java.util.Locale;
import org.tapelearn.cli.text.Figures;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.run.End;

/** How an attempt ended and was judged, on one line. */
final class Judgement {
    private Judgement() {}

    static String of(Judged attempt) {
        String verdict = switch (attempt.evaluation()) {
            case Evaluation.Scored scored ->
                "%s, reward %s%s"
                        .formatted(
                                scored.outcome().name().toLowerCase(Locale.ROOT),
                                Figures.decimal(scored.reward()),
                                scored.success() ? scored.grounded() ? ", grounded" : ", not grounded" : "");
            case Evaluation.Weak weak ->
                "judges say %s (weak: counts nowhere): %s"
                        .formatted(weak.passed() ? "done" : "not done", weak.reason());
            case Evaluation.Unscored unscored -> "unscored: " + unscored.reason();
        };
        return SafeText.oneLine(end(attempt.rollout().end()) + "; " + verdict);
    }

    static String end(End end) {
        return switch (end) {
            case End.Finished finished -> "finished";
            case End.Truncated truncated -> "stopped at " + truncated.limit();
            case End.Broken broken -> "broken: " + broken.cause();
        };
    }
}
