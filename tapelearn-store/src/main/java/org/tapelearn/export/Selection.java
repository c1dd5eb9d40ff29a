package org.tapelearn.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.task.Split;

/**
 * Which attempts are wanted.
 *
 * @param split whose tasks' attempts; the environment fixed it before anything was learned
 * @param wanted values by condition: one of each condition's must hold
 * @param minReward the least reward of an attempt that is to be learned from
 */
public record Selection(Split split, Map<String, Set<String>> wanted, double minReward) {
    private static final List<String> CONDITIONS = List.of("phase", "family", "outcome", "version", "min-reward");
    private static final int SHOWN = 20;
    private static final List<String> OUTCOMES = List.of("success", "partial", "failure");

    /** Attempts at training tasks, without further conditions. */
    public static final Selection TRAINING = new Selection(Split.TRAIN, Map.of(), 0);

    public Selection {
        wanted = Map.copyOf(wanted);
    }

    /** Reads conditions such as {@code phase=explore}. */
    public static Selection of(Split split, List<String> filters) {
        Map<String, Set<String>> wanted = new TreeMap<>();
        double minReward = 0;
        for (String filter : filters) {
            int equals = filter.indexOf('=');
            if (equals < 1 || equals == filter.length() - 1) {
                throw new PrerequisiteException(
                        "(--filter) expects a condition as (phase=explore), but found (%s).%nConditions: %s"
                                .formatted(filter, String.join(", ", CONDITIONS)));
            }
            String condition = filter.substring(0, equals);
            String value = filter.substring(equals + 1);
            require(condition, CONDITIONS, "(--filter) knows the conditions (%s), but not (%s).%s");
            if (condition.equals("min-reward")) {
                minReward = reward(value);
                continue;
            }
            if (condition.equals("phase")) {
                require(value, phases(), "(--filter phase) expects one of (%s), but found (%s).%s");
            } else if (condition.equals("outcome")) {
                require(value, OUTCOMES, "(--filter outcome) expects one of (%s), but found (%s).%s");
            }
            wanted.computeIfAbsent(condition, name -> new TreeSet<>()).add(value);
        }
        return new Selection(split, wanted, minReward);
    }

    private static List<String> phases() {
        return Arrays.stream(RolloutKey.Phase.values())
                .map(RolloutKey.Phase::label)
                .toList();
    }

    private static void require(String given, List<String> known, String message) {
        if (!known.contains(given)) {
            String some = String.join(", ", known.subList(0, Math.min(known.size(), SHOWN)));
            throw new PrerequisiteException(
                    message.formatted(known.size() > SHOWN ? some + " ..." : some, given, Nearest.hint(given, known)));
        }
    }

    private static double reward(String text) {
        try {
            double reward = Double.parseDouble(text);
            if (reward >= 0 && reward <= 1) {
                return reward;
            }
        } catch (NumberFormatException none) {
            // said below
        }
        throw new PrerequisiteException(
                "(--filter min-reward) expects a number from 0 to 1, but found (%s).".formatted(text));
    }

    /** Throws unless the families and versions asked for are among those that there are. */
    void requireKnown(Set<String> families, Set<String> versions) {
        for (String family : wanted.getOrDefault("family", Set.of())) {
            require(
                    family,
                    List.copyOf(families),
                    "(--filter family) expects a family of the session (%s), but found (%s).%s");
        }
        for (String version : wanted.getOrDefault("version", Set.of())) {
            require(
                    version,
                    List.copyOf(versions),
                    "(--filter version) expects a version of the session (%s), but found (%s).%s");
        }
    }

    /** Tells whether phase, family, version and reward are as wanted. */
    boolean takes(Judged attempt) {
        return holds("phase", attempt.rollout().key().phase().label())
                && holds("family", attempt.task().family())
                && holds("version", attempt.rollout().versionId())
                && attempt.reward() >= minReward;
    }

    boolean asksFor(String condition) {
        return wanted.containsKey(condition);
    }

    /** Tells whether the outcome is one of those wanted. */
    boolean takesOutcome(Judged attempt) {
        return holds("outcome", outcome(attempt));
    }

    static String outcome(Judged attempt) {
        return switch (attempt.evaluation()) {
            case Evaluation.Scored scored -> scored.outcome().name().toLowerCase(Locale.ROOT);
            case Evaluation.Unscored unscored -> "unscored";
            case Evaluation.Weak weak -> "unchecked";
        };
    }

    private boolean holds(String condition, String value) {
        Set<String> values = wanted.get(condition);
        return values == null || values.contains(value);
    }

    /** The conditions as they are given. */
    List<String> filters() {
        List<String> filters = new ArrayList<>();
        new TreeMap<>(wanted)
                .forEach((name, values) -> new TreeSet<>(values).forEach(value -> filters.add(name + "=" + value)));
        if (minReward > 0) {
            filters.add("min-reward=" + minReward);
        }
        return filters;
    }
}
