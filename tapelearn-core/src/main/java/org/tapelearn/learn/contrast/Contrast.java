package org.tapelearn.learn.contrast;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.ToolCall;

/**
 * Says how the two attempts of a pair differ: where they part, and from there on call against call, aligned so that as many as
 * possible use the same tool (longest common subsequence of tools).
 */
final class Contrast {
    private final TrajectoryPair pair;
    private final List<Turn> better;
    private final List<Turn> worse;

    /** A call, what answered it, and whether that was an error. */
    private record Turn(ToolCall call, String answer, boolean error) {}

    private record Aligned(int call, Optional<Turn> better, Optional<Turn> worse) {}

    Contrast(TrajectoryPair pair) {
        this.pair = pair;
        this.better = turns(pair.better().rollout().tape());
        this.worse = turns(pair.worse().rollout().tape());
    }

    private static List<Turn> turns(Tape tape) {
        List<Turn> turns = new ArrayList<>();
        for (Step step : tape.steps()) {
            if (step instanceof Step.Action action) {
                turns.add(new Turn(action.call(), "", false));
            } else if (step instanceof Step.Observation observation && !turns.isEmpty()) {
                turns.add(new Turn(turns.removeLast().call(), observation.content(), observation.error()));
            }
        }
        return turns;
    }

    List<ContrastPoint> points() {
        List<ContrastPoint> points = new ArrayList<>();
        int start = Math.min(pair.divergence(), Math.min(better.size(), worse.size()));
        points.add(new ContrastPoint(
                ContrastPoint.Kind.FIRST_DIVERGENCE, pair.divergence(), call(better, start), call(worse, start)));
        for (Aligned aligned : align(start)) {
            point(aligned).ifPresent(points::add);
        }
        recovery().ifPresent(points::add);
        return points;
    }

    private static String call(List<Turn> turns, int at) {
        return at < turns.size() ? turns.get(at).call().toString() : "";
    }

    private static Optional<ContrastPoint> point(Aligned aligned) {
        Optional<ToolCall> one = aligned.better().map(Turn::call);
        Optional<ToolCall> other = aligned.worse().map(Turn::call);
        if (one.isEmpty()
                || other.isEmpty()
                || !one.get().tool().equals(other.get().tool())) {
            return Optional.of(new ContrastPoint(
                    ContrastPoint.Kind.TOOL,
                    aligned.call(),
                    one.map(ToolCall::tool).orElse(""),
                    other.map(ToolCall::tool).orElse("")));
        }
        if (!one.equals(other)) {
            return Optional.of(new ContrastPoint(
                    ContrastPoint.Kind.ARGUMENT,
                    aligned.call(),
                    one.get().arguments().toString(),
                    other.get().arguments().toString()));
        }
        String seen = aligned.better().map(Turn::answer).orElse("");
        String otherwise = aligned.worse().map(Turn::answer).orElse("");
        return seen.equals(otherwise)
                ? Optional.empty()
                : Optional.of(new ContrastPoint(ContrastPoint.Kind.OBSERVATION, aligned.call(), seen, otherwise));
    }

    /** What each did next after its first error, where both met one or only the worse did. */
    private Optional<ContrastPoint> recovery() {
        int ours = firstError(better);
        int theirs = firstError(worse);
        String after = ours < better.size() ? call(better, ours + 1) : "";
        String wrong = theirs < worse.size() ? call(worse, theirs + 1) : "";
        return theirs == worse.size() || after.equals(wrong)
                ? Optional.empty()
                : Optional.of(
                        new ContrastPoint(ContrastPoint.Kind.RECOVERY, Math.min(ours, better.size()), after, wrong));
    }

    private static int firstError(List<Turn> turns) {
        for (int i = 0; i < turns.size(); i++) {
            if (turns.get(i).error()) {
                return i;
            }
        }
        return turns.size();
    }

    private List<Aligned> align(int start) {
        int[][] common = new int[better.size() + 1][worse.size() + 1];
        for (int i = better.size() - 1; i >= start; i--) {
            for (int j = worse.size() - 1; j >= start; j--) {
                common[i][j] = sameTool(i, j) ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<Aligned> aligned = new ArrayList<>();
        int i = start;
        int j = start;
        while (i < better.size() || j < worse.size()) {
            if (i < better.size() && j < worse.size() && sameTool(i, j)) {
                aligned.add(new Aligned(i, Optional.of(better.get(i++)), Optional.of(worse.get(j++))));
            } else if (j == worse.size() || (i < better.size() && common[i + 1][j] >= common[i][j + 1])) {
                aligned.add(new Aligned(i, Optional.of(better.get(i++)), Optional.empty()));
            } else {
                aligned.add(new Aligned(i, Optional.empty(), Optional.of(worse.get(j++))));
            }
        }
        return aligned;
    }

    private boolean sameTool(int i, int j) {
        return better.get(i).call().tool().equals(worse.get(j).call().tool());
    }

    /** One sentence for each kind of difference, about the first of its kind. */
    List<String> insights() {
        List<String> insights = new ArrayList<>();
        Set<ContrastPoint.Kind> said = new LinkedHashSet<>();
        for (ContrastPoint point : points()) {
            if (said.add(point.kind())) {
                insights.add(sentence(point));
            }
        }
        return insights;
    }

    private static String sentence(ContrastPoint point) {
        String one = point.better().isEmpty() ? "nothing" : point.better();
        String other = point.worse().isEmpty() ? "nothing" : point.worse();
        return switch (point.kind()) {
            case FIRST_DIVERGENCE ->
                "They part at call %d: %s did better than %s.".formatted(point.call() + 1, one, other);
            case TOOL -> "At call %d use %s, where the other used %s.".formatted(point.call() + 1, one, other);
            case ARGUMENT -> "At call %d give %s, not %s.".formatted(point.call() + 1, one, other);
            case OBSERVATION ->
                "Call %d was answered differently: (%s) and (%s).".formatted(point.call() + 1, one, other);
            case RECOVERY -> "After an error, %s did better than %s.".formatted(one, other);
        };
    }
}
