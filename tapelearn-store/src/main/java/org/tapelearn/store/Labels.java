package org.tapelearn.store;

import java.util.Locale;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.run.End;

/** How closed choices are written in columns. */
final class Labels {
    private Labels() {}

    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> E read(Class<E> type, String label) {
        return Enum.valueOf(type, label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    static String outcome(Evaluation evaluation) {
        return switch (evaluation) {
            case Evaluation.Scored scored -> of(scored.outcome());
            case Evaluation.Weak weak -> "unscored";
            case Evaluation.Unscored unscored -> "unscored";
        };
    }

    static String ending(End end) {
        return switch (end) {
            case End.Finished finished -> "finished";
            case End.Truncated truncated -> "truncated";
            case End.Broken broken -> "broken";
        };
    }

    static String cause(End end) {
        return switch (end) {
            case End.Finished finished -> "";
            case End.Truncated truncated -> truncated.limit();
            case End.Broken broken -> broken.cause();
        };
    }

    static End end(String ending, String cause) {
        return switch (ending) {
            case "finished" -> new End.Finished();
            case "truncated" -> new End.Truncated(cause);
            case "broken" -> new End.Broken(cause);
            default -> throw new IllegalStateException("The store holds an unknown ending: " + ending);
        };
    }
}
