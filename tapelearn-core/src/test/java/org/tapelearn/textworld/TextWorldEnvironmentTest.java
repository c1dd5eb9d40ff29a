package org.tapelearn.textworld;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapelearn.environment.EnvironmentChecker;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.run.End;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Finding;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.task.TaskFamily.Wording;

class TextWorldEnvironmentTest {
    private static final TextWorldEnvironment DENSE = new TextWorldEnvironment(true);
    private static final TextWorldEnvironment SPARSE = new TextWorldEnvironment(false);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsTheContractOfEnvironments(boolean dense) {
        assertThat(new EnvironmentChecker(new TextWorldEnvironment(dense), 3, 48, 14, 5).violations())
                .isEmpty();
    }

    @Nested
    class Families {
        @Test
        void areNineWithOneHeldOutFromTwoToEightCalls() {
            assertThat(DENSE.families()).hasSize(9);
            assertThat(DENSE.families().stream().filter(TaskFamily::heldOut)).hasSize(1);
            assertThat(DENSE.families().stream().mapToInt(TaskFamily::size)).contains(2, 3, 4, 5, 6, 8);
        }

        @Test
        void areSolvedByTheirSolutionsInAsManyCallsAsTheySay() {
            for (Drawn drawn : drawn(DENSE, 4)) {
                assertThat(drawn.solution()).hasSize(drawn.task().size());
                Evaluation.Scored scored = attempt(DENSE, drawn.task(), drawn.solution(), true);
                assertThat(scored.success()).as(drawn.task().description()).isTrue();
                assertThat(scored.grounded()).isTrue();
            }
        }

        @Test
        void areNotSolvedWhenAnyCallIsLeftOut() {
            for (Drawn drawn : drawn(DENSE, 4)) {
                for (int left = 0; left < drawn.solution().size(); left++) {
                    List<ToolCall> calls = new ArrayList<>(drawn.solution());
                    ToolCall dropped = calls.remove(left);
                    Evaluation.Scored scored = attempt(DENSE, drawn.task(), calls, true);
                    assertThat(scored.grounded())
                            .as("%s without %s", drawn, dropped)
                            .isFalse();
                }
                assertThat(attempt(DENSE, drawn.task(), drawn.solution(), false).success())
                        .as("not finished")
                        .isFalse();
            }
        }

        @Test
        void nameEverythingThatTheyAreAbout() {
            for (Drawn drawn : drawn(DENSE, 12)) {
                assertThat(drawn.task().description()).doesNotContain("{").doesNotContain("}");
                drawn.draft()
                        .words()
                        .values()
                        .forEach(word -> assertThat(drawn.task().description()).contains(word));
            }
        }

        @Test
        void payForMilestonesOnlyWhenDense() {
            Drawn dense = drawn(DENSE, 1).stream()
                    .filter(drawn -> drawn.task().family().equals("vault_delivery"))
                    .findFirst()
                    .orElseThrow();
            Task sparse = SPARSE.families()
                    .getLast()
                    .draw(dense.task().split(), dense.task().group(), Wording.KNOWN, 0)
                    .orElseThrow();
            List<ToolCall> half = dense.solution().subList(0, 4);
            assertThat(attempt(DENSE, dense.task(), half, true).reward()).isBetween(0.2, 0.69);
            assertThat(attempt(SPARSE, sparse, half, true).reward()).isZero();
            assertThat(attempt(SPARSE, sparse, dense.solution(), true).success())
                    .isTrue();
        }

        @Test
        void areNotSolvedByWalkingAtRandom() {
            int successes = 0;
            int attempts = 0;
            SplittableRandom random = new SplittableRandom(9);
            for (Drawn drawn : drawn(DENSE, 8)) {
                successes += wander(drawn.task(), random) ? 1 : 0;
                attempts++;
            }
            assertThat(attempts).isGreaterThan(500);
            assertThat(successes)
                    .as("of %d", attempts)
                    .isLessThan(attempts / 20)
                    .isPositive();
        }
    }

    @Nested
    class Words {
        @Test
        void areNotSharedAcrossSplits() {
            for (Theme one : Theme.ALL) {
                for (Theme other : Theme.ALL) {
                    if (one.split() != other.split()) {
                        Set<String> shared = words(one);
                        shared.retainAll(words(other));
                        assertThat(shared)
                                .as("%s and %s", one.name(), other.name())
                                .containsExactly("key");
                    }
                }
            }
        }

        @Test
        void areUniqueWithinATheme() {
            for (Theme theme : Theme.ALL) {
                assertThat(theme.names()).doesNotHaveDuplicates();
            }
        }

        @Test
        void ofHeldOutPhrasingsDifferFromTheKnown() {
            for (Phrasebook entry : Phrasebook.ALL) {
                assertThat(entry.unseen()).hasSizeGreaterThanOrEqualTo(3).doesNotContainAnyElementsOf(entry.known());
            }
        }

        private static Set<String> words(Theme theme) {
            Set<String> words = new TreeSet<>();
            theme.names().forEach(name -> words.addAll(List.of(name.split(" "))));
            return words;
        }
    }

    @Nested
    class Answers {
        private final Task task = DENSE.families()
                .getFirst()
                .draw(Split.TRAIN, "castle", Wording.KNOWN, 0)
                .orElseThrow();

        @Test
        void nameTheToolThatWasMeant() {
            try (Episode episode = DENSE.open(task, 0)) {
                Transition refused = episode.step(ToolCall.of("taek", "item", "helmet"));
                assertThat(refused.error()).isTrue();
                assertThat(refused.observation()).contains("There is no tool (taek)", "Maybe you meant (take)");
            }
        }

        @Test
        void refuseWhatCannotBeDoneNowAndChangeNothing() {
            try (Episode episode = DENSE.open(task, 0)) {
                List<ToolCall> before = episode.actions();
                Transition refused = episode.step(ToolCall.of("take", "item", "moon"));
                assertThat(refused.error()).isTrue();
                assertThat(refused.observation()).contains("You cannot do take(item=moon) now", "Exits:");
                assertThat(episode.actions()).isEqualTo(before);
            }
        }
    }

    private record Drawn(Task task, Draft draft) {
        List<ToolCall> solution() {
            return draft.solution();
        }
    }

    private static List<Drawn> drawn(TextWorldEnvironment environment, int each) {
        List<Drawn> drawn = new ArrayList<>();
        for (TaskFamily family : environment.families()) {
            for (Split split : Split.values()) {
                for (String group : family.groups(split)) {
                    for (long number = 0; number < each; number++) {
                        Wording wording = number % 2 == 0 ? Wording.KNOWN : Wording.HELD_OUT;
                        Task task = family.draw(split, group, wording, number).orElseThrow();
                        drawn.add(new Drawn(task, ((TextWorldFamily) family).draft(group, number)));
                    }
                }
            }
        }
        return drawn;
    }

    private static Evaluation.Scored attempt(
            TextWorldEnvironment environment, Task task, List<ToolCall> calls, boolean finish) {
        try (Episode episode = environment.open(task, 0)) {
            calls.forEach(episode::step);
            if (finish) {
                episode.step(ToolCall.of("finish"));
            }
            return judge(task, episode);
        }
    }

    private static boolean wander(Task task, SplittableRandom random) {
        try (Episode episode = DENSE.open(task, 0)) {
            for (int i = 0; i < 14; i++) {
                List<ToolCall> actions = episode.actions();
                if (episode.step(actions.get(random.nextInt(actions.size()))).ended()) {
                    break;
                }
            }
            return judge(task, episode).success();
        }
    }

    private static Evaluation.Scored judge(Task task, Episode episode) {
        List<Finding> findings = new ArrayList<>();
        for (Criterion criterion : task.criteria()) {
            findings.add(episode.check(criterion));
        }
        Rollout rollout = new Rollout(
                new RolloutKey(RolloutKey.Phase.EXPLORE, 1, 0, task.id(), 0),
                "v0",
                new Tape(new TapeMetadata("tape", null, "test", 0), List.of()),
                new End.Finished(),
                findings,
                List.of());
        return (Evaluation.Scored) new Evaluator(0.7, true).evaluate(task, rollout);
    }
}
