package org.tapelearn.learn.contrast;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentFault;
import org.tapelearn.environment.Transition;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.run.End;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.TapedEpisode;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;

/**
 * Makes an attempt fit to imitate: leaves out every call without which a replay is worth as much. What is left of a success
 * is a success, checked again; what is left of an unfinished attempt are the calls that earned its partial credit.
 */
final class Shortener {
    private final Environment environment;
    private final Evaluator evaluator;

    private final int most;

    /** @param most calls of an attempt from which calls are left out; a longer one is only cut at its end */
    Shortener(Environment environment, Evaluator evaluator, int most) {
        this.most = most;
        this.environment = environment;
        this.evaluator = evaluator;
    }

    /** Returns the attempt without calls that it did not need; itself where it needed all, or where the environment broke. */
    Judged shorten(Judged attempt) {
        try {
            return shortened(attempt);
        } catch (EnvironmentFault fault) {
            return attempt;
        }
    }

    private Judged shortened(Judged attempt) {
        Judged shortest = attempt.success() ? attempt : untilEarned(attempt);
        if (shortest.length() > most) {
            return shortest;
        }
        for (int i = shortest.length() - 1; i >= 0; i--) {
            Optional<Judged> shorter = without(shortest, i).filter(replayed -> asGood(replayed, attempt));
            shortest = shorter.orElse(shortest);
        }
        return shortest;
    }

    private static boolean asGood(Judged replayed, Judged attempt) {
        return replayed.reward() >= attempt.reward() - 1e-9
                && replayed.success() == attempt.success()
                && (replayed.grounded() || !attempt.grounded());
    }

    /** Makes an attempt's calls once more, and judges what they come to. */
    Judged replay(Judged attempt) {
        return replay(attempt, attempt.rollout().tape().actions());
    }

    /** Makes calls in an attempt's place, and judges what they come to. */
    Judged replay(Judged attempt, List<Step.Action> actions) {
        try (TapedEpisode episode = open(attempt)) {
            actions.forEach(episode::step);
            return judge(attempt, episode);
        }
    }

    /** The shortest prefix that earns as much as the whole. */
    private Judged untilEarned(Judged attempt) {
        try (TapedEpisode episode = open(attempt)) {
            for (Step.Action action : attempt.rollout().tape().actions()) {
                episode.step(action);
                Judged prefix = judge(attempt, episode);
                if (prefix.reward() >= attempt.reward() - 1e-9) {
                    return prefix;
                }
            }
        }
        return attempt;
    }

    /**
     * Replays an attempt without one of its calls. Names that the later answers would have brought up change with that, so
     * where an answer differs in a few words only, later calls say the new words for the old. Empty when a later call would
     * no longer be listed as sensible: the policy could not choose it.
     */
    private Optional<Judged> without(Judged attempt, int left) {
        List<Step.Action> actions = attempt.rollout().tape().actions();
        List<String> answers = answers(attempt.rollout().tape());
        Map<String, String> renamed = new HashMap<>();
        try (TapedEpisode episode = open(attempt)) {
            for (int i = 0; i < actions.size(); i++) {
                if (i != left) {
                    ToolCall call = rename(actions.get(i).call(), renamed);
                    if (i > left && !episode.actions().contains(call)) {
                        return Optional.empty();
                    }
                    Transition transition =
                            episode.step(new Step.Action(actions.get(i).metadata(), call));
                    compare(answers.get(i), transition.observation(), renamed);
                }
            }
            return Optional.of(judge(attempt, episode));
        }
    }

    private static void compare(String before, String after, Map<String, String> renamed) {
        if (before.equals(after)) {
            return;
        }
        String[] old = before.split("\\s+");
        String[] now = after.split("\\s+");
        for (int i = 0; i < old.length && old.length == now.length; i++) {
            if (!old[i].equals(now[i])) {
                renamed.put(old[i], now[i]);
            }
        }
    }

    private static ToolCall rename(ToolCall call, Map<String, String> renamed) {
        if (renamed.isEmpty()) {
            return call;
        }
        Map<String, String> arguments = new LinkedHashMap<>();
        call.arguments().forEach((name, value) -> arguments.put(name, renamed.getOrDefault(value, value)));
        return new ToolCall(call.tool(), arguments);
    }

    /** The answer to each call. */
    private static List<String> answers(Tape tape) {
        List<String> answers = new ArrayList<>();
        boolean called = false;
        for (Step step : tape.steps()) {
            if (step instanceof Step.Observation observation && called) {
                answers.add(observation.content());
            }
            called |= step instanceof Step.Action;
        }
        return answers;
    }

    private TapedEpisode open(Judged attempt) {
        Rollout whole = attempt.rollout();
        String id = whole.key().id();
        TapeMetadata part =
                new TapeMetadata(id + "/shortened", id, whole.tape().metadata().author(), 0);
        return TapedEpisode.open(environment, attempt.task(), whole.key().worldSeed(), part);
    }

    private Judged judge(Judged attempt, TapedEpisode episode) {
        Rollout whole = attempt.rollout();
        Rollout part = new Rollout(
                whole.key(),
                whole.versionId(),
                episode.tape(),
                new End.Truncated("shortened"),
                episode.findings(),
                whole.recalled());
        return new Judged(attempt.task(), part, evaluator.evaluate(attempt.task(), part));
    }
}
