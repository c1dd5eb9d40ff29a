package org.tapelearn.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClusteredBootstrapTest {
    private static final ClusteredBootstrap BOOTSTRAP = new ClusteredBootstrap(7);

    @Test
    void agreesWithWilsonWhenEachOutcomeIsItsOwnCluster() {
        List<ClusteredBootstrap.Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            outcomes.add(new ClusteredBootstrap.Outcome("task " + i, i % 4 == 0 ? 1 : 0));
        }
        Interval bootstrap = BOOTSTRAP.mean(outcomes);
        Interval wilson = Wilson.interval(100, 400);
        assertThat(bootstrap.low()).isCloseTo(wilson.low(), within(0.01));
        assertThat(bootstrap.high()).isCloseTo(wilson.high(), within(0.01));
    }

    @Test
    void isWiderWhenOutcomesOfAClusterGoTogether() {
        List<ClusteredBootstrap.Outcome> together = new ArrayList<>();
        List<ClusteredBootstrap.Outcome> apart = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 200; i++) {
            together.add(new ClusteredBootstrap.Outcome("set " + i % 10, i % 10 < 5 ? 1 : 0));
            apart.add(new ClusteredBootstrap.Outcome("set " + i % 10, random.nextInt(2)));
        }
        assertThat(width(BOOTSTRAP.mean(together))).isGreaterThan(2 * width(BOOTSTRAP.mean(apart)));
    }

    @Test
    void coversTheTruthAboutAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(11);
        int covered = 0;
        for (int repetition = 0; repetition < 400; repetition++) {
            List<ClusteredBootstrap.Outcome> outcomes = new ArrayList<>();
            for (int cluster = 0; cluster < 40; cluster++) {
                double rate = random.nextDouble();
                for (int i = 0; i < 5; i++) {
                    outcomes.add(new ClusteredBootstrap.Outcome("c" + cluster, random.nextDouble() < rate ? 1 : 0));
                }
            }
            covered += new ClusteredBootstrap(repetition, 400).mean(outcomes).contains(0.5) ? 1 : 0;
        }
        assertThat(covered / 400.0).isBetween(0.90, 0.98);
    }

    @Test
    void repeatsItself() {
        List<ClusteredBootstrap.Outcome> outcomes =
                List.of(new ClusteredBootstrap.Outcome("a", -1), new ClusteredBootstrap.Outcome("b", 1));
        assertThat(BOOTSTRAP.mean(outcomes)).isEqualTo(BOOTSTRAP.mean(outcomes)).isEqualTo(new Interval(-1, 1));
    }

    @Test
    void refusesNothing() {
        assertThatThrownBy(() -> BOOTSTRAP.mean(List.of())).hasMessageContaining("at least one outcome");
    }

    private static double width(Interval interval) {
        return interval.high() - interval.low();
    }
}
