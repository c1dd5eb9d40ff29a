package org.tapelearn.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WilsonTest {
    @Test
    void agreesWithPublishedFigures() {
        // Newcombe 1998, table I: 81 of 263 and 15 of 148
        assertThat(Wilson.interval(81, 263).low()).isCloseTo(0.2553, within(5e-5));
        assertThat(Wilson.interval(81, 263).high()).isCloseTo(0.3662, within(5e-5));
        assertThat(Wilson.interval(15, 148).low()).isCloseTo(0.0624, within(5e-5));
        assertThat(Wilson.interval(15, 148).high()).isCloseTo(0.1605, within(5e-5));
    }

    @Test
    void staysWithinTheUnitRange() {
        assertThat(Wilson.interval(0, 0)).isEqualTo(new Interval(0, 1));
        assertThat(Wilson.interval(0, 20).low()).isZero();
        assertThat(Wilson.interval(0, 20).high()).isCloseTo(0.1611, within(5e-5));
        assertThat(Wilson.interval(20, 20).high()).isEqualTo(1);
    }

    @Test
    void refusesMoreSuccessesThanAttempts() {
        assertThatThrownBy(() -> Wilson.interval(3, 2)).hasMessageContaining("3 of 2");
    }
}
