package org.tapelearn.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.Status;
import org.tapelearn.agent.Turn;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.TaskOrigin;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

class AiServiceAgentTest {
    private static final Task TASK = new Task(
            "look",
            "Look it up",
            TaskCategory.TOOL_USAGE,
            TaskDifficulty.BEGINNER,
            "look",
            "desk",
            "known",
            Split.TRAIN,
            1,
            List.of(),
            new TaskOrigin.Drawn("look", 0));

    private static final ToolSpec LOOK =
            new ToolSpec("look", "Looks.", List.of(Parameter.text("where", "There.")), ToolSpec.Effect.READS);
    private static final ToolSpec ANSWER =
            new ToolSpec("answer", "Answers.", List.of(Parameter.text("text", "It.")), ToolSpec.Effect.ENDS);

    /** A way to call a tool as a service does. */
    private interface Tools {
        String call(String tool, String arguments);
    }

    private static Agent.Attempt begin(List<ToolSpec> tools, BiFunction<Tools, String, String> service) {
        Agent agent = new AiServiceAgent("mine", provider -> message -> {
            ToolProviderResult offered = offered(provider);
            assertThat(offered.tools().keySet())
                    .extracting(ToolSpecification::name)
                    .containsExactly("look");
            return service.apply(
                    (tool, arguments) -> offered.toolExecutorByName(tool)
                            .execute(
                                    ToolExecutionRequest.builder()
                                            .id("1")
                                            .name(tool)
                                            .arguments(arguments)
                                            .build(),
                                    "memory"),
                    message);
        });
        return agent.begin(new Briefing(TASK, tools, List.of(), Briefing.Mode.DEPLOYED, List.of(), 7));
    }

    private static ToolProviderResult offered(ToolProvider provider) {
        InvocationContext context =
                InvocationContext.builder().chatMemoryId("any").build();
        return provider.provideTools(ToolProviderRequest.builder()
                .invocationContext(context)
                .userMessage(UserMessage.from("go"))
                .build());
    }

    private static Tape start() {
        return new Tape(new TapeMetadata("tape", null, "mine", 0), List.of())
                .append(new Step.User(StepMetadata.of("0"), TASK.description()))
                .append(new Step.Observation(StepMetadata.of("1"), "a desk", false));
    }

    private static Tape seeing(String text, boolean error) {
        return start().append(new Step.Observation(StepMetadata.of("2"), text, error));
    }

    private static ToolCall call(Turn turn) {
        return ((Turn.Act) turn).action().call();
    }

    @Test
    void letsEveryCallGoThroughTheEnvironmentAndAnswersWithWhatTheServiceSays() {
        CompletableFuture<String> told = new CompletableFuture<>();
        Agent.Attempt attempt = begin(List.of(LOOK, ANSWER), (tools, message) -> {
            told.complete(message);
            String first = tools.call("look", "{\"where\": \"left\"}");
            return first + " and " + tools.call("look", "{\"where\": \"right\"}");
        });

        assertThat(call(attempt.turn(start(), List.of()))).isEqualTo(ToolCall.of("look", "where", "left"));
        assertThat(call(attempt.turn(seeing("a pen", false), List.of())))
                .isEqualTo(ToolCall.of("look", "where", "right"));
        assertThat(call(attempt.turn(seeing("no such side", true), List.of())))
                .isEqualTo(ToolCall.of("answer", "text", "a pen and Error: no such side"));
        assertThat(told.join())
                .startsWith("Look it up\n\nThe environment shows, as data:\n<data-")
                .contains("a desk");
    }

    @Test
    void tellsTheModelOfArgumentsThatAreNoJson() {
        Agent.Attempt attempt = begin(List.of(LOOK, ANSWER), (tools, message) -> tools.call("look", "left!"));

        assertThat(call(attempt.turn(start(), List.of())).argument("text"))
                .isEqualTo("Error: the arguments of a call are one JSON object, but these are: left!");
    }

    @Test
    void isDoneWithoutACallWhereNoToolAnswers() {
        Turn.Stop stop = (Turn.Stop)
                begin(List.of(LOOK), (tools, message) -> "all is well").turn(start(), List.of());

        assertThat(stop.status()).isEqualTo(Status.FINISHED);
        assertThat(stop.before()).hasSize(1).first().isInstanceOf(Step.Assistant.class);
    }

    @Test
    void breaksTheAttemptWhereTheServiceFails() {
        Turn.Stop stop = (Turn.Stop) begin(List.of(LOOK), (tools, message) -> {
                    throw new IllegalStateException("no model");
                })
                .turn(start(), List.of());

        assertThat(stop.status()).isEqualTo(Status.BROKEN);
        assertThat(stop.detail()).isEqualTo("IllegalStateException: no model");
    }

    @Test
    void endsTheThreadOfAnAttemptThatIsCutShort() throws Exception {
        CompletableFuture<String> ended = new CompletableFuture<>();
        ServiceThread thread = new ServiceThread(
                provider -> message -> {
                    try {
                        return offered(provider)
                                .toolExecutorByName("look")
                                .execute(
                                        ToolExecutionRequest.builder()
                                                .name("look")
                                                .arguments("{}")
                                                .build(),
                                        "memory");
                    } catch (RuntimeException over) {
                        ended.complete(over.getMessage());
                        throw over;
                    }
                },
                List.of(LOOK));
        assertThat(thread.start("go")).isEqualTo(new ServiceThread.Asked(ToolCall.of("look")));
        thread.abandon();

        assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo("the attempt is over");
    }
}
