package org.tapelearn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Learns ScienceWorld from the command line, on the real simulator. */
class ScienceWorldCommandTest {
    private static final List<String> SMALL = List.of(
            "--env",
            "scienceworld",
            "scienceworld.tasks=[find-plant, find-non-living-thing]",
            "scienceworld.unseen_tasks=[find-non-living-thing]",
            "scienceworld.max_calls=6",
            "expert.tapes_per_task=1",
            "word_vectors=false",
            "environment_learner.max_learning_rounds=1",
            "environment_learner.optimization_rounds_per_cycle=1",
            "environment_learner.tasks_per_round=2",
            "trajectory_optimizer.trajectories_per_round=2",
            "trajectory_optimizer.shortened_calls=2",
            "gate.max_pairs=2",
            "evaluation.test_tasks=2");

    @TempDir
    Path folder;

    private final TestShell shell = new TestShell(Environments.BUNDLED);

    @BeforeAll
    static void install() {
        TestShell installing = new TestShell(Environments.BUNDLED);
        assertThat(installing.run("envs", "install", "scienceworld"))
                .as(installing.err())
                .isZero();
        assertThat(installing.out()).contains("scienceworld-1.2.3.jar");
    }

    private int run(String... args) {
        return shell.run(args);
    }

    private int learn(String... more) {
        return run(Stream.concat(
                        Stream.of("learn", "--store", folder.toString()),
                        Stream.concat(SMALL.stream(), Stream.of(more)))
                .toArray(String[]::new));
    }

    @Test
    void learnsReportsAndShowsATape() {
        assertThat(learn()).as(shell.err()).isZero();
        assertThat(shell.out()).contains("learning scienceworld with seed 1").contains("unseen families (2)");
        assertThat(run("tapes", "list", "--store", folder.toString(), "--phase", "explore", "--outcome", "success"))
                .isZero();
        String id = shell.out()
                .lines()
                .flatMap(line -> Stream.of(line.split(" ")))
                .filter(word -> word.startsWith("explore/0/0/find-plant"))
                .findFirst()
                .orElseThrow();
        assertThat(run("tapes", "show", "--store", folder.toString(), id))
                .as(shell.err())
                .isZero();
        assertThat(shell.out()).contains("Your task is to find a(n) plant.").contains("focus_on(");
    }

    @Test
    void saysHowToInstallTheJar() {
        assertThat(learn("scienceworld.jar=" + folder.resolve("none.jar"))).isEqualTo(2);
        assertThat(shell.err()).contains("tapelearn envs install scienceworld").doesNotContain("at org.tapelearn");
    }

    @Test
    void namesTheNearestTask() {
        assertThat(learn("scienceworld.tasks=[find-plnt]")).isEqualTo(2);
        assertThat(shell.err()).contains("scienceworld.tasks").contains("Maybe you meant (find-plant)");
    }

    @Test
    void installsOnlyWhatIsKnown() {
        assertThat(run("envs", "install", "scienceword")).isEqualTo(2);
        assertThat(shell.err()).contains("Maybe you meant (scienceworld)");
        assertThat(run(
                        "envs",
                        "install",
                        "scienceworld",
                        "--jar",
                        folder.resolve("none.jar").toString()))
                .isEqualTo(2);
    }
}
