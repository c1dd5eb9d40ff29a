package org.tapelearn.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolloutKeyTest {
    @Test
    void givesEachAttemptASeedOfItsOwn() {
        Set<Long> seeds = new HashSet<>();
        Set<String> ids = new HashSet<>();
        int keys = 0;
        for (long session = 0; session < 3; session++) {
            for (RolloutKey.Phase phase : RolloutKey.Phase.values()) {
                for (int round = 0; round < 6; round++) {
                    for (int wave = 0; wave < 6; wave++) {
                        for (int task = 0; task < 20; task++) {
                            for (int attempt = 0; attempt < 12; attempt++) {
                                RolloutKey key = new RolloutKey(phase, round, wave, "task/" + task, attempt);
                                seeds.add(key.seed(session));
                                ids.add(session + " " + key.id());
                                keys++;
                            }
                        }
                    }
                }
            }
        }
        assertThat(ids).hasSize(keys);
        assertThat(seeds).hasSize(keys);
    }

    @Test
    void givesEqualKeysEqualSeeds() {
        RolloutKey key = new RolloutKey(RolloutKey.Phase.EXPLORE, 1, 2, "task", 3);
        assertThat(key.id()).isEqualTo("explore/1/2/task/3");
        assertThat(new RolloutKey(RolloutKey.Phase.EXPLORE, 1, 2, "task", 3).seed(7))
                .isEqualTo(key.seed(7));
        assertThat(key.seed(8)).isNotEqualTo(key.seed(7));
    }

    @Test
    void spreadsItsSeedsOverAllBits() {
        int[] ones = new int[64];
        int keys = 4_000;
        for (int attempt = 0; attempt < keys; attempt++) {
            long seed = new RolloutKey(RolloutKey.Phase.EXPLORE, 1, 0, "task", attempt).seed(1);
            for (int bit = 0; bit < 64; bit++) {
                ones[bit] += (int) (seed >>> bit & 1);
            }
        }
        for (int bit = 0; bit < 64; bit++) {
            assertThat(ones[bit] / (double) keys).as("bit %d", bit).isBetween(0.45, 0.55);
        }
    }

    @Test
    void givesBothSidesOfAPairOneWorldButStreamsOfTheirOwn() {
        RolloutKey incumbent = new RolloutKey(RolloutKey.Phase.GATE_INCUMBENT, 2, 1, "task", 0);
        RolloutKey candidate = new RolloutKey(RolloutKey.Phase.GATE_CANDIDATE, 2, 1, "task", 0);
        assertThat(candidate.worldSeed()).isEqualTo(incumbent.worldSeed());
        assertThat(candidate.seed(1)).isNotEqualTo(incumbent.seed(1));
    }

    @Test
    void givesAttemptsAtOneTaskWorldsOfTheirOwn() {
        Set<Long> worlds = new HashSet<>();
        for (int attempt = 0; attempt < 12; attempt++) {
            worlds.add(new RolloutKey(RolloutKey.Phase.EXPLORE, 1, 0, "task", attempt).worldSeed());
        }
        assertThat(worlds).hasSize(12);
    }
}
