package org.tapelearn.learn.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tapelearn.environment.CheckerTrial;
import org.tapelearn.environment.DelegatingEnvironment;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentContext;
import org.tapelearn.environment.EnvironmentState;
import org.tapelearn.environment.Episode;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.generate.AutonomousTaskGenerator.LearningContext;
import org.tapelearn.metrics.LearningMetrics;
import org.tapelearn.metrics.LearningMetrics.Share;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.task.TaskOrigin;
import org.tapelearn.textworld.TextWorldEnvironment;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

class AutonomousTaskGeneratorTest {
    private final TextWorldEnvironment world = new TextWorldEnvironment(true);
    private final AutonomousTaskGenerator generator = new AutonomousTaskGenerator(world, 10, true, 1);
    private final EnvironmentState known = EnvironmentState.of(world, EnvironmentContext.NONE);

    @Test
    void aimsAtWhatIsCompletedLeastOften() {
        LearningMetrics metrics = measured(
                Map.of("fetch", new Share(10, 9), "open_container", new Share(10, 1), "store", new Share(10, 8)));
        List<Task> tasks = generator.generateTasks(
                new LearningContext(List.of("fetch", "open_container"), List.of()), known, metrics, 4);
        assertThat(tasks).hasSize(4).extracting(Task::family).containsOnly("open_container");
        LearningMetrics turned = measured(Map.of("fetch", new Share(10, 1), "open_container", new Share(10, 9)));
        assertThat(generator.generateTasks(
                        new LearningContext(List.of("fetch", "open_container"), List.of()), known, turned, 4))
                .extracting(Task::family)
                .containsOnly("fetch");
    }

    @Test
    void drawsAShareFromWhatWasTriedLeast() {
        LearningMetrics metrics = measured(Map.of("fetch", new Share(1_000, 1), "open_container", new Share(2, 2)));
        LearningContext both = new LearningContext(List.of("fetch", "open_container"), List.of());
        assertThat(generator.generateTasks(both, known, metrics, 10))
                .extracting(Task::family)
                .containsOnly("fetch");
        assertThat(new AutonomousTaskGenerator(world, 10, true, 1, 1).generateTasks(both, known, metrics, 10))
                .extracting(Task::family)
                .containsOnly("open_container");
        assertThat(new AutonomousTaskGenerator(world, 10, true, 0.5, 1).generateTasks(both, known, metrics, 10))
                .extracting(Task::family)
                .contains("fetch", "open_container");
    }

    @Test
    void keepsToDeclaredDataSourcesAndItsLimit() {
        String theme = world.families().getFirst().groups(Split.TRAIN).getLast();
        EnvironmentState declared = EnvironmentState.of(world, EnvironmentContext.of(List.of(), List.of(theme)));
        List<Task> tasks = new AutonomousTaskGenerator(world, 3, true, 1)
                .generateTasks(new LearningContext(List.of(), List.of()), declared, LearningMetrics.NONE, 50);
        assertThat(tasks).hasSize(3).extracting(Task::group).containsOnly(theme);
    }

    @Test
    void buildsALadderOfGrowingStructure() {
        Task base = task("fetch");
        List<Task> rungs = generator.generateProgressiveTasks(base, 5);
        assertThat(rungs).hasSizeGreaterThanOrEqualTo(2);
        int size = base.size();
        for (int i = 0; i < rungs.size(); i++) {
            assertThat(rungs.get(i).size()).isGreaterThan(size);
            assertThat(rungs.get(i).origin()).isEqualTo(new TaskOrigin.Progression(base.id(), i + 1));
            assertThat(new CheckerTrial(world, 9).fault(rungs.get(i))).isEmpty();
            size = rungs.get(i).size();
        }
    }

    @Test
    void makesTasksFromAToolsSchemaThatCallsCanSolve() {
        List<Task> tasks = generator.generateExplorationTasksForTools(List.of("go", "look"), List.of("go"));
        assertThat(tasks)
                .extracting(Task::description)
                .containsExactly(
                        "Call the tool go so that it answers.",
                        "Call the tool go with exit no such thing, and see how it refuses.");
        assertThat(tasks).extracting(Task::origin).containsOnly(new TaskOrigin.ToolExploration("go"));
        ExploringEnvironment exploring = new ExploringEnvironment(world);
        try (Episode episode = exploring.open(tasks.getLast(), 1)) {
            Criterion refused = tasks.getLast().criteria().getFirst();
            assertThat(episode.check(refused).holds()).isFalse();
            assertThat(episode.step(ToolCall.of("go", "exit", "no such thing")).error())
                    .isTrue();
            assertThat(episode.check(refused).holds()).isTrue();
            assertThat(episode.check(tasks.getFirst().criteria().getFirst()).holds())
                    .isFalse();
            ToolCall go = episode.actions().stream()
                    .filter(call -> call.tool().equals("go"))
                    .findFirst()
                    .orElseThrow();
            episode.step(go);
            assertThat(episode.check(tasks.getFirst().criteria().getFirst()).holds())
                    .isTrue();
        }
        assertThat(generator.getGenerationStatistics().accepted()).isEqualTo(2);
    }

    @Test
    void triesTheErrorPathOfEachArgumentByItself() {
        assertThat(new AutonomousTaskGenerator(world, 30, true, 1)
                        .generateExplorationTasksForTools(List.of("put"), List.of("put")))
                .extracting(Task::description)
                .contains(
                        "Call the tool put with item no such thing, and see how it refuses.",
                        "Call the tool put with container no such thing, and see how it refuses.");
    }

    @Test
    void triesNumbersAtTheirEdges() {
        Environment counting = new DelegatingEnvironment(world) {
            @Override
            public List<ToolSpec> tools() {
                return List.of(new ToolSpec(
                        "go", "Go.", List.of(Parameter.integer("exit", "Which.")), ToolSpec.Effect.WRITES));
            }
        };
        AutonomousTaskGenerator numbers = new AutonomousTaskGenerator(counting, 30, true, 1);
        assertThat(numbers.generateExplorationTasksForTools(List.of("go"), List.of("go")))
                .extracting(Task::description)
                .containsExactly(
                        "Call the tool go so that it answers.",
                        "Call the tool go with exit -1, and see how it refuses.");
        assertThat(numbers.getGenerationStatistics().refusedBecause()).containsEntry(ToolTasks.UNREACHED, 1);
    }

    @Test
    void refusesToolsThatThereAreNot() {
        assertThatThrownBy(() -> generator.generateExplorationTasksForTools(List.of("lok"), List.of("lok")))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("has no tool (lok)")
                .hasMessageContaining("Maybe you meant (look).");
    }

    @Test
    void adaptsEachTaskByItsOwnResults() {
        Task easy = task("open_container");
        Task hard = task("deliver");
        Task fair = task("fetch");
        List<AutonomousTaskGenerator.Adapted> adapted = generator.adaptTasksBasedOnPerformance(
                List.of(easy, hard, fair),
                measured(Map.of("fetch", new Share(10, 5))),
                Map.of(easy.id(), new Share(10, 9), hard.id(), new Share(10, 0)));
        assertThat(adapted).extracting(AutonomousTaskGenerator.Adapted::from).containsExactly(easy, hard, fair);
        assertThat(adapted.get(0).to().size()).isGreaterThan(easy.size());
        assertThat(adapted.get(0).reason()).isEqualTo("9 of 10 succeeded: harder");
        assertThat(adapted.get(1).to().size()).isLessThan(hard.size());
        assertThat(adapted.get(1).reason()).isEqualTo("0 of 10 succeeded: easier");
        assertThat(adapted.get(2).to().family()).isEqualTo("fetch");
        assertThat(adapted.get(2).to().description()).isNotEqualTo(fair.description());
        assertThat(adapted.get(2).reason()).isEqualTo("5 of 10 succeeded: another of its kind");
    }

    @Test
    void countsWhatItRefusedAndWhy() {
        GenerationStatistics statistics = GenerationStatistics.NONE
                .accepting(3)
                .refusing("its tasks cannot be checked")
                .tried(new Share(8, 2));
        assertThat(statistics.acceptanceRate()).isEqualTo(0.75);
        assertThat(statistics.refusedBecause()).containsEntry("its tasks cannot be checked", 1);
        assertThat(statistics.solveRate()).isEqualTo(0.25);
        generator.generateTasks(new LearningContext(List.of("fetch"), List.of()), known, LearningMetrics.NONE, 10);
        assertThat(generator.getGenerationStatistics().accepted()).isEqualTo(10);
        assertThat(generator.getGenerationStatistics().proposed()).isGreaterThanOrEqualTo(10);
    }

    private Task task(String name) {
        TaskFamily family = world.families().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        return family.draw(Split.TRAIN, family.groups(Split.TRAIN).getFirst(), TaskFamily.Wording.KNOWN, 3)
                .orElseThrow();
    }

    private static LearningMetrics measured(Map<String, Share> families) {
        LearningMetrics none = LearningMetrics.NONE;
        SortedMap<String, Share> byFamily = new TreeMap<>(families);
        return new LearningMetrics(
                0,
                0,
                0,
                0,
                0,
                none.tasksByCategory(),
                none.tasksByDifficulty(),
                byFamily,
                0,
                0,
                0,
                List.of(),
                List.of(),
                0,
                0,
                0,
                0,
                none.heldOut(),
                0,
                0,
                0);
    }
}
