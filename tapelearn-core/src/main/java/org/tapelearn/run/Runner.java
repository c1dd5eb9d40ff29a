package org.tapelearn.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.agent.Trails;
import org.tapelearn.agent.Turn;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentFault;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.memory.Recall;
import org.tapelearn.memory.Recalled;
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
    /** The node whose observation is the state that an attempt left; only attempts that nothing checks have one. */
    public static final String STATE = "final_state";

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

    /** Brings an episode to where an attempt begins; returns the tape that led there. */
    @FunctionalInterface
    public interface Prelude {
        /** The tape as it starts, and nothing done yet. */
        Prelude NONE = (tape, episode) -> tape;

        Tape play(Tape start, Episode episode);
    }

    /**
     * Makes one attempt. {@code failed} holds the calls of attempts at the same task that just failed, for exploring. The
     * environment's own failures give a {@link End.Broken} rollout, never an exception.
     */
    public Rollout run(
            PolicyVersion version, Task task, RolloutKey key, Briefing.Mode mode, List<List<ToolCall>> failed) {
        return attempt(version, task, key, briefing(version, task, key, mode, failed, Trails.NONE), Prelude.NONE);
    }

    /** Makes one attempt as deployed, with nothing known of other attempts. */
    public Rollout run(PolicyVersion version, Task task, RolloutKey key) {
        return run(version, task, key, Briefing.Mode.DEPLOYED, List.of());
    }

    /** Makes one attempt that knows the ways of attempts at tasks of its kind. */
    public Rollout run(
            PolicyVersion version,
            Task task,
            RolloutKey key,
            Briefing.Mode mode,
            List<List<ToolCall>> failed,
            Trails trails) {
        return attempt(version, task, key, briefing(version, task, key, mode, failed, trails), Prelude.NONE);
    }

    /** Makes one attempt that begins where the prelude leads; calls made there count towards the limit of calls. */
    public Rollout run(
            PolicyVersion version,
            Task task,
            RolloutKey key,
            Briefing.Mode mode,
            List<List<ToolCall>> failed,
            Prelude prelude) {
        return attempt(version, task, key, briefing(version, task, key, mode, failed, Trails.NONE), prelude);
    }

    private Rollout attempt(PolicyVersion version, Task task, RolloutKey key, Briefing briefing, Prelude prelude) {
        Briefing.Mode mode = briefing.mode();
        List<String> recalledIds =
                briefing.recalled().stream().map(each -> each.item().id()).toList();
        Tape tape = new Tape(new TapeMetadata(key.id(), null, version.agent().name(), 0), List.of());
        try (Episode episode = environment.open(task, key.worldSeed())) {
            Agent.Attempt attempt = version.agent().begin(briefing);
            tape = prelude.play(start(tape, task, episode), episode);
            LoopDetector loops = new LoopDetector(limits.maxRepeats());
            End end = new End.Truncated("steps");
            int maxSteps = mode == Briefing.Mode.EXPLORE ? limits.exploring(task) : limits.maxSteps();
            for (int step = tape.calls().size(); step < maxSteps; step++) {
                Turn turn = attempt.turn(tape, episode.actions());
                for (Step own : turn.before()) {
                    tape = tape.append(own);
                }
                if (turn instanceof Turn.Stop stop) {
                    end = end(stop);
                    break;
                }
                Step.Action action = ((Turn.Act) turn).action();
                Transition transition = episode.step(action.call());
                tape = record(tape, signed(action, version.agent().name()), transition);
                if (transition.ended()) {
                    end = new End.Finished();
                    break;
                }
                if (loops.sees(action.call(), transition.observation())) {
                    end = new End.Truncated("loop");
                    break;
                }
            }
            if (end instanceof End.Broken) {
                return new Rollout(key, version.id(), tape, end, List.of(), recalledIds);
            }
            return new Rollout(
                    key,
                    version.id(),
                    task.checkable() ? tape : withState(tape, episode),
                    end,
                    check(episode, task),
                    recalledIds);
        } catch (EnvironmentFault fault) {
            String cause = fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
            return new Rollout(key, version.id(), tape, new End.Broken(cause), List.of(), recalledIds);
        }
    }

    /** What a version is given at the start of an attempt. */
    public Briefing briefing(
            PolicyVersion version, Task task, RolloutKey key, Briefing.Mode mode, List<List<ToolCall>> failed) {
        return briefing(version, task, key, mode, failed, Trails.NONE);
    }

    private Briefing briefing(
            PolicyVersion version,
            Task task,
            RolloutKey key,
            Briefing.Mode mode,
            List<List<ToolCall>> failed,
            Trails trails) {
        List<Recalled> recalled =
                recalls(mode, key) ? recall.recall(version.memory(), task.description(), task.id()) : List.of();
        return new Briefing(task, environment.tools(), recalled, mode, failed, trails, key.seed(sessionSeed));
    }

    /** Exploring, every other attempt goes without memory, so that both ways are tried. */
    private static boolean recalls(Briefing.Mode mode, RolloutKey key) {
        return mode == Briefing.Mode.DEPLOYED || key.attempt() % 2 == 1;
    }

    private static End end(Turn.Stop stop) {
        return switch (stop.status()) {
            case FINISHED -> new End.Finished();
            case MAX_STEPS -> new End.Truncated("steps");
            case LOOP -> new End.Truncated("loop");
            case BUDGET -> new End.Truncated("budget");
            case CANCELLED -> new End.Truncated("cancelled");
            case BROKEN -> new End.Broken(stop.detail());
        };
    }

    private static Step.Action signed(Step.Action action, String agent) {
        StepMetadata by = action.metadata();
        return by.agent().isEmpty()
                ? new Step.Action(new StepMetadata(by.id(), agent, by.node()), action.call())
                : action;
    }

    /** Returns the tape of an attempt before its first call: the task's words and what the environment shows at once. */
    public static Tape start(Tape tape, Task task, Episode episode) {
        return tape.append(new Step.User(StepMetadata.of("0"), task.words()))
                .append(new Step.Observation(StepMetadata.of("1"), episode.opening(), false));
    }

    /** Returns the tape with a call and its answer at the end. */
    public static Tape record(Tape tape, String agent, ToolCall call, Transition transition) {
        return record(tape, new Step.Action(new StepMetadata("", agent, "act"), call), transition);
    }

    /** Returns the tape with a call and its answer at the end, the call under the names of its agent and node. */
    static Tape record(Tape tape, Step.Action action, Transition transition) {
        int length = tape.steps().size();
        return tape.append(new Step.Action(action.metadata().withId(Integer.toString(length)), action.call()))
                .append(new Step.Observation(
                        StepMetadata.of(Integer.toString(length + 1)), transition.observation(), transition.error()));
    }

    private static Tape withState(Tape tape, Episode episode) {
        String state = episode.state();
        return state.isEmpty()
                ? tape
                : tape.append(new Step.Observation(
                        new StepMetadata(Integer.toString(tape.steps().size()), "", STATE), state, false));
    }

    static List<Finding> check(Episode episode, Task task) {
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
