package org.tapelearn.learn.seed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Occasion;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.ScriptedLlm;
import org.tapelearn.prompt.Templates;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

class ModelCheckWriterTest {
    private static Optional<String> written(ScriptedLlm model) {
        return new ModelCheckWriter(model, Templates.BUNDLED)
                .write(
                        "What is the code?",
                        List.of("The answer is the code of the file"),
                        "code.txt: 1234",
                        List.of(new ToolSpec(
                                "show",
                                "Shows a file.",
                                List.of(Parameter.text("file", "Which.")),
                                ToolSpec.Effect.READS)));
    }

    private static Optional<String> answering(String text) {
        return written(ScriptedLlm.of("drafter", prompt -> Completion.text(text)));
    }

    @Test
    void takesTheCheckOfTheAnswer() {
        assertThat(answering("Here: {\"check\": {\"answer\": \"1234\"}}")).contains("{\"answer\":\"1234\"}");
        assertThat(answering("{\"check\": null}")).isEmpty();
        assertThat(answering("{\"check\": ")).isEmpty();
        assertThat(answering("I cannot.")).isEmpty();
    }

    @Test
    void showsTheWordsTheFilesAndTheToolsAsData() {
        ScriptedLlm model = ScriptedLlm.of("drafter", prompt -> Completion.text("{}"));
        assertThat(written(model)).isEmpty();

        Prompt asked = model.asked().getFirst();
        assertThat(asked.occasion().purpose()).isEqualTo(Occasion.Purpose.GENERATE);
        for (String data : List.of(
                "What is the code?", "The answer is the code of the file", "code.txt: 1234", "- show: Shows a file.")) {
            assertThat(asked.messages().getFirst().text())
                    .containsPattern("<data-[0-9a-f]{8}>\n" + Pattern.quote(data));
        }
    }
}
