package org.tapelearn.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderResult;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.tool.ToolSpec;

/** The thread of a service during one attempt: either it works and the attempt waits, or the other way round. */
final class ServiceThread {
    private static final Step.Observation ABANDONED = new Step.Observation(StepMetadata.of(""), "abandoned", true);

    private final AiServiceAgent.Assembly assembly;
    private final List<ToolSpec> tools;
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(1);
    private final BlockingQueue<Step.Observation> answers = new ArrayBlockingQueue<>(1);
    private volatile boolean abandoned;

    /** What a service comes to. */
    sealed interface Event {}

    /** It asks for a call and waits for the answer. */
    record Asked(ToolCall call) implements Event {}

    /** It is done and says this. */
    record Said(String text) implements Event {}

    /** It failed: its model, or itself. */
    record Failed(String cause) implements Event {}

    /** The attempt's thread was interrupted while it waited. */
    record Interrupted() implements Event {}

    ServiceThread(AiServiceAgent.Assembly assembly, List<ToolSpec> tools) {
        this.assembly = assembly;
        this.tools = List.copyOf(tools);
    }

    /** Lets the service begin; returns when it asks for a call or is done. */
    Event start(String message) {
        Thread.ofVirtual().name("ai-service").start(() -> work(message));
        return next();
    }

    /** Gives the answer to the call that was asked for last. */
    Event goOn(Step.Observation answer) {
        answers.add(answer);
        return next();
    }

    private Event next() {
        try {
            return events.take();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Interrupted();
        }
    }

    /** Ends the service at its next call; nobody waits for it any more. */
    void abandon() {
        abandoned = true;
        answers.offer(ABANDONED);
    }

    private void work(String message) {
        events.add(outcome(message));
    }

    private Event outcome(String message) {
        try {
            UnaryOperator<String> service = assembly.with(provider());
            String said = service.apply(message);
            return new Said(said == null ? "" : said);
        } catch (RuntimeException | Error broken) {
            return new Failed("%s: %s".formatted(broken.getClass().getSimpleName(), broken.getMessage()));
        }
    }

    private ToolProvider provider() {
        return request -> {
            ToolProviderResult.Builder offered = ToolProviderResult.builder();
            for (ToolSpecification tool : Schemas.of(tools)) {
                offered.add(tool, (ToolExecutor) (asked, memory) -> ask(asked));
            }
            return offered.build();
        };
    }

    /** Lets the environment carry out a call. Arguments that are no JSON object are the model's own mistake, and told to it. */
    private synchronized String ask(ToolExecutionRequest asked) {
        ToolRequest request = CallArguments.read(asked.id() == null ? "" : asked.id(), asked.name(), asked.arguments());
        if (!request.isReadable()) {
            return "Error: the arguments of a call are one JSON object, but these are: " + asked.arguments();
        }
        if (abandoned) {
            throw new CancellationException("the attempt is over");
        }
        events.add(new Asked(request.call()));
        try {
            Step.Observation answer = answers.take();
            if (abandoned) {
                throw new CancellationException("the attempt is over");
            }
            return answer.error() ? "Error: " + answer.content() : answer.content();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the attempt was interrupted");
        }
    }
}
