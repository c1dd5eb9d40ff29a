package org.tapelearn.replay;

import java.util.List;
import java.util.Optional;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.environment.Episode;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.Runner;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.task.Task;

/**
 * Goes on from the middle of a recorded attempt with another agent: the calls before are made again in the attempt's world, and what is
 * seen is compared, so that both tapes share their beginning in truth. Equal arguments give equal forks.
 */
public final class Forker {
    private final Runner runner;

    public Forker(Runner runner) {
        this.runner = runner;
    }

    /**
     * Forks an attempt.
     *
     * @param at the number of the step, from 1, that is the other agent's first; not an answer of the environment
     * @throws PrerequisiteException where the tape cannot be forked there, or the environment shows something else than recorded
     */
    public Rollout fork(Task task, Rollout origin, int at, PolicyVersion version) {
        Tape tape = origin.tape();
        requireTurn(origin, at);
        Rollout fork = runner.run(
                version,
                task,
                origin.key().forked(at, version.id()),
                Briefing.Mode.DEPLOYED,
                List.of(),
                (start, episode) -> prefix(origin, at, start, task, episode));
        TapeMetadata head = fork.tape().metadata();
        TapeMetadata lineage = new TapeMetadata(
                head.id(),
                tape.metadata().id(),
                head.author(),
                Math.max(0, fork.tape().steps().size() - (at - 1)));
        return new Rollout(
                fork.key(),
                fork.versionId(),
                new Tape(lineage, fork.tape().steps()),
                fork.end(),
                fork.findings(),
                fork.recalled());
    }

    private static void requireTurn(Rollout origin, int at) {
        List<Step> steps = origin.tape().steps();
        int first = 0;
        while (first < steps.size() && !Steps.isOfAgent(steps.get(first))) {
            first++;
        }
        if (at < first + 1 || at > steps.size() + 1) {
            throw new PrerequisiteException("The tape (%s) can be forked at steps (%d) to (%d), but (%d) was asked for."
                    .formatted(origin.key().id(), first + 1, steps.size() + 1, at));
        }
        if (at <= steps.size() && steps.get(at - 1) instanceof Step.Observation) {
            throw new PrerequisiteException("""
                    Step (%d) of tape (%s) is the environment's answer to step (%d), so nobody has a choice there.
                    Fork at (%d) to make another call, or at (%d) to go on after the answer.""".formatted(at, origin.key().id(), at - 1, at - 1, at + 1));
        }
    }

    private static Tape prefix(Rollout origin, int at, Tape start, Task task, Episode episode) {
        Reenactment stage = new Reenactment(task, episode);
        Tape tape = new Tape(start.metadata(), List.of());
        for (Step step : origin.tape().prefix(at - 1).steps()) {
            Optional<Replay.Differs> differs = stage.take(step);
            if (differs.isPresent()) {
                throw new PrerequisiteException(
                        """
                        The tape (%s) cannot be forked at step (%d): the environment no longer does what was recorded.
                        %s""".formatted(origin.key().id(), at, differs.get().message()));
            }
            tape = tape.append(step);
        }
        if (stage.ended()) {
            throw new PrerequisiteException(
                    "The attempt (%s) had ended before step (%d), so nobody can go on there; fork it earlier."
                            .formatted(origin.key().id(), at));
        }
        return tape;
    }
}
