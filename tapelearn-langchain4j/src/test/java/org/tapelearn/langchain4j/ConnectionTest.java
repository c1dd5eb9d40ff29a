package org.tapelearn.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.langchain4j.ScriptedChatServer.Asked;
import org.tapelearn.langchain4j.ScriptedChatServer.Said;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Completion.Finish;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.LlmFailure;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Message.Role;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.Sampling;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

class ConnectionTest {
    private static final String KEY = "sk-very-secret-4711";
    private static final ToolSpec ADD = new ToolSpec(
            "add",
            "Adds two numbers.",
            List.of(Parameter.integer("a", "one"), Parameter.integer("b", "the other")),
            ToolSpec.Effect.READS);
    private static final ToolSpec SAY =
            new ToolSpec("say", "Says a word.", List.of(Parameter.text("word", "which")), ToolSpec.Effect.READS);
    private static final Prompt QUESTION = new Prompt(
            List.of(Message.of(Role.SYSTEM, "Use tools."), Message.of(Role.USER, "What is 2 + 3?")), List.of(ADD, SAY));

    /** Asks for two calls at once, and then says what their answers were. */
    private static Said script(Asked asked) {
        List<Asked.Turn> answers = asked.turns().stream()
                .filter(turn -> turn.role().equals("tool"))
                .toList();
        if (answers.isEmpty()) {
            return new Said(
                    "Let me add.",
                    List.of(new Said.Call("add", "{\"a\": 2, \"b\": 3}"), new Said.Call("say", "{\"word\": \"5\"}")),
                    "stop");
        }
        return Said.text("Heard "
                + String.join(" and ", answers.stream().map(Asked.Turn::text).toList()));
    }

    private static Llm connect(String spec, ScriptedChatServer server) {
        return Connection.to(
                ModelSpec.parse(spec.replace("SERVER", server.address())), server.environment(KEY), Deadlines.DEFAULT);
    }

    private static ScriptedChatServer server(Function<Asked, Said> script) {
        return ScriptedChatServer.start(script);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai:m",
                "openai:m?stream=yes",
                "openai-compatible:SERVER/v1#m",
                "anthropic:m",
                "anthropic:m?stream=yes",
                "ollama:m",
                "ollama:m?stream=yes",
                "gemini:m",
                "gemini:m?stream=yes"
            })
    void makesARoundTripWithSeveralCalls(String spec) {
        try (ScriptedChatServer server = server(ConnectionTest::script)) {
            Llm llm = connect(spec, server);
            List<String> pieces = new ArrayList<>();

            Completion first = llm.complete(QUESTION, pieces::add);

            assertThat(first.finish()).isEqualTo(Finish.CALLS);
            assertThat(first.text()).isEqualTo("Let me add.");
            assertThat(String.join("", pieces)).isEqualTo(spec.endsWith("yes") ? "Let me add." : "");
            assertThat(first.calls())
                    .containsExactly(ToolCall.of("add", "a", "2", "b", "3"), ToolCall.of("say", "word", "5"));
            assertThat(first.usage().prompt()).isEqualTo(server.promptTokens());
            assertThat(first.usage().completion()).isEqualTo(server.answerTokens());

            List<Message> more = new ArrayList<>(QUESTION.messages());
            more.add(Message.of(Role.ASSISTANT, first.text()));
            more.add(Message.asking(
                    "",
                    List.of(
                            new ToolRequest("4", first.calls().getFirst()),
                            new ToolRequest("5", first.calls().getLast()))));
            more.add(Message.answer("4", "add", "five"));
            more.add(Message.answer("5", "say", "said"));
            Completion second = llm.complete(new Prompt(more, QUESTION.tools()));

            assertThat(second.text()).isEqualTo("Heard five and said");
            assertThat(second.finish()).isEqualTo(Finish.STOP);
            assertThat(server.asked().getLast().tools()).containsExactly("add", "say");
            assertThat(server.asked().getLast().body().toString())
                    .as("arguments keep their types")
                    .containsPattern("\\\\?\"a\\\\?\":\\s*2[,}]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai:m?tools=json", "anthropic:m?tools=json", "ollama:m?tools=json&stream=yes"})
    void findsCallsInTextWhereAModelHasNoFunctions(String spec) {
        try (ScriptedChatServer server = server(
                asked -> Said.text(
                        "```json\n{\"text\": \"I add.\", \"calls\": [{\"tool\": \"add\", \"arguments\": {\"a\": 2, \"b\": 3}}]}\n```"))) {
            Completion answer = connect(spec, server).complete(QUESTION);

            assertThat(answer.calls()).containsExactly(ToolCall.of("add", "a", "2", "b", "3"));
            assertThat(answer.text()).isEqualTo("I add.");
            assertThat(answer.finish()).isEqualTo(Finish.CALLS);
            assertThat(server.asked().getFirst().tools()).isEmpty();
            assertThat(server.asked().getFirst().turns().getFirst().text()).contains("\"additionalProperties\":false");
        }
    }

    @Test
    void takesTextThatIsNotOfTheFormForAMistakeOfTheModel() {
        try (ScriptedChatServer server = server(asked -> Said.text("I would rather talk."))) {
            Completion answer = connect("openai:m?tools=json", server).complete(QUESTION);

            assertThat(answer.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request.unread()).isEqualTo("I would rather talk."));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai:m", "openai:m?stream=yes"})
    void hasArgumentsThatAreNoJsonAsPartOfTheAnswer(String spec) {
        try (ScriptedChatServer server = server(asked ->
                new Said("", List.of(new Said.Call("add", "{\"a\": 2, "), new Said.Call("say", "[1]")), "stop"))) {
            Completion answer = connect(spec, server).complete(QUESTION);

            assertThat(answer.calls()).isEmpty();
            assertThat(answer.requests()).extracting(ToolRequest::unread).containsExactly("{\"a\": 2, ", "[1]");
        }
    }

    @Test
    void saysThatAnAnswerWasCutOffByItsLength() {
        try (ScriptedChatServer server = server(asked -> new Said("so long", List.of(), "length"))) {
            assertThat(connect("openai:m", server).complete(QUESTION).finish()).isEqualTo(Finish.LENGTH);
            assertThat(connect("anthropic:m", server).complete(QUESTION).finish())
                    .isEqualTo(Finish.LENGTH);
            assertThat(connect("ollama:m", server).complete(QUESTION).finish()).isEqualTo(Finish.LENGTH);
        }
    }

    @Test
    void tellsSamplingInTheWordsOfEachProvider() {
        try (ScriptedChatServer server = server(asked -> Said.text("yes"))) {
            Prompt sampled = QUESTION.with(
                    Sampling.DEFAULT.withTemperature(0.25).withMaxTokens(77).withSeed(12));
            for (String spec : List.of("openai:m", "openai-compatible:SERVER/v1#m", "anthropic:m", "ollama:m")) {
                connect(spec, server).complete(sampled);
            }
            List<Asked> asked = server.asked();

            assertThat(asked.get(0).body().path("max_completion_tokens").asInt())
                    .isEqualTo(77);
            assertThat(asked.get(0).body().path("seed").asInt()).isEqualTo(12);
            assertThat(asked.get(1).body().path("max_tokens").asInt()).isEqualTo(77);
            assertThat(asked.get(2).body().path("max_tokens").asInt()).isEqualTo(77);
            assertThat(asked.get(2).body().has("seed")).isFalse();
            assertThat(asked.get(3).body().path("options").path("num_predict").asInt())
                    .isEqualTo(77);
            assertThat(asked.get(3).body().path("options").path("seed").asInt()).isEqualTo(12);
            assertThat(asked.subList(0, 3))
                    .extracting(each -> each.body().path("temperature").asDouble())
                    .containsOnly(0.25);
        }
    }

    @Test
    void namesTheVariableOfAKeyThatIsMissing() {
        assertThatThrownBy(() -> Connection.to(ModelSpec.parse("anthropic:m"), Map.of(), Deadlines.DEFAULT))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("(anthropic:m)")
                .hasMessageContaining("export ANTHROPIC_API_KEY=");
    }

    @ParameterizedTest
    @CsvSource({
        "openai:m, OPENAI_API_KEY, Authorization: Bearer",
        "anthropic:m, ANTHROPIC_API_KEY, x-api-key:",
        "gemini:m, GEMINI_API_KEY, x-goog-api-key:",
        "openai-compatible:SERVER/v1#m, OPENAI_COMPATIBLE_API_KEY, Authorization: Bearer"
    })
    void sendsTheKeyAndNeverSaysIt(String spec, String variable, String header) {
        for (String each : List.of(spec, spec + "?stream=yes")) {
            try (ScriptedChatServer server = ScriptedChatServer.start(
                    asked -> Said.text(""), FaultPlan.always(FaultPlan.Fault.UNAUTHORIZED), java.time.Duration.ZERO)) {
                Llm llm = connect(each, server);

                assertThatThrownBy(() -> llm.complete(QUESTION)).isInstanceOfSatisfying(LlmFailure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(LlmFailure.Kind.REFUSED_ACCESS);
                    assertThat(failure)
                            .hasMessageContaining("(" + variable + ")")
                            .hasMessageContaining("Incorrect key: " + header + " (the key)");
                    assertThat(trace(failure)).doesNotContain(KEY);
                });
                assertThat(server.keys()).as(each).containsExactly(header + " " + KEY);
                assertThat(llm.toString()).doesNotContain(KEY);
            }
        }
    }

    static String trace(Throwable thrown) {
        java.io.StringWriter trace = new java.io.StringWriter();
        thrown.printStackTrace(new java.io.PrintWriter(trace));
        return trace.toString();
    }
}
