package org.tapelearn.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EProcessTest {
    @Test
    void isTheMeanOfThreeProducts() {
        EProcess process = EProcess.START.next(1).next(1).next(0).next(-1);
        double expected = (1.2 * 1.2 * 0.8 + 1.5 * 1.5 * 0.5 + 1.8 * 1.8 * 0.2) / 3;
        assertThat(process.w()).isCloseTo(expected, within(1e-12));
        assertThat(process.mirrored())
                .isEqualTo(EProcess.START.next(-1).next(-1).next(1));
    }

    @Test
    void staysFiniteForVeryLongComparisons() {
        assertThat(new EProcess(1_000_000, 0).w()).isEqualTo(Double.MAX_VALUE);
        assertThat(new EProcess(0, 1_000_000).w()).isZero();
        assertThat(new EProcess(0, 1_000_000).logW()).isFinite();
    }

    /** Under no difference the next pair is as likely a win as a loss: the mean of what follows is what there is. */
    @Property
    void isFairWhenNeitherSideIsBetter(@ForAll @IntRange(max = 60) int wins, @ForAll @IntRange(max = 60) int losses) {
        EProcess now = new EProcess(wins, losses);
        double after = (now.next(1).w() + now.next(-1).w()) / 2;
        assertThat(after / now.w()).isCloseTo(1, within(1e-9));
    }

    @Test
    void refusesWhatIsNoDifference() {
        assertThatThrownBy(() -> EProcess.START.next(2)).hasMessageContaining("1, 0 or -1, but is 2");
    }
}
