package org.tapelearn.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.examples.GuideConfiguration;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.policy.EmbeddedTrainer;

class ConfigLoaderTest {
    private final ConfigLoader loader = new ConfigLoader(List.of("data-science", "text-world"));

    @TempDir
    Path folder;

    private Settings yaml(String text, String... overrides) throws IOException {
        Path file = Files.writeString(folder.resolve("my.yaml"), text);
        return loader.load(Optional.of(file), List.of(overrides));
    }

    private Settings overrides(String... overrides) {
        return loader.load(Optional.empty(), List.of(overrides));
    }

    @Nested
    class Defaults {
        @Test
        void areThoseOfTheLearner() {
            Settings settings = overrides();

            assertThat(settings.learner()).isEqualTo(LearnerConfig.DEFAULT);
            assertThat(settings.environment()).isEqualTo("data-science");
            assertThat(settings.policy()).isEqualTo("embedded");
            assertThat(settings.store()).isEqualTo(Path.of("./learning_data"));
            assertThat(settings.data()).isEmpty();
            assertThat(settings.seedTasks()).isEmpty();
        }

        @Test
        void haveAKeyForEachValueAndAValueForEachKey() {
            List<String> paths = new ArrayList<>();
            loader.defaults().properties().forEach(entry -> {
                if (entry.getValue().isObject()) {
                    entry.getValue().fieldNames().forEachRemaining(name -> paths.add(entry.getKey() + "." + name));
                } else {
                    paths.add(entry.getKey());
                }
            });

            assertThat(loader.keys()).extracting(Key::path).containsExactlyInAnyOrderElementsOf(paths);
        }

        @Test
        void passTheirOwnChecksWhenPrintedAndRead() throws IOException {
            Settings defaults = overrides();

            assertThat(yaml(loader.toYaml(defaults))).isEqualTo(defaults);
            assertThat(loader.read(loader.toJson(defaults)).learner()).isEqualTo(LearnerConfig.DEFAULT);
        }

        @Test
        void areAllInTheDocumentation() throws IOException {
            String page = Files.readString(
                    Path.of("").toAbsolutePath().getParent().resolve("docs/configuration.md"), StandardCharsets.UTF_8);

            assertThat(loader.keys()).allSatisfy(key -> {
                String row = page.lines()
                        .filter(line -> line.startsWith("| `" + key.path() + "` |"))
                        .findFirst()
                        .orElse("");
                assertThat(row)
                        .contains(
                                key.kind() instanceof Key.Choice
                                        ? "one of"
                                        : key.kind().expected());
                assertThat(row.endsWith("; no effect yet |")).isEqualTo(Keys.WITHOUT_EFFECT.contains(key.path()));
            });
        }
    }

    @Nested
    class AFile {
        @Test
        void loadsTheExampleOfTheGuideAsItStands() throws IOException {
            Settings settings = yaml("""
                    # autonomous_learning.yaml
                    environment_learner:
                      max_learning_rounds: 10
                      tasks_per_round: 5
                      optimization_rounds_per_cycle: 3

                    trajectory_optimizer:
                      max_exploration_rounds: 5
                      trajectories_per_round: 10
                      success_threshold: 0.7

                    memory_warmer:
                      max_memory_size: 1000
                      similarity_threshold: 0.7

                    task_generator:
                      max_tasks_per_generation: 10
                      exploration_bias: 0.3
                    """);

            assertThat(settings.learner()).as("its twin in code").isEqualTo(GuideConfiguration.ofTheGuide());
            assertThat(settings.learner().environmentLearner().optimizationRoundsPerCycle())
                    .isEqualTo(3);
            assertThat(settings.learner().gate()).isEqualTo(LearnerConfig.DEFAULT.gate());
        }

        @Test
        void takesTheFolderOfSessionsWhereTheGuideHasItToo() throws IOException {
            assertThat(yaml("environment_learner:\n  storage_path: elsewhere\n").store())
                    .isEqualTo(Path.of("elsewhere"));
        }

        @Test
        void readsListsWordsAndChoices() throws IOException {
            Settings settings = yaml("""
                    seed_tasks: [Find the mean, Plot a distribution]
                    environment_learner: {pool: unlimited, curriculum: uniform}
                    gate: {enabled: no}
                    memory_warmer:
                    """);

            assertThat(settings.seedTasks()).containsExactly("Find the mean", "Plot a distribution");
            assertThat(settings.learner().environmentLearner().pool()).isZero();
            assertThat(settings.learner().environmentLearner().curriculum())
                    .isEqualTo(LearnerConfig.Curriculum.UNIFORM);
            assertThat(settings.learner().gate().enabled()).isFalse();
        }

        @Test
        void weighsEndingsWithContrastiveLearningOnly() throws IOException {
            assertThat(endingWeight("trajectory_optimizer: {ending_weight: 2, contrastive_learning: yes}"))
                    .isEqualTo(2);
            assertThat(endingWeight("trajectory_optimizer: {ending_weight: 2}")).isZero();
        }

        private double endingWeight(String written) throws IOException {
            return EmbeddedTrainer.Settings.of(yaml(written).learner().trajectoryOptimizer())
                    .endingWeight();
        }

        @Test
        void mayBeEmpty() throws IOException {
            assertThat(yaml("# nothing\n").learner()).isEqualTo(LearnerConfig.DEFAULT);
        }

        @Test
        void namesPathFileLineAndNearestKeyWhenAKeyIsUnknown() {
            assertRefused("gate:\n  alpha: 0.1\n  max_pears: 3\n")
                    .hasMessageContaining("my.yaml, line 3: there is no key (gate.max_pears).")
                    .hasMessageContaining("Maybe you meant (gate.max_pairs).");
            assertRefused("max_learning_rounds: 3\n")
                    .hasMessageContaining("Maybe you meant (environment_learner.max_learning_rounds).");
            assertRefused("memory_warmr:\n  enabled: true\n").hasMessageContaining("Maybe you meant (memory_warmer).");
        }

        @Test
        void saysWhatWasExpectedAndFound() {
            assertRefused("environment_learner:\n  max_learning_rounds: many\n")
                    .hasMessageContaining(
                            "line 2: (environment_learner.max_learning_rounds) expects a whole number from")
                    .hasMessageContaining("but found (many)");
            assertRefused("gate: {alpha: 1}").hasMessageContaining("a number above 0 and below 1, but found (1)");
            assertRefused("gate: {alpha: .nan}").hasMessageContaining("but found (.nan)");
            assertRefused("gate: {enabled: 'true'}").hasMessageContaining("found the text \"true\"");
            assertRefused("gate: {max_pairs: [1]}").hasMessageContaining("but found a list");
            assertRefused("gate: 3").hasMessageContaining("(gate:) with keys below it was expected, but found (3)");
            assertRefused("seed: 99999999999999999999").hasMessageContaining("(seed) expects a whole number");
            assertRefused("environment: data-sciense")
                    .hasMessageContaining("expects one of (data-science, text-world)")
                    .hasMessageContaining("Maybe you meant (data-science).");
        }

        @Test
        void loadsNoClass() {
            assertRefused("policy: !!javax.script.ScriptEngineManager [x]").hasMessageContaining("loads no class");
            assertRefused("gate: !!java.util.HashMap {alpha: 0.1}").hasMessageContaining("loads no class");
            assertRefused("seed_tasks: [!!java.net.URL [x]]").hasMessageContaining("loads no class");
            assertRefused("environment: !python/object:os.system x").hasMessageContaining("loads no class");
        }

        @Test
        void refusesBombsDepthMergeAndDoubleKeys() {
            StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
            for (int i = 1; i < 40; i++) {
                bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
            }
            assertRefused(bomb.toString()).hasMessageContaining("aliases");
            assertRefused("seed_tasks: " + "[".repeat(10_000)).hasMessageContaining("refused");
            assertRefused("gate: &g {alpha: 0.1}\nevaluation: {<<: *g}").hasMessageContaining("merge keys");
            assertRefused("seed: 1\nseed: 2\n").hasMessageContaining("line 2: the key (seed) is given twice");
            assertRefused("seed: 1\n---\nseed: 2\n").hasMessageContaining("not YAML");
            assertRefused("gate: {alpha: 0.1\n").hasMessageContaining("not YAML");
            assertRefused("# " + "x".repeat(1_100_000)).hasMessageContaining("refused");
        }

        @Test
        void mustBeThereAndBeReadable() throws IOException {
            assertThatThrownBy(() -> loader.load(Optional.of(folder.resolve("none.yaml")), List.of()))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessageContaining("There is no configuration file");
            assertThatThrownBy(() -> loader.load(Optional.of(folder), List.of()))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessageContaining("is a folder");
            Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'#', (byte) 0xe9, '\n'});
            assertThatThrownBy(() -> loader.load(Optional.of(latin), List.of()))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessageContaining("is not UTF-8");
        }

        private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String text) {
            return assertThatThrownBy(() -> yaml(text)).isInstanceOf(PrerequisiteException.class);
        }
    }

    @Nested
    class Overrides {
        @Test
        void winOverTheFileAndTheLastOneWins() throws IOException {
            Settings settings = yaml("gate: {alpha: 0.1}\n", "gate.alpha=0.2", "gate.alpha=0.3", "seed=-7");

            assertThat(settings.learner().gate().alpha()).isEqualTo(0.3);
            assertThat(settings.learner().seed()).isEqualTo(-7);
        }

        @Test
        void keepPathsAsTheyAre() {
            assertThat(overrides("data=C:\\my: #data").data()).contains(Path.of("C:\\my: #data"));
            assertThat(overrides("storage_path=a b").store()).isEqualTo(Path.of("a b"));
            assertThat(overrides("data=").data()).isEmpty();
        }

        @Test
        void rootTheDataForOtherFolders() {
            Settings rooted = loader.rooted(overrides("data=my/../tables"));

            assertThat(rooted.data()).contains(Path.of("tables").toAbsolutePath());
            assertThat(loader.read(rooted.json())).isEqualTo(rooted);
        }

        @Test
        void areNamedWhenNothingActsOnThem() {
            assertThat(loader.withoutEffect(overrides("gate.alpha=0.2"))).isEmpty();
            assertThat(loader.withoutEffect(overrides("task_generator.creativity_factor=0.9")))
                    .containsExactly("task_generator.creativity_factor");
            assertThat(loader.keys()).extracting(Key::path).containsAll(Keys.WITHOUT_EFFECT);
            assertThat(loader.keys())
                    .filteredOn(key -> key.description().endsWith("; no effect yet"))
                    .extracting(Key::path)
                    .containsExactlyElementsOf(Keys.WITHOUT_EFFECT);
            assertThat(loader.toYaml(overrides("gate.alpha=0.2")).lines().filter(line -> line.contains("#")))
                    .containsExactly("  creativity_factor: 0.2 # no effect yet");
        }

        @Test
        void areRefusedWithTheNearestKey() {
            assertThatThrownBy(() -> overrides("max_learning_rounds=3"))
                    .hasMessageContaining("there is no key (max_learning_rounds)")
                    .hasMessageContaining("Maybe you meant (environment_learner.max_learning_rounds).");
            assertThatThrownBy(() -> overrides("lern")).hasMessageContaining("nor of the form key.path=value");
            assertThatThrownBy(() -> overrides("gate.alpha=")).hasMessageContaining("but found nothing");
            assertThatThrownBy(() -> overrides("gate=3")).hasMessageContaining("(gate) is a heading");
            assertThatThrownBy(() -> overrides("policy=!!java.lang.String x")).hasMessageContaining("loads no class");
        }
    }
}
