package org.tapelearn.learn.contrast;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentFault;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.run.End;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.Runner;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Finding;

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
        return replay(attempt, attempt.rollout().tape().calls());
    }

    /** Makes calls in an attempt's place, and judges what they come to. */
    Judged replay(Judged attempt, List<ToolCall> calls) {
        try (Episode episode =
                environment.open(attempt.task(), attempt.rollout().key().worldSeed())) {
            Tape tape = start(attempt, episode);
            for (ToolCall call : calls) {
                tape = Runner.record(tape, author(attempt), call, episode.step(call));
            }
            return judge(attempt, tape, episode);
        }
    }

    /** The shortest prefix that earns as much as the whole. */
    private Judged untilEarned(Judged attempt) {
        List<ToolCall> calls = attempt.rollout().tape().calls();
        try (Episode episode =
                environment.open(attempt.task(), attempt.rollout().key().worldSeed())) {
            Tape tape = start(attempt, episode);
            for (ToolCall call : calls) {
                tape = Runner.record(tape, author(attempt), call, episode.step(call));
                Judged prefix = judge(attempt, tape, episode);
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
        List<ToolCall> calls = attempt.rollout().tape().calls();
        List<String> answers = answers(attempt.rollout().tape());
        Map<String, String> renamed = new HashMap<>();
        try (Episode episode =
                environment.open(attempt.task(), attempt.rollout().key().worldSeed())) {
            Tape tape = start(attempt, episode);
            for (int i = 0; i < calls.size(); i++) {
                if (i != left) {
                    ToolCall call = rename(calls.get(i), renamed);
                    if (i > left && !episode.actions().contains(call)) {
                        return Optional.empty();
                    }
                    Transition transition = episode.step(call);
                    tape = Runner.record(tape, author(attempt), call, transition);
                    compare(answers.get(i), transition.observation(), renamed);
                }
            }
            return Optional.of(judge(attempt, tape, episode));
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

    private static String author(Judged attempt) {
        return attempt.rollout().tape().metadata().author();
    }

    private static Tape start(Judged attempt, Episode episode) {
        String id = attempt.rollout().key().id();
        TapeMetadata part = new TapeMetadata(id + "/shortened", id, author(attempt), 0);
        return Runner.start(new Tape(part, List.of()), attempt.task(), episode);
    }

    private Judged judge(Judged attempt, Tape tape, Episode episode) {
        List<Finding> findings = new ArrayList<>();
        for (Criterion criterion : attempt.task().criteria()) {
            findings.add(episode.check(criterion));
        }
        Rollout whole = attempt.rollout();
        Rollout part = new Rollout(
                whole.key(), whole.versionId(), tape, new End.Truncated("shortened"), findings, whole.recalled());
        return new Judged(attempt.task(), part, evaluator.evaluate(attempt.task(), part));
    }
}
