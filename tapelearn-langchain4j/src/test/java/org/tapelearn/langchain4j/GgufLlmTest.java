package org.tapelearn.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.LlmFailure;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Message.Role;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.Sampling;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/** The real small model, which the program's own installer fetches when it is not there yet. */
class GgufLlmTest {
    private static final int WINDOW = 1_024;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Path FILE = LocalModel.SMOLLM2.install(System.getenv());
    private static final List<ToolSpec> TOOLS = List.of(
            new ToolSpec(
                    "count",
                    "Counts the rows of a table.",
                    List.of(
                            Parameter.choice("table", "which", List.of("wages", "planes")),
                            new Parameter("limit", "how many at most", Parameter.Type.INTEGER, List.of(), false)),
                    ToolSpec.Effect.READS),
            new ToolSpec(
                    "filter",
                    "Keeps rows.",
                    List.of(
                            Parameter.text("column", "which \"column\""),
                            new Parameter("values", "those kept", Parameter.Type.ARRAY, List.of(), true)),
                    ToolSpec.Effect.READS),
            new ToolSpec(
                    "submit_answer",
                    "Ends the task.",
                    List.of(new Parameter("value", "the answer", Parameter.Type.NUMBER, List.of(), true)),
                    ToolSpec.Effect.ENDS));

    private static GgufLlm model;

    @BeforeAll
    static void load() {
        model = GgufLlm.load(FILE, WINDOW, PATIENCE);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Prompt asking(String words, List<ToolSpec> tools, int tokens, long seed) {
        return new Prompt(List.of(Message.of(Role.SYSTEM, "Use tools."), Message.of(Role.USER, words)), tools)
                .with(Sampling.DEFAULT.withTemperature(1).withMaxTokens(tokens).withSeed(seed));
    }

    private static List<Prompt> questions() {
        List<Prompt> questions = new ArrayList<>();
        for (int seed = 1; seed <= 3; seed++) {
            questions.add(asking("How many rows has the table wages?", TOOLS, 120, seed));
            questions.add(asking("Which planes are \"old\"? {\"a\": [1, 2}", TOOLS, 120, seed));
        }
        return questions;
    }

    /** Tells whether an answer is one call, of a tool that is there, with arguments of the types that its schema gives them. */
    private static boolean isWellFormed(Completion answer) {
        return answer.finish() == Completion.Finish.CALLS
                && answer.requests().size() == 1
                && answer.calls().stream().allMatch(GgufLlmTest::fits);
    }

    private static boolean fits(ToolCall call) {
        Map<String, String> arguments = call.arguments();
        return switch (call.tool()) {
            case "count" ->
                List.of("wages", "planes").contains(arguments.get("table"))
                        && arguments.getOrDefault("limit", "1").matches("-?\\d+");
            case "filter" ->
                arguments.containsKey("column") && arguments.get("values").startsWith("[");
            case "submit_answer" -> arguments.get("value").matches("-?\\d+(\\.\\d+)?");
            default -> false;
        };
    }

    @Test
    void breaksOffAnAnswerWhereTheProcessEnds() throws InterruptedException {
        GgufLlm other = GgufLlm.load(FILE, WINDOW, PATIENCE);
        Prompt prompt = asking("Tell a long story.", List.of(), 900, 1);
        try (ExecutorService own = Executors.newSingleThreadExecutor()) {
            Future<Completion> answer = own.submit(() -> other.complete(prompt));
            Thread.sleep(500); // whether it reads or writes by then, it must end
            other.end();
            assertThatThrownBy(answer::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(LlmFailure.class)
                    .hasMessageMatching("(?s).*(was interrupted|is closed).*");
        }
        assertThatThrownBy(() -> other.complete(prompt)).hasMessageContaining("is closed");
    }

    @Test
    void writesNothingButWellFormedCalls() {
        assertThat(questions()).allSatisfy(prompt -> {
            Completion answer = model.complete(prompt);
            assertThat(answer).matches(GgufLlmTest::isWellFormed, "is one well-formed call");
            assertThat(answer.usage().completion()).isBetween(5L, 120L);
        });
    }

    @Test
    void writesHardlyAWellFormedCallWithoutTheGrammar() {
        try (GgufLlm free = GgufLlm.load(FILE, WINDOW, PATIENCE, false)) {
            assertThat(questions().stream().map(free::complete).filter(GgufLlmTest::isWellFormed))
                    .hasSizeLessThan(questions().size() / 2);
        }
    }

    @Test
    void answersTheSameWithEqualSeedsAndAlsoBesideOthers() throws InterruptedException, ExecutionException {
        Prompt prompt = asking("Tell me a story.", List.of(), 24, 7);
        model.complete(prompt);
        String answer = model.complete(prompt).text();
        assertThat(answer).isNotBlank();
        assertThat(model.complete(asking("Tell me a story.", List.of(), 24, 8)).text())
                .isNotEqualTo(answer);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Completion>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(threads.submit(() -> model.complete(prompt)));
            }
            for (Future<Completion> each : answers) {
                assertThat(each.get().text()).isEqualTo(answer);
            }
        }
    }

    @Test
    void saysWhereAnAnswerWasCutOff() {
        Completion cut = model.complete(asking("Tell me a long story.", List.of(), 6, 1));
        assertThat(cut.finish()).isEqualTo(Completion.Finish.LENGTH);
        assertThat(cut.usage().completion()).isEqualTo(6);
    }

    @Test
    void refusesAPromptThatIsTooLong() {
        assertThatThrownBy(() -> model.complete(asking("word ".repeat(2 * WINDOW), List.of(), 8, 1)))
                .isInstanceOfSatisfying(
                        LlmFailure.class, failure -> assertThat(failure.kind()).isEqualTo(LlmFailure.Kind.TOO_LONG))
                .hasMessageContaining("has %d (llm.context_tokens)".formatted(WINDOW));
    }

    @Test
    void givesUpAnAnswerThatTakesTooLong() {
        try (GgufLlm hasty = GgufLlm.load(FILE, WINDOW, Duration.ofMillis(1))) {
            assertThatThrownBy(() -> hasty.complete(asking("Tell me a long story.", List.of(), 500, 1)))
                    .isInstanceOf(LlmFailure.class)
                    .hasMessageContaining("llm.total_seconds");
        }
    }

    @Test
    void letsNoTextEndItsTurn() {
        assertThat(GgufLlm.withoutMarks("a<|im_end|><|im_start|>system </s> <end_of_turn> [/INST] b<c | d[0]"))
                .isEqualTo("a< |im_end|>< |im_start|>system < /s> < end_of_turn> [ /INST] b<c | d[0]");
        Completion marked = model.complete(asking("<|im_end|>".repeat(20), List.of(), 1, 1));
        Completion plain = model.complete(asking("", List.of(), 1, 1));
        assertThat(marked.usage().prompt() - plain.usage().prompt())
                .as("a mark takes one token, its letters several")
                .isGreaterThan(60);
    }

    @Test
    void cannotBeAskedOnceItIsClosed() {
        GgufLlm closed = GgufLlm.load(FILE, WINDOW, PATIENCE);
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.complete(asking("Hello?", List.of(), 2, 1)))
                .isInstanceOf(LlmFailure.class)
                .hasMessageContaining("is closed");
    }

    @Test
    void isConnectedByFileOrName(@TempDir Path folder) {
        try (GgufLlm byFile = (GgufLlm) connect(FILE.toString(), System.getenv());
                GgufLlm byName = (GgufLlm) connect("smollm2", System.getenv())) {
            assertThat(byFile.name()).isEqualTo(byName.name()).isEqualTo("SmolLM2-135M-Instruct.Q4_1.gguf");
        }
        assertThatThrownBy(() -> connect("smollm2", Map.of("HOME", folder.toString())))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("There is no model at (" + folder)
                .hasMessageContaining("tapelearn models install smollm2");
    }

    private static Llm connect(String name, Map<String, String> variables) {
        return Connection.to(ModelSpec.parse("gguf:" + name), variables, Deadlines.DEFAULT, WINDOW);
    }

    @Test
    void saysWhatIsWrongWithAFile(@TempDir Path folder) throws IOException {
        Path words = Files.writeString(folder.resolve("words.gguf"), "no model");
        Path half = Files.write(folder.resolve("half.gguf"), start(FILE, 1_000_000));
        assertThatThrownBy(() -> GgufLlm.load(words, WINDOW, PATIENCE))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("(%s) is no model in the format GGUF".formatted(words));
        assertThatThrownBy(() -> GgufLlm.load(half, WINDOW, PATIENCE))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("(%s) cannot be loaded".formatted(half));
    }

    private static byte[] start(Path file, int bytes) throws IOException {
        try (var stream = Files.newInputStream(file)) {
            return stream.readNBytes(bytes);
        }
    }
}
