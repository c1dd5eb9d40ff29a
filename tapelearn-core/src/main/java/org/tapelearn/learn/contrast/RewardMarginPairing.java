package org.tapelearn.learn.contrast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.tapelearn.tape.ToolCall;

/**
 * Pairs the successes and failures of one task for the preference loss (ETO, ACL 2024, generalised from expert against own to
 * one's own attempts). Chosen are the success with the highest reward and fewest calls, and one success far from it;
 * against each stand the failure that shares most of its start (the sharpest contrast) and the one that shares least.
 * A failed tape is used once, so there are four pairs at most.
 *
 * @param margin the least difference of reward, above 0
 * @param partial where no attempt succeeded, the one with the highest reward, of these the one with the fewest calls, is chosen
 */
public record RewardMarginPairing(double margin, boolean partial) {
    /** Only grounded successes are chosen. */
    public RewardMarginPairing(double margin) {
        this(margin, false);
    }

    public RewardMarginPairing {
        if (!(margin > 0 && margin <= 1)) {
            throw new IllegalArgumentException(
                    "The margin of a pair must be above 0 and at most 1, but is %s.".formatted(margin));
        }
    }

    /**
     * Returns the pairs, in a fixed order; their weights add up to 1. Only grounded successes are chosen, where there are any; attempts that broke or
     * could not be judged are in no pair.
     *
     * @param attempts attempts at one task
     */
    public List<TrajectoryPair> pairs(List<Judged> attempts) {
        List<Judged> rejected = new ArrayList<>(attempts.stream()
                .filter(attempt -> attempt.scored() && !attempt.success())
                .toList());
        List<Contrast> contrasts = new ArrayList<>();
        Set<Contrast.Key> seen = new HashSet<>();
        List<Judged> successes = chosen(attempts);
        for (Judged better : successes.isEmpty() && partial ? best(rejected) : successes) {
            for (boolean closest : new boolean[] {true, false}) {
                opposite(better, rejected, seen, closest).ifPresent(contrast -> {
                    seen.add(contrast.key());
                    rejected.remove(contrast.worse());
                    contrasts.add(contrast);
                });
            }
        }
        double weight = 1.0 / contrasts.size();
        return contrasts.stream()
                .map(each -> new TrajectoryPair(each.better(), each.worse(), each.common(), weight))
                .toList();
    }

    private static List<Judged> best(List<Judged> failures) {
        return failures.stream()
                .max(Comparator.comparingDouble(Judged::reward)
                        .thenComparing(Comparator.comparingInt(Judged::length).reversed()))
                .stream()
                .toList();
    }

    private static List<Judged> chosen(List<Judged> attempts) {
        List<Judged> successes = attempts.stream()
                .filter(Judged::grounded)
                .sorted(Comparator.comparingDouble(Judged::reward).reversed().thenComparingInt(Judged::length))
                .toList();
        if (successes.size() < 2) {
            return successes;
        }
        Judged best = successes.getFirst();
        List<ToolCall> calls = normalised(best);
        Judged far = best;
        int farthest = 0;
        for (Judged other : successes) {
            int distance = distance(calls, normalised(other));
            if (distance > farthest) {
                far = other;
                farthest = distance;
            }
        }
        return farthest == 0 ? List.of(best) : List.of(best, far);
    }

    private Optional<Contrast> opposite(Judged better, List<Judged> rejected, Set<Contrast.Key> seen, boolean closest) {
        Comparator<Contrast> byCommon = Comparator.comparingInt(Contrast::common);
        return rejected.stream()
                .filter(worse -> better.reward() - worse.reward() >= margin)
                .map(worse -> new Contrast(better, worse))
                .filter(contrast -> !seen.contains(contrast.key()))
                .min(closest ? byCommon.reversed() : byCommon);
    }

    /** Two attempts with the number of turns that they share from their start. */
    private record Contrast(Judged better, Judged worse, int common) {
        Contrast(Judged better, Judged worse) {
            this(
                    better,
                    worse,
                    FirstDivergence.commonTurns(
                            better.rollout().tape(), worse.rollout().tape()));
        }

        Key key() {
            return new Key(normalised(better), normalised(worse));
        }

        /** What makes two pairs the same: both sequences of calls. */
        private record Key(List<ToolCall> better, List<ToolCall> worse) {}
    }

    /** The calls with arguments by name, in lower case and single blanks. */
    private static List<ToolCall> normalised(Judged attempt) {
        return attempt.rollout().tape().calls().stream()
                .map(call -> {
                    Map<String, String> arguments = new TreeMap<>();
                    call.arguments()
                            .forEach((name, value) -> arguments.put(
                                    name, value.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT)));
                    return new ToolCall(call.tool(), arguments);
                })
                .toList();
    }

    /** Counts the fewest insertions, deletions and replacements of calls that turn one sequence into the other. */
    static int distance(List<ToolCall> left, List<ToolCall> right) {
        int[] row = new int[right.size() + 1];
        for (int j = 0; j <= right.size(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.size(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.size(); j++) {
                int replaced = diagonal + (left.get(i - 1).equals(right.get(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.size()];
    }
}
