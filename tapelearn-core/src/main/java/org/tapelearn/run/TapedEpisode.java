package org.tapelearn.run;

import java.util.List;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Finding;
import org.tapelearn.task.Task;

/**
 * An episode that writes its own tape while calls are made again in it: for replaying, shortening, forking and training. Used by one
 * thread.
 */
public final class TapedEpisode implements AutoCloseable {
    private final Task task;
    private final Episode episode;
    private Tape tape;
    private boolean ended;

    private TapedEpisode(Task task, Episode episode, TapeMetadata metadata) {
        this.task = task;
        this.episode = episode;
        this.tape = Runner.start(new Tape(metadata, List.of()), task, episode);
    }

    /**
     * Opens an episode; its tape holds the task's words and what the environment shows at once.
     *
     * @param worldSeed that of the attempt whose calls are made again, see {@link RolloutKey#worldSeed()}
     */
    public static TapedEpisode open(Environment environment, Task task, long worldSeed, TapeMetadata metadata) {
        Episode episode = environment.open(task, worldSeed);
        boolean started = false;
        try {
            TapedEpisode taped = new TapedEpisode(task, episode, metadata);
            started = true;
            return taped;
        } finally {
            if (!started) {
                episode.close();
            }
        }
    }

    /** What has been done so far. */
    public Tape tape() {
        return tape;
    }

    /** The calls that make sense now. */
    public List<ToolCall> actions() {
        return episode.actions();
    }

    /** Tells whether a call has ended the episode. */
    public boolean ended() {
        return ended;
    }

    /** Makes the call of a step, and writes both down under the names of the agent and node that first made it. */
    public Transition step(Step.Action action) {
        Transition transition = episode.step(action.call());
        tape = Runner.record(tape, action, transition);
        ended |= transition.ended();
        return transition;
    }

    /** Writes down a step that asks nothing of the environment. */
    public void note(Step own) {
        tape = tape.append(own);
    }

    /** Looks which criteria of the task hold now, in their order. */
    public List<Finding> findings() {
        return Runner.check(episode, task);
    }

    @Override
    public void close() {
        episode.close();
    }
}
