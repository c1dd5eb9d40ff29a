package org.tapelearn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.env.datascience.DataScienceEnvironment;
import org.tapelearn.environment.Environment;
import org.tapelearn.langchain4j.GgufLlm;
import org.tapelearn.langchain4j.LocalModel;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.Prompt;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.Recall;
import org.tapelearn.prompt.LlmAgent;
import org.tapelearn.prompt.Templates;
import org.tapelearn.run.End;
import org.tapelearn.run.Limits;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.tape.Step;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

/** The real small model, in this process, at a beginner's task with all tools of the bundled environment; and its commands. */
class LocalModelTest {
    private static final int WINDOW = 4_096;
    private static final int CALLS = 4;

    @TempDir
    private Path folder;

    private final TestShell shell = new TestShell(Environments.BUNDLED);

    private static GgufLlm load(boolean grammar) {
        return GgufLlm.load(LocalModel.SMOLLM2.install(System.getenv()), WINDOW, Duration.ofMinutes(5), grammar);
    }

    private static Task firstTask(Environment environment) {
        TaskFamily counting = environment.families().stream()
                .filter(family -> family.name().equals("row_count"))
                .findFirst()
                .orElseThrow();
        return counting.draw(Split.TRAIN, counting.groups(Split.TRAIN).getFirst(), TaskFamily.Wording.KNOWN, 1)
                .orElseThrow();
    }

    /** Makes one attempt, whose prompts are kept. */
    private static Rollout attempt(Llm model, List<Prompt> asked) {
        Llm listening = new Llm() {
            @Override
            public String name() {
                return model.name();
            }

            @Override
            public Completion complete(Prompt prompt) {
                asked.add(prompt);
                return model.complete(prompt);
            }
        };
        try (Environment environment = DataScienceEnvironment.bundled()) {
            Task task = firstTask(environment);
            LlmAgent.Settings settings = new LlmAgent.Settings(2 * WINDOW, 120, 0.7);
            return new Runner(environment, Recall.NOTHING, new Limits(CALLS, CALLS), 1)
                    .run(
                            new PolicyVersion("v0", LlmAgent.of(listening, Templates.BUNDLED, settings), Memory.EMPTY),
                            task,
                            new RolloutKey(RolloutKey.Phase.TEST_BASE, 0, 0, task.id(), 0));
        }
    }

    /** Takes minutes on a busy machine. */
    @Test
    @EnabledIfEnvironmentVariable(named = "TAPELEARN_LOCAL_MODEL", matches = "yes")
    void makesOnlyWellFormedCallsAndHardlyOneWithoutTheGrammar() {
        List<Prompt> asked = new ArrayList<>();
        try (GgufLlm model = load(true)) {
            Rollout rollout = attempt(model, asked);
            assertThat(rollout.end()).isNotInstanceOf(End.Broken.class);
            assertThat(rollout.tape().calls()).hasSameSizeAs(asked).isNotEmpty();
            assertThat(rollout.tape().steps()).noneMatch(Step.ParsingFailure.class::isInstance);
        }
        try (GgufLlm free = load(false)) {
            assertThat(asked.stream().map(free::complete).map(Completion::calls).filter(calls -> calls.size() == 1))
                    .as("the same prompts")
                    .hasSizeLessThan((asked.size() + 1) / 2);
        }
    }

    @Test
    void listsModelsAndKnowsNoOthers() {
        shell.with(Map.of("HOME", folder.toString(), "XDG_CACHE_HOME", ""));
        assertThat(shell.run("models")).as(shell.err()).isZero();
        assertThat(shell.out()).contains("smollm2", "Apache 2.0", "Fetch it: tapelearn models install smollm2");
        assertThat(shell.run("models", "install", "smollm")).isEqualTo(2);
        assertThat(shell.err()).contains("no model (smollm)").contains("Maybe you meant (smollm2)");
        assertThat(shell.with(System.getenv()).run("models", "install", "smollm2", "--json"))
                .as(shell.err())
                .isZero();
        assertThat(shell.out()).contains("SmolLM2-135M-Instruct.Q4_1.gguf\"");
    }

    @Test
    void saysWhatIsWrongWithAFile() throws Exception {
        Path words = Files.writeString(folder.resolve("words.gguf"), "no model");
        assertThat(shell.run("learn", "--store", folder.toString(), "--llm", "gguf:" + words))
                .isEqualTo(2);
        assertThat(shell.err())
                .contains("(%s) is no model in the format GGUF".formatted(words))
                .doesNotContain("at org.tapelearn");
    }
}
