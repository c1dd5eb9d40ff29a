package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.tapelearn.agent.Agent;
import org.tapelearn.learn.contrast.PolicyTrainer;

class FixedTrainerTest {
    @Test
    void endsWithTheControlThatItBeganWith() {
        Agent control = new RandomPolicy();
        PolicyTrainer trainer = new FixedTrainer(control);
        assertThat(trainer.train(trainer.untrained(), PolicyTrainer.Batch.NOTHING))
                .isSameAs(control);
        assertThat(trainer.load(trainer.save(control))).isSameAs(control);
    }

    @Test
    void refusesWhatIsNotItsControl() {
        PolicyTrainer trainer = new FixedTrainer(new RandomPolicy());
        assertThatThrownBy(() -> trainer.load("embedded".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("These 8 bytes are not the control (random).");
    }
}
