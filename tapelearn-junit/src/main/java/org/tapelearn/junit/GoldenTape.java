package org.tapelearn.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.opentest4j.AssertionFailedError;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.environment.Environment;
import org.tapelearn.replay.Recording;
import org.tapelearn.replay.Replay;
import org.tapelearn.replay.Replayer;

/** A recording's file, to be compared with what happens now. */
public final class GoldenTape {
    /** The system property that, set to {@code update}, has the files written anew. */
    public static final String SWITCH = "tapelearn.golden";

    private final Path file;
    private final Recording recording;

    private GoldenTape(Path file, Recording recording) {
        this.file = file;
        this.recording = recording;
    }

    /** Reads a recording's file. */
    public static GoldenTape of(Path file) {
        try {
            return new GoldenTape(file, Recording.read(Files.readString(file), file.toString()));
        } catch (IOException refused) {
            throw new UncheckedIOException("The recording (%s) cannot be read as UTF-8 text.".formatted(file), refused);
        }
    }

    public Recording recording() {
        return recording;
    }

    /**
     * Makes the recorded calls in an environment; fails where it shows something else than recorded, with the first difference.
     * Updating, it records what is seen now.
     */
    public void check(Environment environment) {
        Replayer replayer = new Replayer(environment);
        if (isUpdating()) {
            write(replayer.again(recording));
        } else {
            require(replayer.replay(recording));
        }
    }

    /**
     * As {@link #check(Environment)}, and fails where the agent would do something else than recorded. The agent is given the task, no
     * memory, and the world's seed as its own. Updating, it records what the agent does now.
     */
    public void check(Environment environment, Agent agent) {
        Replayer replayer = new Replayer(environment);
        Briefing briefing = new Briefing(
                recording.task(),
                environment.tools(),
                List.of(),
                Briefing.Mode.DEPLOYED,
                List.of(),
                recording.worldSeed());
        if (isUpdating()) {
            write(replayer.again(recording, agent, briefing));
        } else {
            require(replayer.replay(recording, agent, briefing));
        }
    }

    private static boolean isUpdating() {
        return "update".equals(System.getProperty(SWITCH));
    }

    private void require(Replay replay) {
        if (replay instanceof Replay.Differs differs) {
            throw new AssertionFailedError(
                    "%s: %s%nIf that is right now, write it anew with -D%s=update."
                            .formatted(file.getFileName(), differs.message(), SWITCH),
                    differs.expected(),
                    differs.found());
        }
    }

    private void write(Recording now) {
        try {
            Files.writeString(file, now.write());
        } catch (IOException refused) {
            throw new UncheckedIOException("The recording (%s) cannot be written.".formatted(file), refused);
        }
    }
}
