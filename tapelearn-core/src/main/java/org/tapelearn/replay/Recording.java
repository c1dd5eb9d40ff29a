package org.tapelearn.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.run.Rollout;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeJson;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskJson;

/**
 * A tape with what is needed to make it again. As a file it is the tape in TapeAgents' form; the rest is under
 * {@code metadata.result.recording}.
 *
 * @param environment the environment's name
 * @param worldSeed what decided whatever was random in the world
 */
public record Recording(String environment, Task task, long worldSeed, Tape tape) {
    private static final String KEY = "recording";

    /** The recording of an attempt of a session. */
    public static Recording of(String environment, Task task, Rollout rollout) {
        return new Recording(environment, task, rollout.key().worldSeed(), rollout.tape());
    }

    /** Returns the recording of another tape of the same task in the same world. */
    public Recording with(Tape other) {
        return new Recording(environment, task, worldSeed, other);
    }

    /** Writes it as JSON, indented by 4, for a file that people read and compare. */
    public String write() {
        TapeMetadata head = tape.metadata();
        ObjectNode result =
                head.result() instanceof ObjectNode there ? there.deepCopy() : JsonNodeFactory.instance.objectNode();
        result.putObject(KEY)
                .put("environment", environment)
                .put("world_seed", Long.toString(worldSeed))
                .set("task", TaskJson.write(task));
        Tape whole = tape.with(new TapeMetadata(
                head.id(),
                head.parentId(),
                head.author(),
                head.addedSteps(),
                head.authorTapeId(),
                head.error(),
                result,
                head.form(),
                head.tapeForm()));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            TapeJson.write(List.of(whole), text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString(StandardCharsets.UTF_8) + "\n";
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param source what errors call the text, such as a file's name
     */
    public static Recording read(String json, String source) {
        Tape tape = tape(json, source);
        JsonNode recording = tape.metadata().result().path(KEY);
        if (!recording.isObject()) {
            throw new PrerequisiteException("""
                    The file (%s) does not say which task it is an attempt at, so it cannot be made again: metadata.result.recording is missing.
                    Recordings are written by `tapelearn replay ID --save FILE`.""".formatted(source));
        }
        String seed = recording.path("world_seed").asText();
        try {
            return new Recording(
                    recording.path("environment").asText(),
                    TaskJson.read(recording.path("task")),
                    Long.parseLong(seed),
                    tape);
        } catch (NumberFormatException noNumber) {
            throw new PrerequisiteException(
                    "The world seed of the recording (%s) must be a whole number, but is (%s).".formatted(source, seed),
                    noNumber);
        }
    }

    private static Tape tape(String json, String source) {
        try {
            return TapeJson.read(json);
        } catch (IllegalArgumentException broken) {
            throw new PrerequisiteException(
                    "The file (%s) cannot be read: %s".formatted(source, broken.getMessage()), broken);
        }
    }
}
