package org.tapelearn.learn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.memory.Memory;

/**
 * The accepted versions of a session, each with its memory, as named parts of its state. A policy's weights are kept with them where
 * they are small; large ones are only those of the version in force.
 */
final class KeptVersions {
    private static final String MEMORY = "memory/";
    private static final String POLICY = "policy/";
    private static final int SMALL = 64 * 1024;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final PolicyTrainer trainer;
    private final Map<String, byte[]> parts;

    /** Those among the named parts of a session's last commit. */
    KeptVersions(PolicyTrainer trainer, Map<String, byte[]> parts) {
        this.trainer = trainer;
        this.parts = parts;
    }

    /** The parts to keep of a version that was just accepted. */
    static Map<String, byte[]> of(PolicyTrainer trainer, PolicyVersion version) {
        Map<String, byte[]> kept = new HashMap<>();
        byte[] policy = trainer.save(version.agent());
        if (policy.length <= SMALL) {
            kept.put(POLICY + version.id(), policy);
            kept.put(MEMORY + version.id(), json(version.memory()));
        }
        return kept;
    }

    Optional<PolicyVersion> find(String id) {
        byte[] policy = parts.get(POLICY + id);
        byte[] memory = parts.get(MEMORY + id);
        if (policy == null || memory == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PolicyVersion(id, trainer.load(policy), MAPPER.readValue(memory, Memory.class)));
        } catch (IOException broken) {
            throw new IllegalArgumentException(
                    "The stored memory of version (%s) cannot be read.".formatted(id), broken);
        }
    }

    /** The ids of all that are kept, by number. */
    List<String> ids() {
        return parts.keySet().stream()
                .filter(part -> part.startsWith(MEMORY))
                .map(part -> part.substring(MEMORY.length()))
                .sorted(Comparator.comparingInt(id -> Integer.parseInt(id.substring(1))))
                .toList();
    }

    private static byte[] json(Memory memory) {
        try {
            return MAPPER.writeValueAsBytes(memory);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A memory cannot be written.", impossible);
        }
    }
}
