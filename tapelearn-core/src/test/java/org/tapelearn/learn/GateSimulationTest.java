package org.tapelearn.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tapelearn.learn.Comparison.Next;
import org.tapelearn.learn.Verdict.Decision;
import org.tapelearn.metrics.Wilson;

/** Whole sessions of candidates, simulated: how often the gate is wrong, and how fast it is right. */
class GateSimulationTest {
    private static final double ALPHA = 0.05;
    private static final int CANDIDATES = 12;
    private static final int SESSIONS = 1_500;
    private static final AcceptanceGate GATE = AcceptanceGate.of(LearnerConfig.GateConfig.DEFAULT);

    /** The same gate without the correction: each comparison opened as if it were the first, at level alpha. */
    private static final AcceptanceGate UNCORRECTED = new AcceptanceGate(2 * ALPHA, GATE.maxPairs(), GATE.reruns());

    @Nested
    class WithoutDifference {
        private static final int CORRECTED = sessionsWithCommit(GATE, true);

        @Test
        void commitsInAtMostAlphaOfTheSessions() {
            int wrong = CORRECTED;
            assertThat(Wilson.interval(wrong, SESSIONS).high())
                    .as("%d of %d sessions committed a null change", wrong, SESSIONS)
                    .isLessThanOrEqualTo(ALPHA);
            assertThat(wrong).as("a gate that never opens proves nothing").isPositive();
        }

        @Test
        void commitsMoreWithoutTheCorrectionForRepeatedCandidates() {
            int corrected = CORRECTED;
            int naive = sessionsWithCommit(UNCORRECTED, false);
            assertThat(Wilson.interval(naive, SESSIONS).low())
                    .as("%d sessions against %d", naive, corrected)
                    .isGreaterThan(ALPHA)
                    .isGreaterThan(Wilson.interval(corrected, SESSIONS).high());
        }

        @Test
        void givesEachComparisonPairsEnoughToErr() {
            for (long session = 0; session < 200; session++) {
                Verdict verdict = compare(GATE.open(1, Map.of()), new Duel(session, 0.5, 0.5));
                boolean full = verdict.pairs() == GATE.maxPairs();
                assertThat(verdict.flips().size()).isGreaterThanOrEqualTo(full ? 30 : 1);
            }
        }

        /** Sessions end at the first commit: what follows is another incumbent's. */
        private static int sessionsWithCommit(AcceptanceGate gate, boolean counting) {
            return (int) IntStream.range(0, SESSIONS)
                    .filter(session -> {
                        for (int k = 1; k <= CANDIDATES; k++) {
                            Duel duel = new Duel(session * 1_000L + k, 0.5, 0.5);
                            Comparison opened = gate.open(counting ? k : 1, Map.of());
                            if (compare(opened, duel).decision() == Decision.COMMITTED) {
                                return true;
                            }
                        }
                        return false;
                    })
                    .count();
        }
    }

    @Nested
    class WithDifference {
        @Test
        void neverCommitsAPoisonedCandidate() {
            Map<Decision, Integer> verdicts = verdicts(0.6, 0.3, 2_000);
            assertThat(verdicts).doesNotContainKey(Decision.COMMITTED);
            assertThat(verdicts.get(Decision.REJECTED)).isGreaterThan(1_900);
        }

        @Test
        void commitsAClearlyBetterCandidateQuickly() {
            List<Integer> pairs = new ArrayList<>();
            for (long seed = 0; seed < 1_000; seed++) {
                Verdict verdict = compare(GATE.open(1, Map.of()), new Duel(seed, 0.2, 0.8));
                assertThat(verdict.decision()).isEqualTo(Decision.COMMITTED);
                pairs.add(verdict.pairs());
            }
            assertThat(pairs.stream().mapToInt(Integer::intValue).average().orElseThrow())
                    .isLessThan(25);
        }

        @Test
        void findsAModestGainMoreOftenThanNot() {
            Map<Decision, Integer> verdicts = verdicts(0.5, 0.7, 1_000);
            assertThat(verdicts.get(Decision.COMMITTED)).isGreaterThan(800);
        }

        private static Map<Decision, Integer> verdicts(double incumbent, double candidate, int repetitions) {
            Map<Decision, Integer> verdicts = new TreeMap<>();
            for (long seed = 0; seed < repetitions; seed++) {
                Verdict verdict = compare(GATE.open(1, Map.of()), new Duel(seed, incumbent, candidate));
                verdicts.merge(verdict.decision(), 1, Integer::sum);
            }
            return verdicts;
        }
    }

    /** Ten families: nine gain, and the incumbent masters the tenth, which is protected. */
    @Nested
    class Veto {
        private static final Map<String, Tally> MASTERED = Map.of("family 9", new Tally(10, 10));

        @Test
        void seldomBlocksAHarmlessCandidate() {
            assertThat(blocked(0.85, 1_000)).isLessThan(20);
            assertThat(blocked(0.95, 1_000)).isZero();
        }

        @Test
        void blocksACandidateThatLostAFamily() {
            int committed = committed(0.0, 1_000);
            assertThat(committed).as("commits before the family came up").isLessThan(100);
            assertThat(blocked(0.2, 1_000)).isGreaterThan(800);
        }

        /** It mastered the family by its record; as it is now, neither of the two does. */
        @Test
        void seldomBlocksForAFamilyThatBothHaveLost() {
            int blocked = 0;
            for (long seed = 0; seed < 1_000; seed++) {
                Duel duel = new Duel(seed, 0.3, 0.8).with("family 9", 0.0, 0.0);
                blocked += compare(GATE.open(1, MASTERED), duel).decision() == Decision.VETOED ? 1 : 0;
            }
            assertThat(blocked).isZero();
        }

        private static int blocked(double rate, int repetitions) {
            return count(rate, repetitions, Decision.VETOED);
        }

        private static int committed(double rate, int repetitions) {
            return count(rate, repetitions, Decision.COMMITTED);
        }

        private static int count(double rate, int repetitions, Decision decision) {
            int count = 0;
            for (long seed = 0; seed < repetitions; seed++) {
                Duel duel = new Duel(seed, 0.3, 0.8).with("family 9", 0.95, rate);
                count += compare(GATE.open(1, MASTERED), duel).decision() == decision ? 1 : 0;
            }
            return count;
        }
    }

    private static Verdict compare(Comparison opened, Duel duel) {
        Comparison comparison = opened;
        while (true) {
            switch (comparison.next()) {
                case Next.Pairs(int atMost) -> comparison = comparison.observe(duel.pairs(Math.min(50, atMost)));
                case Next.Reruns(List<String> tasks, int each) -> {
                    Map<String, Tally> ofIncumbent = new TreeMap<>();
                    Map<String, Tally> ofCandidate = new TreeMap<>();
                    for (String task : tasks) {
                        ofIncumbent.put(task, duel.fresh(task, 0, each));
                        ofCandidate.put(task, duel.fresh(task, 1, each));
                    }
                    comparison = comparison.rerun(ofIncumbent, ofCandidate);
                }
                case Next.Decided(Verdict verdict) -> {
                    return verdict;
                }
            }
        }
    }

    /** Two agents with independent outcomes on tasks of ten families in turn. */
    private static final class Duel {
        private final SplittableRandom random;
        private final double incumbent;
        private final double candidate;
        private final Map<String, double[]> special = new TreeMap<>();
        private int instances;

        Duel(long seed, double incumbent, double candidate) {
            this.random = new SplittableRandom(seed);
            this.incumbent = incumbent;
            this.candidate = candidate;
        }

        Duel with(String family, double incumbentRate, double candidateRate) {
            special.put(family, new double[] {incumbentRate, candidateRate});
            return this;
        }

        List<PairOutcome> pairs(int count) {
            List<PairOutcome> pairs = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String family = "family " + instances % 10;
                double[] rates = rates(family);
                pairs.add(new PairOutcome(
                        "instance " + instances++,
                        family,
                        true,
                        random.nextDouble() < rates[0],
                        random.nextDouble() < rates[1]));
            }
            return pairs;
        }

        /** How one side, 0 the incumbent and 1 the candidate, fares on fresh instances. */
        Tally fresh(String family, int side, int count) {
            Tally tally = Tally.NONE;
            for (int i = 0; i < count; i++) {
                tally = tally.plus(random.nextDouble() < rates(family)[side]);
            }
            return tally;
        }

        private double[] rates(String family) {
            return special.getOrDefault(family, new double[] {incumbent, candidate});
        }
    }
}
