package org.tapelearn.learn.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.environment.CheckerTrial;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentContext;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Finding;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.task.TaskOrigin;
import org.tapelearn.textworld.TextWorldEnvironment;

class SeedTaskManagerTest {
    private final TextWorldEnvironment world = new TextWorldEnvironment(true);
    private final SeedTaskManager manager = new SeedTaskManager(world);

    @Nested
    class Understanding {
        @Test
        void goesByWholeWords() {
            assertThat(SeedRules.category(SeedRules.of("Use the tools"))).isEqualTo(TaskCategory.TOOL_USAGE);
            assertThat(SeedRules.category(SeedRules.of("Fuse the stools"))).isEqualTo(TaskCategory.PROBLEM_SOLVING);
            assertThat(SeedRules.category(SeedRules.of("Combine several workflows, then integrate them")))
                    .isEqualTo(TaskCategory.INTEGRATION);
        }

        @Test
        void takesTheHardestLevelThatAWordNames() {
            assertThat(difficulty("Load a simple file")).isEqualTo(TaskDifficulty.BEGINNER);
            assertThat(difficulty("Load several files")).isEqualTo(TaskDifficulty.ADVANCED);
            assertThat(difficulty("Automate a simple chore")).isEqualTo(TaskDifficulty.EXPERT);
            assertThat(difficulty("Preload what is there")).isEqualTo(TaskDifficulty.INTERMEDIATE);
        }

        private static TaskDifficulty difficulty(String description) {
            return SeedRules.difficulty(SeedRules.of(description), TaskDifficulty.INTERMEDIATE);
        }

        @Test
        void letsTheUserSayWhatItIs() {
            SeedTask seed =
                    manager.addSeedTaskFromDescription("Fetch things", TaskCategory.CREATIVE, TaskDifficulty.EXPERT);
            assertThat(seed.category()).isEqualTo(TaskCategory.CREATIVE);
            assertThat(seed.difficulty()).isEqualTo(TaskDifficulty.EXPERT);
            assertThat(seed.families()).containsExactly("fetch");
        }

        @Test
        void checksASeedByWhatItsSuccessCriteriaName() {
            assertThat(manager.addSeedTaskFromDescription("Make me happy").checkable())
                    .isFalse();
            SeedTask seed = manager.addSeedTaskFromDescription(
                    "Make me happy",
                    null,
                    null,
                    EnvironmentContext.NONE,
                    List.of("You fetch what I asked for"),
                    List.of("the lamp from the attic"));
            assertThat(seed.families()).containsExactly("fetch");
            assertThat(seed.whatToAdd()).isEmpty();
        }

        @Test
        void tellsCriteriaThatNothingChecksApart() {
            SeedTask seed = manager.addSeedTaskFromDescription(
                    "Fetch things",
                    null,
                    null,
                    EnvironmentContext.NONE,
                    List.of("The answer is a poem in French", "You get the lamp"),
                    List.of());
            assertThat(seed.uncheckedCriteria()).containsExactly("The answer is a poem in French");
            assertThat(seed.told())
                    .containsExactly("Wanted: The answer is a poem in French", "Done when: You get the lamp");
        }

        @Test
        void saysWhatToAddWhereNothingCanCheckIt() {
            SeedTask seed = manager.addSeedTaskFromDescription("Explore your feelings");
            assertThat(seed.category()).isEqualTo(TaskCategory.EXPLORATION);
            assertThat(seed.whatToAdd())
                    .isEqualTo("say in it, or in a success criterion, what to check by one of these words:"
                            + " fetch, get, bring");
        }

        @Test
        void refusesToLearnWhereNothingCanBeChecked() {
            assertThatThrownBy(() -> manager.addMultipleSeedTasks(List.of("Be good")))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessageContaining("None of the 1 seed descriptions can be checked");
        }
    }

    @Test
    void findsSeedsByIdCategoryAndDifficulty() {
        manager.addMultipleSeedTasks(List.of("Fetch things", "Write a simple poem"));
        assertThat(manager.seeds()).extracting(SeedTask::id).containsExactly("seed-1", "seed-2");
        assertThat(manager.getTasksByCategory(TaskCategory.EXPLORATION))
                .extracting(SeedTask::id)
                .containsExactly("seed-1");
        assertThat(manager.getTasksByDifficulty(TaskDifficulty.BEGINNER))
                .extracting(SeedTask::id)
                .containsExactly("seed-2");
    }

    @Test
    void variesATaskWithACheckerThatHolds() {
        Task base = fetch();
        List<Task> variations = manager.generateTaskVariations(base, 6);
        assertThat(variations).hasSize(6);
        assertThat(variations)
                .extracting(Task::description)
                .doesNotHaveDuplicates()
                .doesNotContain(base.description());
        assertThat(variations).extracting(Task::group).hasSizeGreaterThan(1).contains(base.group());
        assertThat(variations).allSatisfy(task -> {
            assertThat(task.family()).isEqualTo("fetch");
            assertThat(task.origin()).isEqualTo(new TaskOrigin.Variation(base.id()));
            assertThat(new CheckerTrial(world, base.id().hashCode()).fault(task))
                    .isEmpty();
        });
    }

    @Test
    void givesNoVariationWhoseCheckerIsMet() {
        Environment solved = (Environment) Proxy.newProxyInstance(
                Environment.class.getClassLoader(),
                new Class<?>[] {Environment.class},
                (proxy, method, arguments) -> method.getName().equals("open")
                        ? new Solved((Episode) method.invoke(world, arguments))
                        : method.invoke(world, arguments));
        assertThat(new SeedTaskManager(solved).generateTaskVariations(fetch(), 6))
                .isEmpty();
    }

    /** An episode in which everything is done before it begins. */
    private record Solved(Episode episode) implements Episode {
        @Override
        public String opening() {
            return episode.opening();
        }

        @Override
        public List<ToolCall> actions() {
            return episode.actions();
        }

        @Override
        public Transition step(ToolCall call) {
            return episode.step(call);
        }

        @Override
        public Finding check(Criterion criterion) {
            return new Finding(criterion.name(), true, "done");
        }

        @Override
        public void close() {
            episode.close();
        }
    }

    private Task fetch() {
        TaskFamily family = world.families().stream()
                .filter(one -> one.name().equals("fetch"))
                .findFirst()
                .orElseThrow();
        return family.draw(Split.TRAIN, family.groups(Split.TRAIN).getFirst(), TaskFamily.Wording.KNOWN, 3)
                .orElseThrow();
    }

    @Nested
    class InFiles {
        @TempDir
        Path folder;

        @Test
        void keepSeedsInTheGuidesShape() throws IOException {
            Path file = folder.resolve("seeds.json");
            Files.writeString(file, """
                    {"seed_tasks": [
                       {"id": "a", "description": "Fetch things", "category": "tool_usage", "difficulty": "advanced",
                        "environment_context": {"available_tools": ["go"]}, "success_criteria": ["it is in your hand"],
                        "examples": ["the lamp"], "metadata": {"author": "me"}},
                       {"description": "Open things"}],
                     "environment_context": {"data_sources": ["attic"], "capabilities": {"walk": ["go", "look"]}, "note": 7}}""");
            manager.load(file);
            assertThat(manager.seeds()).extracting(SeedTask::id).containsExactly("a", "seed-2");
            assertThat(manager.seeds().getFirst().category()).isEqualTo(TaskCategory.TOOL_USAGE);
            assertThat(manager.analyzeEnvironmentFromTasks().missingDataSources())
                    .containsExactly("attic");
            assertThat(manager.analyzeEnvironmentFromTasks().tools()).containsKey("unlock");

            Path again = folder.resolve("again.json");
            manager.save(again);
            SeedTaskManager other = new SeedTaskManager(world);
            other.load(again);
            assertThat(other.seeds()).isEqualTo(manager.seeds());
            assertThat(other.toJson())
                    .isEqualTo(manager.toJson())
                    .contains("\"note\" : 7")
                    .contains("\"author\" : \"me\"");
        }

        @Test
        void sayWhatIsWrongWithThem() throws IOException {
            assertThat(refused("{}")).contains("a list (seed_tasks) was expected");
            assertThat(refused("{\"seed_tasks\": [{\"description\": \"x\", \"dificulty\": \"expert\"}]}"))
                    .contains("seed task 1: the key (dificulty) is not known")
                    .contains("Maybe you meant (difficulty).");
            assertThat(refused("{\"seed_tasks\": [{\"description\": \"x\", \"category\": \"creativ\"}]}"))
                    .contains("(creativ) was found")
                    .contains("Maybe you meant (creative).");
            assertThat(refused("{\"seed_tasks\": [{\"id\": \"a\", \"description\": \"x\"}, {\"id\": \"a\","
                            + " \"description\": \"y\"}]}"))
                    .contains("two seed tasks of the id (a)");
            assertThat(refused("nonsense")).contains("is not JSON");
        }

        @Test
        void dropNothingThatIsWrittenInAnotherShape() throws IOException {
            assertThat(refused("{\"seed_tasks\": [{\"description\": \"x\", \"success_criteria\": \"it is there\"}]}"))
                    .contains("seed task 1, success_criteria: a list was expected, but (\"it is there\") was found.");
            assertThat(refused("{\"seed_tasks\": [{\"description\": \"x\", \"examples\": \"the lamp\"}]}"))
                    .contains("seed task 1, examples: a list was expected, but (\"the lamp\") was found.");
            assertThat(refused("{\"seed_tasks\": [{\"description\": [\"x\"]}]}"))
                    .contains("seed task 1, description: text was expected, but ([\"x\"]) was found.");
            assertThat(refused("{\"seed_tasks\": [{\"description\": \"x\", \"metadata\": [1]}]}"))
                    .contains("seed task 1, metadata: an object was expected, but ([1]) was found.");
            assertThat(refused("{\"seed_tasks\": [\"x\"]}"))
                    .contains("seed task 1: an object was expected, but (\"x\") was found.");
            assertThat(refused("{\"seed_tasks\": [], \"environment_context\": {\"available_tools\": \"go\"}}"))
                    .contains("environment_context, available_tools: a list was expected, but (\"go\") was found.");
            assertThat(refused("{\"seed_tasks\": [], \"environment_context\": {\"capabilities\": [\"walk\"]}}"))
                    .contains("environment_context, capabilities: an object was expected, but ([\"walk\"]) was found.");
            assertThat(refused("{\"seed_tasks\": [], \"environment_context\": {\"capabilities\": {\"walk\": \"go\"}}}"))
                    .contains("environment_context, capabilities, walk: a list was expected, but (\"go\") was found.");
            assertThat(refused("{\"seed_tasks\": [], \"enviroment_context\": {}}"))
                    .contains("the key (enviroment_context) is not known")
                    .contains("Maybe you meant (environment_context).");
        }

        private String refused(String json) throws IOException {
            Path file = folder.resolve("wrong.json");
            Files.writeString(file, json);
            try {
                new SeedTaskManager(world).load(file);
            } catch (PrerequisiteException refused) {
                return String.valueOf(refused.getMessage());
            }
            throw new AssertionError("This was read: " + json);
        }
    }
}
