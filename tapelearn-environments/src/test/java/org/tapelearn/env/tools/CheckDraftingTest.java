package org.tapelearn.env.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.env.tools.methods.MethodToolHost;
import org.tapelearn.environment.EnvironmentContext;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Unchecked;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.seed.SeedTask;
import org.tapelearn.learn.seed.SeedTaskManager;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.tool.ToolSpec;

class CheckDraftingTest {
    private static final String SEEDS = """
            seed_tasks:
              - id: find-code
                description: "What is the code of {place}?"
                parameters:
                  place: [mill, farm, inn, barn, tower, bridge, well, forge, mine, camp, dock, hall]
                  code: {range: [1000, 1999]}
                setup: {"{place}.txt": "code: {code}"}
                success_criteria: ["The answer is the code that stands in the file of the place"]
              - id: keep
                description: Keep the note
                setup: {"note.txt": "keep me"}
                success_criteria: [The note is still there]
              - {id: shrug, description: Be nice}
            """;

    @TempDir
    private Path folder;

    private final List<String> asked = new ArrayList<>();

    private static MethodToolHost host() {
        return MethodToolHost.of(
                ToolEnvironmentTest.Desk.class, Set.of("list", "show", "where"), ToolEnvironmentTest.Desk::new);
    }

    private static ToolSettings settings() {
        return new ToolSettings("submit_answer", 10, 200);
    }

    private CheckDrafting.Result drafted(String code, String keep) {
        try (MethodToolHost host = host()) {
            return new CheckDrafting(host, settings())
                    .draft(SeedsFile.parse(SEEDS, "tasks.yaml"), (task, criteria, setup, tools) -> {
                        asked.add("%s | %s | %s | %s"
                                .formatted(
                                        task,
                                        criteria,
                                        setup,
                                        tools.stream().map(ToolSpec::name).toList()));
                        return Optional.of(task.startsWith("Keep") ? keep : code)
                                .filter(text -> !text.isEmpty());
                    });
        }
    }

    @Test
    void keepsACheckThatHoldsItsTrialAndRefusesOneThatHoldsFromTheStart() {
        CheckDrafting.Result result =
                drafted("{\"answer\": \"{code}\"}", "{\"file\": {\"path\": \"note.txt\", \"contains\": \"keep me\"}}");

        assertThat(result.kept()).containsOnlyKeys("find-code");
        assertThat(result.refused())
                .containsEntry("keep", "its task is solved without doing anything")
                .containsEntry("shrug", "it does not say when it is done (success_criteria)")
                .hasSize(2);
        assertThat(asked.getFirst())
                .isEqualTo(
                        "What is the code of {place}? | [The answer is the code that stands in the file of the place]"
                                + " | {place}.txt: code: {code} | [list, show, where]");
    }

    @Test
    void refusesWhatCannotBeReadOrMayChangeSomething() {
        assertThat(drafted("{\"answer\": \"{secret}\"}", "{\"opinion\": \"nice\"}")
                        .refused())
                .hasEntrySatisfying(
                        "find-code", why -> assertThat(why).contains("(secret), which is no parameter of this task"))
                .hasEntrySatisfying("keep", why -> assertThat(why).contains("there is no key (opinion)"));
        assertThat(drafted(
                                "",
                                "{\"tool_result\": {\"tool\": \"talk\", \"arguments\": {\"words\": 3}, \"contains\": \"bla\"}}")
                        .refused())
                .containsEntry("find-code", "no check was written")
                .hasEntrySatisfying(
                        "keep",
                        why -> assertThat(why)
                                .contains("a check calls a tool that changes nothing", "it names (talk)"));
    }

    @Test
    void recordsAndShowsWhoWroteTheCheck() {
        Path file = folder.resolve("checks.json");
        DraftedChecks.write(file, "drafted by a model", drafted("{\"answer\": \"{code}\"}", ""));

        SeedsFile seeds = SeedsFile.parse(SEEDS, "tasks.yaml").with(DraftedChecks.read(file));
        try (ToolEnvironment environment = ToolEnvironment.of("desk", host(), seeds, settings())) {
            assertThat(environment.families()).extracting(TaskFamily::name).containsExactly("find_code");
            assertThat(environment.notes())
                    .containsExactly("The check of task (find-code) is not its author's: drafted by a model.");
            Task task = environment
                    .families()
                    .getFirst()
                    .draw(
                            Split.TRAIN,
                            environment
                                    .families()
                                    .getFirst()
                                    .groups(Split.TRAIN)
                                    .getFirst(),
                            TaskFamily.Wording.KNOWN,
                            0)
                    .orElseThrow();
            assertThat(task.criteria().getFirst().description())
                    .isEqualTo("The check of the task holds (drafted by a model).");
            try (Episode episode = environment.open(task, 1)) {
                String code = task.criteria()
                        .getFirst()
                        .check()
                        .path("values")
                        .path("code")
                        .asText();
                episode.step(ToolCall.of("submit_answer", "answer", code));
                assertThat(episode.check(task.criteria().getFirst()).holds()).isTrue();
            }
        }
    }

    @Test
    void draftsForSeedsThatAManagerTookInWordsAndSaved() {
        Path saved = folder.resolve("seeds.json");
        String known = """
            seed_tasks:
              - {id: greet, description: Say the greeting, check: {answer: hello}}
            """;
        try (ToolEnvironment environment =
                ToolEnvironment.of("desk", host(), SeedsFile.parse(known, "tasks.yaml"), settings())) {
            SeedTaskManager manager = new SeedTaskManager(environment);
            SeedTask taken = manager.addSeedTaskFromDescription(
                    "Multiply seven by six",
                    TaskCategory.PROBLEM_SOLVING,
                    TaskDifficulty.BEGINNER,
                    EnvironmentContext.NONE,
                    List.of("Forty-two is answered"),
                    List.of());
            assertThat(taken.checkable()).isFalse();
            manager.save(saved);
        }

        SeedsFile seeds = SeedsFile.read(saved);
        assertThat(seeds.unverifiable())
                .extracting(SeedsFile.Unverifiable::description)
                .containsExactly("Multiply seven by six");
        try (MethodToolHost host = host()) {
            CheckDrafting.Result drafted = new CheckDrafting(host, settings())
                    .draft(
                            seeds,
                            (task, criteria, setup, tools) -> criteria.equals(List.of("Forty-two is answered"))
                                    ? Optional.of("{\"answer\": \"42\"}")
                                    : Optional.empty());
            DraftedChecks.write(folder.resolve("checks.json"), "drafted by a model", drafted);
        }
        assertThat(seeds.with(DraftedChecks.read(folder.resolve("checks.json"))).unverifiable())
                .isEmpty();
    }

    @Test
    void leavesADraftForOtherWords() throws IOException {
        Path file = folder.resolve("checks.json");
        DraftedChecks.write(file, "drafted by a model", drafted("{\"answer\": \"{code}\"}", ""));
        String changed = SEEDS.replace("The answer is the code", "The answer is twice the code");

        assertThat(SeedsFile.parse(changed, "tasks.yaml")
                        .with(DraftedChecks.read(file))
                        .unverifiable())
                .extracting(SeedsFile.Unverifiable::id)
                .containsExactly("find-code", "keep", "shrug");
        Files.writeString(file, "{\"origin\": \"me\", \"checks\": {\"find-code\": {}}}");
        assertThatThrownBy(() -> DraftedChecks.read(file))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("(wanted) and (check) were expected");
    }

    @Test
    void letsWhatNothingChecksBeTriedAndTellsTheStateThatIsLeft() {
        try (ToolEnvironment environment =
                ToolEnvironment.of("desk", host(), SeedsFile.parse(SEEDS, "tasks.yaml"), settings())) {
            assertThat(environment.unchecked())
                    .extracting(Unchecked::description)
                    .containsExactly("What is the code of {place}?", "Keep the note", "Be nice");
            Task keep = environment.unchecked().get(1).tasks().getFirst();
            assertThat(keep.checkable()).isFalse();
            assertThat(keep.split()).isEqualTo(Split.TRAIN);
            try (Episode episode = environment.open(keep, 1)) {
                assertThat(keep.words()).endsWith("\nWanted: The note is still there");
                assertThat(episode.state()).isEqualTo("No answer was given.\nFile note.txt: keep me");
                episode.step(ToolCall.of("submit_answer", "answer", "kept"));
                assertThat(episode.state()).startsWith("The answer: kept\n");
            }
            assertThat(environment.unchecked().getFirst().tasks())
                    .hasSizeBetween(2, 10)
                    .allSatisfy(task -> {
                        try (Episode episode = environment.open(task, 1)) {
                            String place = task.description().replaceAll(".* of |\\?", "");
                            assertThat(episode.state()).contains("File %s.txt: code: 1".formatted(place));
                        }
                    });
        }
    }
}
