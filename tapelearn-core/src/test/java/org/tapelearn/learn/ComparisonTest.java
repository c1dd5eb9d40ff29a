package org.tapelearn.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tapelearn.learn.Verdict.Decision;

class ComparisonTest {
    private static final AcceptanceGate GATE = AcceptanceGate.of(new LearnerConfig.GateConfig(true, 0.05, 200));

    @Nested
    class Deciding {
        @Test
        void commitsACandidateThatOnlyWins() {
            Verdict verdict = decide(GATE.open(1, Map.of()).observe(pairs(0, 200, false, true)));
            assertThat(verdict.decision()).isEqualTo(Decision.COMMITTED);
            assertThat(verdict.pairs()).isLessThan(12);
            assertThat(verdict.path()).hasSize(verdict.pairs());
            assertThat(verdict.path().getLast()).isGreaterThanOrEqualTo(40);
            assertThat(verdict.flips()).hasSize(verdict.pairs()).allMatch(Verdict.Flip::gained);
            assertThat(verdict.candidateSuccesses()).isEqualTo(verdict.pairs());
            assertThat(verdict.incumbentSuccesses()).isZero();
        }

        @Test
        void rejectsACandidateThatOnlyLoses() {
            Verdict verdict = decide(GATE.open(1, Map.of()).observe(pairs(0, 200, true, false)));
            assertThat(verdict.decision()).isEqualTo(Decision.REJECTED);
            assertThat(verdict.flips()).noneMatch(Verdict.Flip::gained);
        }

        @Test
        void keepsTheIncumbentWhenTheBudgetIsSpentWithoutEvidence() {
            Verdict verdict = decide(GATE.open(1, Map.of()).observe(pairs(0, 300, true, true)));
            assertThat(verdict.decision()).isEqualTo(Decision.INCONCLUSIVE);
            assertThat(verdict.pairs()).isEqualTo(200);
        }

        @Test
        void keepsTheIncumbentWhenThereAreNoMoreTasks() {
            Comparison short_ = GATE.open(1, Map.of()).observe(pairs(0, 4, false, true));
            assertThat(short_.next()).isEqualTo(new Comparison.Next.Pairs(196));
            assertThat(decide(short_.exhausted()).decision()).isEqualTo(Decision.INCONCLUSIVE);
        }

        @Test
        void needsMoreEvidenceFromEachFurtherCandidate() {
            int first = decide(GATE.open(1, Map.of()).observe(pairs(0, 200, false, true)))
                    .pairs();
            int tenth = decide(GATE.open(10, Map.of()).observe(pairs(0, 200, false, true)))
                    .pairs();
            assertThat(tenth).isGreaterThan(first);
        }

        @Test
        void takesNothingFromPairsThatCouldNotBeScored() {
            List<PairOutcome> broken = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                broken.add(new PairOutcome("t" + i, "family", false, false, true));
            }
            Verdict verdict = decide(GATE.open(1, Map.of()).observe(broken));
            assertThat(verdict.decision()).isEqualTo(Decision.INCONCLUSIVE);
            assertThat(verdict.unscored()).isEqualTo(200);
            assertThat(verdict.candidateSuccesses()).isZero();
        }
    }

    @Nested
    class Waves {
        @Test
        void doNotChangeTheVerdict() {
            for (long seed = 0; seed < 20; seed++) {
                List<PairOutcome> outcomes = random(seed, 300);
                Verdict whole = decide(feed(outcomes, 300));
                assertThat(decide(feed(outcomes, 1))).isEqualTo(whole);
                assertThat(decide(feed(outcomes, 7))).isEqualTo(whole);
                assertThat(decide(feed(outcomes, 64))).isEqualTo(whole);
            }
        }

        @Test
        void refuseAnInstanceThatCameBefore() {
            Comparison begun = GATE.open(1, Map.of()).observe(pairs(0, 3, true, true));
            assertThatThrownBy(() -> begun.observe(pairs(2, 3, true, true)))
                    .hasMessageContaining("(t2) was compared already")
                    .hasMessageContaining("Draw the next selection task");
        }

        @Test
        void refuseToGoOnAfterTheVerdict() {
            Comparison done = GATE.open(1, Map.of()).observe(pairs(0, 200, true, true));
            assertThatThrownBy(() -> done.observe(pairs(200, 201, true, true)))
                    .isInstanceOf(IllegalStateException.class);
        }

        @Test
        void surviveBeingWrittenAndRead() throws Exception {
            ObjectMapper mapper = new ObjectMapper();
            Comparison half = GATE.open(2, Map.of("family", new Tally(5, 5))).observe(random(5, 40));
            Comparison read = mapper.readValue(mapper.writeValueAsString(half), Comparison.class);
            assertThat(read).isEqualTo(half);
            Comparison decided = half.exhausted();
            assertThat(mapper.readValue(mapper.writeValueAsString(decided), Comparison.class))
                    .isEqualTo(decided);
            Verdict verdict = decide(decided);
            assertThat(mapper.readValue(mapper.writeValueAsString(verdict), Verdict.class))
                    .isEqualTo(verdict);
        }

        private static Comparison feed(List<PairOutcome> outcomes, int wave) {
            Comparison comparison = GATE.open(1, Map.of());
            for (int from = 0; comparison.next() instanceof Comparison.Next.Pairs; from += wave) {
                comparison = comparison.observe(outcomes.subList(from, Math.min(from + wave, outcomes.size())));
            }
            return comparison.next() instanceof Comparison.Next.Reruns(List<String> tasks, int each)
                    ? comparison.rerun(Map.of(), Map.of(tasks.getFirst(), new Tally(each, each)))
                    : comparison;
        }

        private static List<PairOutcome> random(long seed, int count) {
            SplittableRandom random = new SplittableRandom(seed);
            List<PairOutcome> outcomes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                outcomes.add(
                        new PairOutcome("t" + i, "family", true, random.nextDouble() < 0.4, random.nextDouble() < 0.5));
            }
            return outcomes;
        }
    }

    @Nested
    class Veto {
        private static final Map<String, Tally> RECORD = Map.of("loved", new Tally(5, 5), "shaky", new Tally(3, 5));

        private static final Map<String, Tally> LOVED = Map.of("loved", new Tally(18, 20));

        @Test
        void asksForFreshInstancesOfAProtectedTaskOnWhichTheCandidateFailed() {
            assertThat(wonButFor("loved").next())
                    .isEqualTo(new Comparison.Next.Reruns(List.of("loved"), AcceptanceGate.RERUNS));
        }

        @Test
        void doesNotProtectWhatTheIncumbentDidNotMaster() {
            assertThat(decide(wonButFor("shaky")).decision()).isEqualTo(Decision.COMMITTED);
        }

        @Test
        void blocksWhenFreshInstancesShowTheTaskWorse() {
            Verdict verdict = decide(wonButFor("loved").rerun(LOVED, Map.of("loved", new Tally(2, 20))));
            assertThat(verdict.decision()).isEqualTo(Decision.VETOED);
            assertThat(verdict.vetoedBy()).containsExactly("loved");
        }

        @Test
        void commitsWhenTheFailureWasChance() {
            Verdict verdict = decide(wonButFor("loved").rerun(LOVED, Map.of("loved", new Tally(15, 20))));
            assertThat(verdict.decision()).isEqualTo(Decision.COMMITTED);
            assertThat(verdict.vetoedBy()).isEmpty();
        }

        @Test
        void doesNotBlockForWhatTheIncumbentHasLostToo() {
            Map<String, Tally> both = Map.of("loved", new Tally(2, 20));

            assertThat(decide(wonButFor("loved").rerun(both, both)).decision()).isEqualTo(Decision.COMMITTED);
        }

        private static Comparison wonButFor(String task) {
            return GATE.open(1, RECORD)
                    .observe(List.of(new PairOutcome("first", task, true, true, false)))
                    .observe(pairs(0, 100, false, true));
        }
    }

    @Test
    void handsOverBothRecords() {
        Comparison comparison = GATE.open(1, Map.of("family", new Tally(4, 5))).observe(pairs(0, 3, true, false));
        assertThat(comparison.incumbentRecord()).containsEntry("family", new Tally(7, 8));
        assertThat(comparison.candidateRecord()).containsEntry("family", new Tally(0, 3));
    }

    private static Verdict decide(Comparison comparison) {
        return ((Comparison.Next.Decided) comparison.next()).verdict();
    }

    private static List<PairOutcome> pairs(int from, int to, boolean incumbent, boolean candidate) {
        List<PairOutcome> pairs = new ArrayList<>();
        for (int i = from; i < to; i++) {
            pairs.add(new PairOutcome("t" + i, "family", true, incumbent, candidate));
        }
        return pairs;
    }
}
