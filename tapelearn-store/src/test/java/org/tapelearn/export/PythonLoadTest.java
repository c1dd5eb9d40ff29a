package org.tapelearn.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tapelearn.llm.Completion;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;

/** A plain {@code load_dataset("json")} gives every row back as it was written. */
class PythonLoadTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = ExportFormat.class,
            names = {"TRL_PREFERENCE", "TRL_SFT", "SHAREGPT"})
    void givesEveryRowBackThoughArgumentsHaveOtherKeys(ExportFormat format) {
        Task task = SampleSession.task("t/1", Split.TRAIN, "Which is largest?\u2028\ud83d\udc27 \"quoted\"");
        try (SampleSession session = new SampleSession(folder)) {
            session.pair(
                    session.policy(task, SampleSession.GROUNDED, ToolCall.of("top", "table", "p", "n", "3")),
                    session.policy(task, SampleSession.FAILURE, ToolCall.of("say", "word", "no\n\tidea")));
            session.pair(
                    session.model(
                            task,
                            SampleSession.GROUNDED,
                            "00000001",
                            Completion.call("", ToolCall.of("say", "word", "Gentoo", "more", "{\"a\": null}"))),
                    session.model(task, SampleSession.FAILURE, "00000002", Completion.call("", ToolCall.of("top"))));
            session.commit().export(format);
        }
        assertThat(PythonPackages.script("check-export.py", folder.resolve("out.jsonl")))
                .contains("2 rows load as written: no nulls, ");
    }

    @Test
    void noticesTheTrapThatArgumentsAsObjectsAre() throws IOException {
        Path rows = Files.writeString(folder.resolve("trap.jsonl"), """
                {"arguments": {"table": "p"}}
                {"arguments": {"word": "w"}}
                """);
        assertThatThrownBy(() -> PythonPackages.script("check-export.py", rows))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("row 0 has nulls: ['row.arguments.word']");
    }
}
