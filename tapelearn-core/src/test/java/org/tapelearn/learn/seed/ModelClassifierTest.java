package org.tapelearn.learn.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.archive.Archive;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentContext;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.LlmFailure;
import org.tapelearn.llm.Occasion;
import org.tapelearn.llm.ScriptedLlm;
import org.tapelearn.prompt.Templates;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;

class ModelClassifierTest {
    private static final Environment WORLD = Archive.open();

    private static SeedTask understood(ScriptedLlm model, String description) {
        return new SeedTaskManager(WORLD, new ModelClassifier(model, Templates.BUNDLED))
                .addSeedTaskFromDescription(description);
    }

    private static SeedTask understood(String answer, String description) {
        return understood(ScriptedLlm.of("m", prompt -> Completion.text(answer)), description);
    }

    @Test
    void findsWhatNoWordPointsTo() {
        ScriptedLlm model = ScriptedLlm.of(
                "m",
                prompt -> Completion.text(
                        "{\"families\": [\"code\", \"secrets\"], \"category\": \"exploration\", \"difficulty\":"
                                + " \"expert\"}"));
        SeedTask seed = understood(model, "Tell me which number belongs to whom");
        assertThat(seed.families()).containsExactly("code");
        assertThat(seed.category()).isEqualTo(TaskCategory.EXPLORATION);
        assertThat(seed.difficulty()).isEqualTo(TaskDifficulty.EXPERT);
        assertThat(model.asked().getFirst().occasion().purpose()).isEqualTo(Occasion.Purpose.CLASSIFY);
        assertThat(new SeedTaskManager(WORLD)
                        .addSeedTaskFromDescription("Tell me which number belongs to whom")
                        .checkable())
                .isFalse();
    }

    @Test
    void leavesToTheWordRulesWhatItCannotTell() {
        SeedTask byRules = new SeedTaskManager(WORLD).addSeedTaskFromDescription("Find out a code");
        assertThat(understood("I do not know.", "Find out a code")).isEqualTo(byRules);
        assertThat(understood("{\"families\": [\"none\"]", "Find out a code")).isEqualTo(byRules);
        assertThat(understood("{\"families\": [], \"category\": \"magic\"}", "Find out a code"))
                .isEqualTo(byRules);
        assertThat(understood(
                        ScriptedLlm.of("m", prompt -> {
                            throw new LlmFailure("down");
                        }),
                        "Find out a code"))
                .isEqualTo(byRules);
    }

    @Test
    void readsTheCriteriaToo() {
        ScriptedLlm model = ScriptedLlm.of(
                "m",
                prompt -> Completion.text(
                        prompt.messages().getLast().text().contains("Done when: the number is said; it is right")
                                ? "{\"families\": [\"code\"]}"
                                : "{\"families\": []}"));
        SeedTask seed = new SeedTaskManager(WORLD, new ModelClassifier(model, Templates.BUNDLED))
                .addSeedTaskFromDescription(
                        "Tell me",
                        null,
                        null,
                        EnvironmentContext.NONE,
                        List.of("the number is said", "it is right"),
                        List.of());
        assertThat(seed.families()).containsExactly("code");
    }

    @Test
    void goesNoFurtherWhereTheModelRefusesAccess() {
        ScriptedLlm model = ScriptedLlm.of("m", prompt -> {
            throw new LlmFailure(LlmFailure.Kind.REFUSED_ACCESS, "the key is not valid");
        });
        assertThatThrownBy(() -> understood(model, "Find out a code")).hasMessage("the key is not valid");
    }
}
