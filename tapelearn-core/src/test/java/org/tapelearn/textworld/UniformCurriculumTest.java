package org.tapelearn.textworld;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.InMemorySessionStore;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearnerConfig.Curriculum;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.policy.EmbeddedTrainer;
import org.tapelearn.task.TaskFamily;

/** Without a curriculum all families come in turn; with one, those that go well come less often. */
class UniformCurriculumTest {
    private static final TextWorldEnvironment WORLD = new TextWorldEnvironment(true);
    private static final Set<String> FAMILIES = WORLD.families().stream()
            .filter(family -> !family.heldOut())
            .map(TaskFamily::name)
            .collect(Collectors.toSet());

    /** The families of the tasks of each wave, repeated as often as a task of them was drawn. */
    private static List<List<String>> waves(Curriculum curriculum) {
        LearnerConfig plain = LearnerConfig.DEFAULT;
        LearnerConfig config = new LearnerConfig(
                1,
                new LearnerConfig.EnvironmentLearnerConfig(1, FAMILIES.size(), 3, 1, 20, curriculum, 2, 0, ""),
                plain.trajectoryOptimizer(),
                plain.memoryWarmer(),
                new LearnerConfig.TaskGeneratorConfig(false, 0, 0, 0, 0, true, 0),
                new LearnerConfig.GateConfig(false, 0.05, 1),
                new LearnerConfig.EvaluationConfig(1, false));
        InMemorySessionStore store = new InMemorySessionStore();
        new EnvironmentLearner(
                        WORLD,
                        new EmbeddedTrainer(WORLD, EmbeddedTrainer.Settings.DEFAULT, 2),
                        config,
                        store,
                        Clock.systemUTC(),
                        LearningListener.NONE)
                .learn("s", List.of("Fetch and deliver things, store them, unlock and open containers, cook"), "");
        return store.tapes("s", new SessionStore.TapeQuery("explore", "", "", Integer.MAX_VALUE)).stream()
                .map(head -> store.rollouts("s", Set.of(head.rolloutId())).getFirst())
                .filter(judged -> judged.rollout().key().attempt() == 0)
                .collect(Collectors.groupingBy(
                        judged -> judged.rollout().key().wave(),
                        Collectors.mapping(judged -> judged.task().family(), Collectors.toList())))
                .values()
                .stream()
                .toList();
    }

    /** As many as a wave has families. */
    private static List<String> firstOf(List<String> wave) {
        return wave.subList(0, new HashSet<>(wave).size());
    }

    @Test
    void takesEachFamilyOnceBeforeAnyComesAgain() {
        assertThat(waves(Curriculum.UNIFORM))
                .hasSize(3)
                .allSatisfy(wave -> assertThat(firstOf(wave)).doesNotHaveDuplicates());
        assertThat(waves(Curriculum.MASTERY))
                .anySatisfy(
                        wave -> assertThat(new HashSet<>(firstOf(wave))).hasSizeLessThan(new HashSet<>(wave).size()));
    }
}
