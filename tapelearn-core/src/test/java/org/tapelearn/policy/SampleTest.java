package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SampleTest {
    private static final long MOVE = 1;
    private static final long WAIT = 2;

    @Test
    void keepsTheChosenCallAndEveryToolThatOffersFew() {
        for (long seed = 0; seed < 50; seed++) {
            Sample sample = Sample.of(candidates(100, 2), 57, 10, seed);
            assertThat(sample.places()).isSorted().contains(57, 100, 101).hasSize(13);
            assertThat(sample.places()[sample.indexOf(57)]).isEqualTo(57);
        }
    }

    @Test
    void letsThoseKeptStandForAll() {
        Sample sample = Sample.of(candidates(100, 2), 57, 10, 1);
        double all = DoubleStream.of(sample.logWeights()).map(Math::exp).sum();
        assertThat(all).isCloseTo(102, within(1e-9));
        assertThat(sample.logWeights()[sample.indexOf(57)]).isZero();
    }

    @Test
    void isExactWithoutALimitAndWhereNoToolOffersMore() {
        for (Sample sample : List.of(Sample.of(candidates(9, 2), 3, 0, 1), Sample.of(candidates(9, 2), 3, 8, 1))) {
            assertThat(sample.places()).hasSize(11);
            assertThat(sample.logWeights()).containsOnly(0);
        }
    }

    @Test
    void isTheSameForTheSameSeed() {
        List<Candidate> candidates = candidates(100, 2);
        assertThat(Sample.of(candidates, 5, 10, 7).places())
                .isEqualTo(Sample.of(candidates, 5, 10, 7).places())
                .isNotEqualTo(Sample.of(candidates, 5, 10, 8).places());
    }

    private static List<Candidate> candidates(int moves, int waits) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < moves + waits; i++) {
            candidates.add(new Candidate(
                    i < moves ? MOVE : WAIT, new long[0], new long[0], new Entity[0], i, false, new boolean[0]));
        }
        return candidates;
    }
}
