package org.tapelearn.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.llm.Completion.Finish;
import org.tapelearn.llm.LlmFailure.Kind;
import org.tapelearn.llm.Occasion.Purpose;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

class RecordingLlmTest {
    private static final ToolSpec TOOL =
            new ToolSpec("say", "Says.", List.of(Parameter.text("word", "which")), ToolSpec.Effect.READS);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("deep/answers.jsonl");
    }

    private static Prompt question(String words, long seed) {
        return new Prompt(
                List.of(
                        Message.of(Message.Role.SYSTEM, "Be good."),
                        Message.asking("I ask.", List.of(new ToolRequest("1", ToolCall.of("say", "word", "\"hi\"\n")))),
                        Message.answer("1", "say", "said ä\ud83d\ude00"),
                        Message.of(Message.Role.USER, words)),
                List.of(TOOL),
                Sampling.DEFAULT.withSeed(seed).withTemperature(0.3),
                new Occasion(Purpose.ACT, "explore/0/0/t/" + seed, 2));
    }

    /** Never gives the same answer twice. */
    private static ScriptedLlm counting() {
        AtomicInteger count = new AtomicInteger();
        return ScriptedLlm.of(
                "m",
                prompt -> new Completion(
                        "answer " + count.incrementAndGet(),
                        List.of(
                                new ToolRequest("x", ToolCall.of("say", "word", "ja")),
                                ToolRequest.unread("y", "say", "{oops")),
                        new Usage(3, 4),
                        Finish.LENGTH));
    }

    @Test
    void replaysEqualAnswersWithoutAskingAnyone() {
        Completion first;
        Completion second;
        try (RecordingLlm recording = RecordingLlm.to(file, counting())) {
            first = recording.complete(question("a", 1));
            second = recording.complete(question("b", 1));
        }
        ReplayLlm replay = ReplayLlm.of(file);

        assertThat(replay.name()).isEqualTo("m");
        assertThat(replay.complete(question("b", 1))).isEqualTo(second);
        assertThat(replay.complete(question("a", 1))).isEqualTo(first);
    }

    @Test
    void tellsAttemptsOfOneTaskApartByTheirSeeds() {
        try (RecordingLlm recording = RecordingLlm.to(file, counting())) {
            assertThat(recording.complete(question("a", 1)).text()).isEqualTo("answer 1");
            assertThat(recording.complete(question("a", 2)).text()).isEqualTo("answer 2");
            assertThat(recording.complete(question("a", 1)).text()).isEqualTo("answer 1");
        }
        assertThat(ReplayLlm.of(file).complete(question("a", 2)).text()).isEqualTo("answer 2");
    }

    @Test
    void asksNothingTwiceAfterAKill() throws IOException {
        try (RecordingLlm recording = RecordingLlm.to(file, counting())) {
            recording.complete(question("a", 1));
        }
        Files.writeString(file, "{\"key\": \"half a li", StandardOpenOption.APPEND);
        ScriptedLlm model = counting();
        try (RecordingLlm recording = RecordingLlm.to(file, model)) {
            assertThat(recording.complete(question("a", 1)).text()).isEqualTo("answer 1");
            assertThat(model.asked()).isEmpty();
            recording.complete(question("b", 1));
        }
        assertThat(model.asked()).hasSize(1);
        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(ReplayLlm.of(file).complete(question("b", 1)).text()).isEqualTo("answer 1");
    }

    @Test
    void replaysFailuresThatBrokeAnAttemptAndNotThoseThatStoppedTheSession() {
        Llm down = ScriptedLlm.of("m", prompt -> {
            boolean broken = prompt.messages().getLast().text().equals("broken");
            throw new LlmFailure(broken ? Kind.UNAVAILABLE : Kind.BUDGET, "no more");
        });
        try (RecordingLlm recording = RecordingLlm.to(file, down)) {
            assertThatThrownBy(() -> recording.complete(question("broken", 1))).hasMessage("no more");
            assertThatThrownBy(() -> recording.complete(question("paused", 1))).hasMessage("no more");
        }
        ReplayLlm replay = ReplayLlm.of(file);

        assertThatThrownBy(() -> replay.complete(question("broken", 1)))
                .isInstanceOfSatisfying(
                        LlmFailure.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE))
                .hasMessage("no more");
        assertThatThrownBy(() -> replay.complete(question("paused", 1)))
                .isInstanceOfSatisfying(
                        LlmFailure.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.MISSING));
    }

    @Test
    void showsWhereAQuestionThatWasNeverRecordedDiffers() {
        try (RecordingLlm recording = RecordingLlm.to(file, counting())) {
            recording.complete(question("How many cars?", 1));
            recording.complete(question("Another question.", 1));
        }

        assertThatThrownBy(() -> ReplayLlm.of(file).complete(question("How many cats?", 1)))
                .isInstanceOfSatisfying(
                        LlmFailure.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.MISSING))
                .hasMessageContaining("How many cats?")
                .hasMessageContaining("How many cars?")
                .hasMessageContaining("record anew");
    }

    @Test
    void refusesAFileThatIsNoRecord() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "Dear diary\n");

        assertThatThrownBy(() -> ReplayLlm.of(file))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("Line 1");
        assertThatThrownBy(() -> ReplayLlm.of(folder.resolve("none")))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("--record");
    }

    @Test
    void asksOnceWhereTwoAskTheSameAtOnce() throws InterruptedException {
        ScriptedLlm model = counting();
        try (RecordingLlm recording = RecordingLlm.to(file, model)) {
            List<Thread> threads = java.util.stream.IntStream.range(0, 50)
                    .mapToObj(i -> Thread.ofVirtual().start(() -> recording.complete(question("a", 1))))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(model.asked()).hasSize(1);
    }
}
