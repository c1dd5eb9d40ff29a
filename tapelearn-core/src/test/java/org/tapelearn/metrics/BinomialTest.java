package org.tapelearn.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BinomialTest {
    @Test
    void sumsTheLowerTail() {
        assertThat(Binomial.atMost(1, 3, 0.5)).isCloseTo(0.5, within(1e-12));
        assertThat(Binomial.atMost(0, 2, 0.8)).isCloseTo(0.04, within(1e-12));
        assertThat(Binomial.atMost(3, 10, 0.8)).isCloseTo(0.000864, within(1e-6));
    }

    @Test
    void knowsItsEnds() {
        assertThat(Binomial.atMost(-1, 5, 0.5)).isZero();
        assertThat(Binomial.atMost(5, 5, 0.5)).isEqualTo(1);
        assertThat(Binomial.atMost(4, 5, 1)).isZero();
        assertThat(Binomial.atMost(0, 5, 0)).isEqualTo(1);
    }
}
