package org.tapelearn.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.memory.Memory;
import org.tapelearn.policy.FixedTrainer;
import org.tapelearn.policy.RandomPolicy;

class KeptVersionsTest {
    private final PolicyTrainer trainer = new FixedTrainer(new RandomPolicy());

    @Test
    void namesEveryKeptVersionHoweverManyCandidatesWereRefusedBetween() {
        Map<String, byte[]> parts = new HashMap<>();
        for (String id : new String[] {"v12", "v2"}) {
            parts.putAll(KeptVersions.of(trainer, new PolicyVersion(id, trainer.untrained(), Memory.EMPTY)));
        }
        KeptVersions kept = new KeptVersions(trainer, parts);
        assertThat(kept.ids()).containsExactly("v2", "v12");
        assertThat(kept.find("v12")).isPresent();
        assertThat(kept.find("v3")).isEmpty();
    }
}
