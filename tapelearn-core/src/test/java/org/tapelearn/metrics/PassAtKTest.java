package org.tapelearn.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PassAtKTest {
    @Test
    void countsTheChoicesWithoutASuccess() {
        assertThat(new PassAtK(4, 1).of(1)).isCloseTo(0.25, within(1e-12));
        assertThat(new PassAtK(4, 1).of(2)).isCloseTo(0.5, within(1e-12));
        assertThat(new PassAtK(4, 3).of(2)).isEqualTo(1);
        assertThat(new PassAtK(4, 0).of(4)).isZero();
    }

    @Test
    void isNotFooledByStoppingAtASuccess() {
        assertThat(new PassAtK(5, 2).firstOf(2)).isCloseTo(0.25, within(1e-12));
        assertThat(new PassAtK(2, 2).firstOf(2)).isEqualTo(1);
        assertThat(new PassAtK(5, 1).firstOf(2)).isCloseTo(0.2, within(1e-12));
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> new PassAtK(2, 3)).hasMessageContaining("Of 2 attempts 3 cannot have succeeded");
        assertThatThrownBy(() -> new PassAtK(2, 1).of(3)).hasMessageContaining("k from 1 to 2, but k is 3");
    }
}
