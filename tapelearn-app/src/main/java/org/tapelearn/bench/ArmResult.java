package org.tapelearn.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/**
 * What one arm of an experiment came to with one seed.
 *
 * @param seconds wall time from opening the environment to the end of the test, over all runs of the arm
 * @param rollouts attempts of learning and of the session's own test
 * @param steps calls made in the environment by these; demonstrations are not counted
 * @param machine processors, memory and Java
 * @param attempts the learned agent's attempts on test tasks
 */
public record ArmResult(
        String arm,
        long seed,
        double seconds,
        long rollouts,
        long steps,
        String stopReason,
        String machine,
        List<Attempt> attempts) {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    public ArmResult {
        attempts = List.copyOf(attempts);
    }

    /**
     * One attempt at a test task.
     *
     * @param family what is resampled as a whole
     * @param unseen the family was never trained on
     * @param score in [0, 1]
     */
    public record Attempt(String task, String family, boolean unseen, double score, boolean success) {}

    /** Says which machine this is. */
    public static String thisMachine() {
        Runtime runtime = Runtime.getRuntime();
        return "%d processors, %d MB of heap, Java %s"
                .formatted(runtime.availableProcessors(), runtime.maxMemory() >> 20, Runtime.version());
    }

    /** Writes it as JSON. */
    public String json() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("This result cannot be written as JSON: " + this, impossible);
        }
    }

    /** Reads what {@link #json} wrote; throws {@link IllegalArgumentException} for anything else. */
    public static ArmResult read(String json) {
        try {
            return MAPPER.readValue(json, ArmResult.class);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken.getOriginalMessage(), broken);
        }
    }
}
