package org.tapelearn.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.run.Rollout;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeJson;
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
    private static final ObjectMapper MAPPER = new ObjectMapper();
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
        ObjectNode root = (ObjectNode) TapeJson.toJson(tape);
        ObjectNode head = (ObjectNode) root.path("metadata");
        ObjectNode recording = head.path("result") instanceof ObjectNode there ? there : head.putObject("result");
        recording
                .putObject(KEY)
                .put("environment", environment)
                .put("world_seed", Long.toString(worldSeed))
                .set("task", TaskJson.write(task));
        return IndentedJson.write(root) + "\n";
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param source what errors call the text, such as a file's name
     */
    public static Recording read(String json, String source) {
        JsonNode root = tree(json, source);
        JsonNode recording = root.path("metadata").path("result").path(KEY);
        if (!recording.isObject()) {
            throw new PrerequisiteException("""
                    The file (%s) does not say which task it is an attempt at, so it cannot be made again: metadata.result.recording is missing.
                    Recordings are written by `tapelearn replay ID --save FILE`.""".formatted(source));
        }
        try {
            return new Recording(
                    recording.path("environment").asText(),
                    TaskJson.read(recording.path("task")),
                    Long.parseLong(recording.path("world_seed").asText()),
                    TapeJson.fromJson(root));
        } catch (NumberFormatException noNumber) {
            throw new PrerequisiteException(
                    "The world seed of the recording (%s) must be a whole number, but is (%s)."
                            .formatted(source, recording.path("world_seed").asText()),
                    noNumber);
        } catch (IllegalArgumentException noTape) {
            throw new PrerequisiteException("(%s): %s".formatted(source, noTape.getMessage()), noTape);
        }
    }

    private static JsonNode tree(String json, String source) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new PrerequisiteException(
                    "The file (%s) is not JSON: it breaks at line %d, column %d."
                            .formatted(
                                    source,
                                    broken.getLocation().getLineNr(),
                                    broken.getLocation().getColumnNr()),
                    broken);
        }
    }
}
