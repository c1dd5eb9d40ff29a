package org.tapelearn.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentFault;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.memory.Recalled;
import org.tapelearn.memory.Recall;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Finding;
import org.tapelearn.task.Task;

/**
 * The inner loop: lets an agent act in an episode until it ends. Equal arguments give an equal rollout when agent and
 * environment are deterministic.
 */
public final class Runner {
    private final Environment environment;
    private final Recall recall;
    private final Limits limits;
    private final long sessionSeed;

    public Runner(Environment environment, Recall recall, Limits limits, long sessionSeed) {
        this.environment = environment;
        this.recall = recall;
        this.limits = limits;
        this.sessionSeed = sessionSeed;
    }

    /**
     * Makes one attempt. {@code failed} holds the calls of attempts at the same task that just failed, for exploring. The
     * environment's own failures give a {@link End.Broken} rollout, never an exception.
     */
    public Rollout run(
            PolicyVersion version, Task task, RolloutKey key, Briefing.Mode mode, List<List<ToolCall>> failed) {
        return run(version, task, key, mode, failed, Map.of());
    }

    /** Makes one attempt that avoids the ways trodden by failed attempts at tasks of its kind; see {@link Briefing#trodden}. */
    public Rollout run(
            PolicyVersion version,
            Task task,
            RolloutKey key,
            Briefing.Mode mode,
            List<List<ToolCall>> failed,
            Map<String, Double> trodden) {
        List<Recalled> recalled =
                recalls(mode, key) ? recall.recall(version.memory(), task.description(), task.id()) : List.of();
        List<String> recalledIds =
                recalled.stream().map(each -> each.item().id()).toList();
        Tape tape = new Tape(new TapeMetadata(key.id(), null, version.agent().name(), 0), List.of());
        long seed = key.seed(sessionSeed);
        try (Episode episode = environment.open(task, key.worldSeed())) {
            Agent.Attempt attempt =
                    version.agent().begin(new Briefing(task, environment.tools(), recalled, mode, failed, trodden, seed));
            tape = start(tape, task, episode);
            LoopDetector loops = new LoopDetector(limits.maxRepeats());
            End end = new End.Truncated("steps");
            int maxSteps = mode == Briefing.Mode.EXPLORE ? limits.exploring(task) : limits.maxSteps();
            for (int step = 0; step < maxSteps; step++) {
                ToolCall call = attempt.act(tape, episode.actions());
                Transition transition = episode.step(call);
                tape = record(tape, version.agent().name(), call, transition);
                if (transition.ended()) {
                    end = new End.Finished();
                    break;
                }
                if (loops.sees(call, transition.observation())) {
                    end = new End.Truncated("loop");
                    break;
                }
            }
            return new Rollout(key, version.id(), tape, end, check(episode, task), recalledIds);
        } catch (EnvironmentFault fault) {
            String cause = fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
            return new Rollout(key, version.id(), tape, new End.Broken(cause), List.of(), recalledIds);
        }
    }

    /** Exploring, every other attempt goes without memory, so that both ways are tried. */
    private static boolean recalls(Briefing.Mode mode, RolloutKey key) {
        return mode == Briefing.Mode.DEPLOYED || key.attempt() % 2 == 1;
    }

    /** Returns the tape of an attempt before its first call: the task's words and what the environment shows at once. */
    public static Tape start(Tape tape, Task task, Episode episode) {
        return tape.append(new Step.User(StepMetadata.of("0"), task.description()))
                .append(new Step.Observation(StepMetadata.of("1"), episode.opening(), false));
    }

    /** Returns the tape with a call and its answer at the end. */
    public static Tape record(Tape tape, String agent, ToolCall call, Transition transition) {
        int length = tape.steps().size();
        return tape.append(new Step.Action(new StepMetadata(Integer.toString(length), agent, "act"), call))
                .append(new Step.Observation(
                        StepMetadata.of(Integer.toString(length + 1)), transition.observation(), transition.error()));
    }

    private static List<Finding> check(Episode episode, Task task) {
        List<Finding> findings = new ArrayList<>();
        for (Criterion criterion : task.criteria()) {
            findings.add(episode.check(criterion));
        }
        return findings;
    }

    /** Notices when the same call has got the same answer too often. */
    private static final class LoopDetector {
        private final int maxRepeats;
        private final Map<String, Integer> seen = new HashMap<>();

        LoopDetector(int maxRepeats) {
            this.maxRepeats = maxRepeats;
        }

        boolean sees(ToolCall call, String observation) {
            return seen.merge(call + "\n" + observation, 1, Integer::sum) >= maxRepeats;
        }
    }
}
