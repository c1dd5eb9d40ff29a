package org.tapelearn.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapelearn.error.PrerequisiteException;

class TemplatesTest {
    @TempDir
    Path folder;

    @Test
    void takesAUsersOwnInThePlaceOfTheBundledOnes() throws IOException {
        Files.writeString(folder.resolve("guidance.txt"), "Prefer the catalogue.\n");
        Templates own = Templates.in(folder);
        assertThat(own.fill(Template.Kind.GUIDANCE)).isEqualTo("Prefer the catalogue.");
        assertThat(own.of(Template.Kind.TASK)).isEqualTo(Templates.BUNDLED.of(Template.Kind.TASK));
    }

    @Test
    void fillsPlacesOnceAndJoinsWhatNothingLeavesEmpty() {
        assertThat(Templates.BUNDLED.fill(
                        Template.Kind.TASK, "task", "Say {{memory}}.", "memory", "", "opening", "a room"))
                .isEqualTo("Task: Say {{memory}}.\n\nThe environment shows:\na room");
    }

    @Test
    void refusesAPlaceThatNothingCanBePutIn() throws IOException {
        Files.writeString(folder.resolve("task.txt"), "Do {{taks}}.");
        assertThatThrownBy(() -> Templates.in(folder))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining(
                        "has a place ({{taks}}), but what can be put in is: {{task}}, {{memory}}, {{opening}}.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "task.txt|Do {{task}}. {{opening}}|{{memory}}",
                "task.txt|Do {{Task}}. {{opening}} {{memory}}|{{task}}",
                "system.txt|You use tools. {{guidance}}|{{open}}",
                "memory.txt|Notes:|{{items}}"
            })
    void refusesAPromptWithoutWhatItIsAbout(String file, String text, String missing) throws IOException {
        Files.writeString(folder.resolve(file), text);
        assertThatThrownBy(() -> Templates.in(folder))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("has no place (%s)".formatted(missing));
    }

    @Test
    void refusesAFileThatIsNoPrompt() throws IOException {
        Files.writeString(folder.resolve("sytem.txt"), "You are.");
        assertThatThrownBy(() -> Templates.in(folder))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("There is no prompt (sytem.txt), only: system.txt, guidance.txt")
                .hasMessageContaining("Maybe you meant (system.txt).");
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        assertThatThrownBy(() -> Templates.in(folder.resolve("none")))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("(llm.prompts)");
    }
}
