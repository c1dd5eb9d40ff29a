package org.tapelearn.textworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentContext;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.InMemorySessionStore;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionStore.TapeHead;
import org.tapelearn.learn.SessionStore.TapeQuery;
import org.tapelearn.policy.EmbeddedTrainer;
import org.tapelearn.task.TaskFamily;

/** A learned agent can be tried on more test tasks than its report has. */
class TestFurtherTest {
    private static final int OF_REPORT = 6;

    private final Environment world = new TextWorldEnvironment(true);
    private final InMemorySessionStore store = new InMemorySessionStore();
    private final EnvironmentLearner learner = learner();

    @Test
    void addsAttemptsAtTheFirstTasksOfEachFamilyThatIsNotHeldOut() {
        LearningReport report = learner.learn("session", List.of("Fetch and deliver things"), "");
        List<TapeHead> ofReport = tested();

        int added = learner.testFurther("session", 4);

        List<TapeHead> all = tested();
        assertThat(all.subList(0, ofReport.size())).isEqualTo(ofReport);
        assertThat(all).hasSize(ofReport.size() + added).doesNotHaveDuplicates();
        Map<String, Long> byFamily = all.stream()
                .filter(tape -> tape.rolloutId().startsWith("test-learned/0/0/"))
                .collect(Collectors.groupingBy(TapeHead::family, Collectors.counting()));
        assertThat(byFamily.keySet())
                .containsExactlyInAnyOrderElementsOf(world.families().stream()
                        .filter(family -> !family.heldOut())
                        .map(TaskFamily::name)
                        .toList());
        assertThat(byFamily.values()).containsOnly(4L);
        assertThat(learner.resume("session")).isEqualTo(report);
    }

    @Test
    void triesNothingTwice() {
        learner.learn("session", List.of("Fetch and deliver things"), "");
        assertThat(learner.testFurther("session", 3)).isPositive();
        assertThat(learner.testFurther("session", 3)).isZero();
    }

    @Test
    void needsAReport() {
        assertThatThrownBy(() -> learner.testFurther("nowhere", 3))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("no session (nowhere)");
        learner.startLearningSession("begun", List.of("Fetch and deliver things"), EnvironmentContext.NONE, "");
        assertThatThrownBy(() -> learner.testFurther("begun", 3))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("tapelearn resume begun");
        assertThatThrownBy(() -> learner.testFurther("begun", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private List<TapeHead> tested() {
        return store.tapes("session", new TapeQuery("test-learned", "", "", Integer.MAX_VALUE));
    }

    private EnvironmentLearner learner() {
        LearnerConfig defaults = LearnerConfig.DEFAULT;
        LearnerConfig config = new LearnerConfig(
                1,
                new LearnerConfig.EnvironmentLearnerConfig(
                        0, 8, 1, 0.95, 20, LearnerConfig.Curriculum.MASTERY, 2, 0, ""),
                defaults.trajectoryOptimizer(),
                defaults.memoryWarmer(),
                defaults.taskGenerator(),
                defaults.gate(),
                new LearnerConfig.EvaluationConfig(OF_REPORT, false));
        EmbeddedTrainer trainer =
                new EmbeddedTrainer(world, new EmbeddedTrainer.Settings(0.1, 1, 0.1, 0.05, 0.1, 0.2), 2);
        return new EnvironmentLearner(world, trainer, config, store, Clock.systemUTC(), LearningListener.NONE);
    }
}
