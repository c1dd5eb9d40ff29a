package org.tapelearn.replay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.Turn;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentFault;
import org.tapelearn.environment.Episode;
import org.tapelearn.run.Limits;
import org.tapelearn.run.TapedEpisode;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;

/** Makes recorded tapes again and compares: the environment's answers, and where it is asked for the agent's choices. */
public final class Replayer {
    private final Environment environment;

    public Replayer(Environment environment) {
        this.environment = environment;
    }

    /** Makes the recorded calls in the recorded world, and compares what is seen. */
    public Replay replay(Recording recording) {
        return replay(recording, Optional.empty());
    }

    /**
     * Compares what is seen, and asks an agent at each of its turns whether it would write the recorded steps and make the recorded
     * call. The recorded call is made whatever it says, up to the first difference.
     *
     * @param briefing what the agent was given when the tape was recorded, its seed included
     */
    public Replay replay(Recording recording, Agent agent, Briefing briefing) {
        return replay(recording, Optional.of(agent.begin(briefing)));
    }

    /** Makes the recorded calls again, until the environment ends, and records what is seen now. */
    public Recording again(Recording recording) {
        try (TapedEpisode episode = open(recording, recording.tape().metadata().author())) {
            for (Step step : recording.tape().steps()) {
                if (step instanceof Step.Action action && !episode.ended()) {
                    episode.step(action);
                } else if (Steps.isOfAgent(step) && !episode.ended()) {
                    episode.note(step);
                }
            }
            return recording.with(episode.tape());
        }
    }

    /** Records what an agent does now at the same task in the same world, in at most as many calls as an attempt may have. */
    public Recording again(Recording recording, Agent agent, Briefing briefing) {
        try (TapedEpisode episode = open(recording, agent.name())) {
            Agent.Attempt attempt = agent.begin(briefing);
            for (int call = 0; call < Limits.DEFAULT.maxSteps() && !episode.ended(); call++) {
                Turn turn = attempt.turn(episode.tape(), episode.actions());
                turn.before().forEach(episode::note);
                if (!(turn instanceof Turn.Act act)) {
                    break;
                }
                episode.step(act.action());
            }
            return recording.with(episode.tape());
        }
    }

    private TapedEpisode open(Recording recording, String author) {
        TapeMetadata recorded = recording.tape().metadata();
        return TapedEpisode.open(
                environment,
                recording.task(),
                recording.worldSeed(),
                new TapeMetadata(recorded.id(), recorded.parentId(), author, recorded.addedSteps()));
    }

    private Replay replay(Recording recording, Optional<Agent.Attempt> attempt) {
        List<Step> steps = recording.tape().steps();
        try (Episode episode = environment.open(recording.task(), recording.worldSeed())) {
            Reenactment stage = new Reenactment(recording.task(), episode);
            Deque<Step> wanted = new ArrayDeque<>();
            boolean agentsTurn = false;
            for (int i = 0; i < steps.size(); i++) {
                Step step = steps.get(i);
                if (attempt.isPresent() && Steps.isOfAgent(step)) {
                    if (agentsTurn) {
                        wanted.addAll(turn(attempt.get(), recording.tape().prefix(i), episode));
                    }
                    Optional<Replay.Differs> other = compare(i + 1, step, wanted.poll());
                    if (other.isPresent()) {
                        return other.get();
                    }
                }
                agentsTurn = !Steps.isOfAgent(step);
                Optional<Replay.Differs> differs = stage.take(step);
                if (differs.isPresent()) {
                    return differs.get();
                }
            }
            return new Replay.Equal(steps.size());
        } catch (EnvironmentFault fault) {
            return new Replay.Differs(1, "the environment broke", "an episode", String.valueOf(fault.getMessage()));
        }
    }

    private static List<Step> turn(Agent.Attempt attempt, Tape tape, Episode episode) {
        Turn turn = attempt.turn(tape, episode.actions());
        return switch (turn) {
            case Turn.Act act -> Steps.with(act.before(), act.action());
            case Turn.Stop stop -> stop.before();
        };
    }

    private static Optional<Replay.Differs> compare(int number, Step recorded, @Nullable Step wanted) {
        String expected = Steps.text(recorded);
        String found = wanted == null ? "nothing: the agent stops" : Steps.text(wanted);
        return expected.equals(found)
                ? Optional.empty()
                : Optional.of(new Replay.Differs(number, "what the agent does", expected, found));
    }
}
