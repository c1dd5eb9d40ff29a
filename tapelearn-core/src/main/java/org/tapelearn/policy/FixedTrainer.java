package org.tapelearn.policy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.tapelearn.agent.Agent;
import org.tapelearn.learn.contrast.PolicyTrainer;

/** Stands in for a trainer where the policy is a control without parameters: nothing is learned. */
public final class FixedTrainer implements PolicyTrainer {
    private final Agent control;

    public FixedTrainer(Agent control) {
        this.control = control;
    }

    @Override
    public Agent untrained() {
        return control;
    }

    @Override
    public Agent train(Agent policy, Batch batch) {
        return policy;
    }

    /** Writes nothing but the control's name. */
    @Override
    public byte[] save(Agent policy) {
        return policy.name().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Agent load(byte[] bytes) {
        if (!Arrays.equals(bytes, save(control))) {
            throw new IllegalArgumentException(
                    "These %d bytes are not the control (%s).".formatted(bytes.length, control.name()));
        }
        return control;
    }
}
