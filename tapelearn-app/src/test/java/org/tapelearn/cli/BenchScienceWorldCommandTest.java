package org.tapelearn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.cli.config.ConfigLoader;

/** Runs arms of the experiment on the real simulator, on two of its tasks. */
class BenchScienceWorldCommandTest {
    private static final List<String> SMALL = List.of(
            "scienceworld.tasks=[find-plant, find-animal]",
            "scienceworld.unseen_tasks=[find-animal]",
            "scienceworld.max_calls=5",
            "environment_learner.tasks_per_round=1",
            "environment_learner.optimization_rounds_per_cycle=2",
            "environment_learner.max_environment_steps=1",
            "trajectory_optimizer.trajectories_per_round=2",
            "expert.tapes_per_task=1",
            "evaluation.test_tasks=2");

    @TempDir
    Path folder;

    private final TestShell shell = new TestShell(Environments.BUNDLED);

    @BeforeAll
    static void install() {
        assertThat(new TestShell(Environments.BUNDLED).run("envs", "install", "scienceworld"))
                .isZero();
    }

    @Test
    void measuresArmsOnceAndPrintsWhatTheFolderHolds() throws IOException {
        assertThat(bench("random", "cloning", "--tests-each", "1"))
                .as(shell.err())
                .isZero();
        assertThat(shell.out())
                .contains("| random | 1 |")
                .contains("| cloning | 1 |")
                .doesNotContain("eto");
        FileTime written = Files.getLastModifiedTime(folder.resolve("cloning-seed1.json"));

        assertThat(bench("cloning", "eto", "--tests-each", "3")).as(shell.err()).isZero();
        assertThat(shell.out()).contains("| random | 1 |").contains("| eto - cloning |");
        assertThat(Files.getLastModifiedTime(folder.resolve("cloning-seed1.json")))
                .isEqualTo(written);
        JsonNode result =
                new ObjectMapper().readTree(folder.resolve("eto-seed1.json").toFile());
        assertThat(result.path("stop_reason").asText()).isEqualTo("budget");
        assertThat(result.path("attempts"))
                .as("two of each row, and a third of the kind that is trained on")
                .hasSize(5);
        JsonNode table =
                new ObjectMapper().readTree(folder.resolve("table.json").toFile());
        assertThat(table.path("rows")).hasSize(3);
        assertThat(table.path("rows").path(1).path("score").path("attempts").asInt())
                .isEqualTo(2);
        assertThat(folder.resolve("table.md")).content().contains("Machine: ");
    }

    @Test
    void runsAFurtherArmWhereItIsNamedAndComparesItWithTheArmThatItChanges() {
        assertThat(bench("eto-gate", "eto", "--tests-each", "1"))
                .as(shell.err())
                .isZero();

        assertThat(shell.out())
                .contains("| eto | 1 |")
                .contains("| eto-gate - eto |")
                .doesNotContain("| random |");
        assertThat(folder.resolve("eto-gate-seed1.json")).exists();
    }

    @Test
    void configuresEachArmDifferently() {
        ConfigLoader loader = new ConfigLoader(List.of("scienceworld"));
        assertThat(ScienceWorldArm.ALL).extracting(ScienceWorldArm::name).doesNotHaveDuplicates();
        assertThat(ScienceWorldArm.ALL)
                .extracting(
                        arm -> loader.load(Optional.empty(), arm.overrides()).json())
                .doesNotHaveDuplicates();
    }

    @Test
    void learnsByItselfAsEtoDoesButFromNoGoldPath() {
        ConfigLoader loader = new ConfigLoader(List.of("scienceworld"));
        List<String> shown = new ArrayList<>(arm("self-play-failures").overrides());
        shown.add("expert.tapes_per_task=3");
        assertThat(loader.load(Optional.empty(), shown).json())
                .isEqualTo(loader.load(Optional.empty(), arm("eto").overrides()).json());
    }

    private static ScienceWorldArm arm(String name) {
        return ScienceWorldArm.ALL.stream()
                .filter(arm -> arm.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void namesEachArmInItsHelp() {
        assertThat(shell.run("bench", "scienceworld", "--help")).isZero();
        assertThat(List.of(shell.out().split("[\\s,.:]+")))
                .containsAll(
                        ScienceWorldArm.ALL.stream().map(ScienceWorldArm::name).toList());
    }

    @Test
    void knowsItsArms() {
        assertThat(bench("rejection")).isEqualTo(2);
        assertThat(shell.err()).contains("There is no arm (rejection), only: random, cloning, rejection-sampling");
        assertThat(bench("--minutes", "-1")).isEqualTo(2);
        assertThat(shell.err()).contains("--minutes takes a whole number");
        assertThat(bench("--tests-each", "0")).isEqualTo(2);
        assertThat(shell.err()).contains("--tests-each takes a whole number");
    }

    @Test
    void saysWhatToDoAboutABrokenResult() throws IOException {
        Files.writeString(folder.resolve("random-seed1.json"), "{");
        assertThat(bench("random")).isEqualTo(2);
        assertThat(shell.err()).contains("random-seed1.json").contains("Delete it");
    }

    private int bench(String... arguments) {
        Stream<String> settings = SMALL.stream().flatMap(value -> Stream.of("--set", value));
        return shell.run(Stream.of(
                        Stream.of("bench", "scienceworld", "--out", folder.toString()), Stream.of(arguments), settings)
                .flatMap(part -> part)
                .toArray(String[]::new));
    }
}
