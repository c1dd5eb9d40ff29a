package org.tapelearn.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;

/** Three files, whole or not at all. */
class ExportFilesTest {
    private static final Task TASK = SampleSession.task("../../t", Split.TRAIN, "Which?");

    @TempDir
    Path folder;

    private SampleSession session;

    @BeforeEach
    void open() {
        session = new SampleSession(folder);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private void somePairs() {
        session.pair(
                session.policy(TASK, SampleSession.GROUNDED, ToolCall.of("say", "word", "a")),
                session.policy(TASK, SampleSession.PARTIAL, ToolCall.of("say", "word", "b")));
        session.commit();
    }

    private Receipt write(boolean force) {
        return new ExportFiles(folder.resolve("x.jsonl"), force)
                .write(ExportFormat.TRL_PREFERENCE, false, "sample", session.data());
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList().stream();
        }
    }

    @Test
    void stateWhatWasWrittenAndAboutWhat() throws IOException, NoSuchAlgorithmException {
        somePairs();
        Receipt receipt = write(false);
        JsonNode json = new ObjectMapper().readTree(Files.readString(folder.resolve("x.jsonl.receipt.json")));
        assertThat(json).isEqualTo(new ObjectMapper().readTree(receipt.json().toString()));
        assertThat(json.path("pairs").textValue()).isEqualTo("trajectories");
        assertThat(json.path("source").path("tape").intValue()).isEqualTo(1);
        assertThat(json.path("sha256").textValue())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(Files.readAllBytes(folder.resolve("x.jsonl")))));
        JsonNode note = new ObjectMapper().readTree(Files.readString(folder.resolve("x.jsonl.rows.jsonl")));
        assertThat(note.path("row").intValue()).isZero();
        assertThat(note.path("task").textValue()).isEqualTo("../../t");
        assertThat(note.path("verifier").textValue()).isEqualTo("checker:answer");
        assertThat(note.path("chosen").path("reward").doubleValue()).isEqualTo(1);
        assertThat(note.path("rejected").path("outcome").textValue()).isEqualTo("partial");
        assertThat(names()).containsExactly("store", "x.jsonl", "x.jsonl.receipt.json", "x.jsonl.rows.jsonl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.jsonl", "x.jsonl.rows.jsonl", "x.jsonl.receipt.json"})
    void areNeverReplacedUnlessAskedFor(String name) throws IOException {
        somePairs();
        Files.writeString(folder.resolve(name), "mine");
        assertThatThrownBy(() -> write(false))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining(name + ") is there already and stays as it is.")
                .hasMessageContaining("--force");
        assertThat(folder.resolve(name)).hasContent("mine");
        write(true);
        assertThat(folder.resolve(name)).content().doesNotContain("mine");
    }

    @Test
    void areNotWrittenWhereNoRowIsLeft() throws IOException {
        session.pair(
                session.policy(TASK, SampleSession.LUCKY, ToolCall.of("say", "word", "a")),
                session.policy(TASK, SampleSession.PARTIAL, ToolCall.of("say", "word", "b")));
        session.commit();
        assertThatThrownBy(() -> write(false))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("gives no row of the format (trl-preference), so nothing is written")
                .hasMessageContaining("1: no success whose evidence the checker found");
        assertThat(names()).containsExactly("store");
    }

    @Test
    void needAFolder() {
        ExportFiles files = new ExportFiles(folder.resolve("none/x.jsonl"), false);
        assertThatThrownBy(() -> files.write(ExportFormat.TRL_SFT, false, "sample", session.data()))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("There is no folder");
    }
}
