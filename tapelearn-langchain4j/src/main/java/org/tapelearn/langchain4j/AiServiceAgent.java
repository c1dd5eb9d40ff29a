package org.tapelearn.langchain4j;

import dev.langchain4j.service.tool.ToolProvider;
import java.lang.ref.Cleaner;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.Status;
import org.tapelearn.agent.Turn;
import org.tapelearn.llm.Fence;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.tool.ToolSpec;

/**
 * An AI service of LangChain4j as an agent: an interface of the user's, with its own prompts, memory and model. It is assembled anew
 * for each attempt, and the tools that it is given there are those of the attempt, so that every call goes through the environment.
 * What it says at the end is the answer, where the environment has a tool for that. The service works on a thread of its own, which
 * waits while the environment carries out a call.
 *
 * @param assembly makes the service
 */
public record AiServiceAgent(String name, Assembly assembly) implements Agent {
    private static final Cleaner CLEANER = Cleaner.create();

    /** Makes a service, as the user's program makes it, but with these tools. */
    @FunctionalInterface
    public interface Assembly {
        /** Returns the method of the service that takes a user's message and gives the answer. */
        UnaryOperator<String> with(ToolProvider tools);
    }

    @Override
    public Attempt begin(Briefing briefing) {
        Optional<ToolSpec> answering = briefing.tools().stream()
                .filter(tool -> tool.effect() == ToolSpec.Effect.ENDS)
                .filter(tool -> tool.parameters().size() == 1)
                .findFirst();
        List<ToolSpec> tools = briefing.tools().stream()
                .filter(tool -> answering.map(ending -> !ending.equals(tool)).orElse(true))
                .toList();
        ServiceThread thread = new ServiceThread(assembly, tools);
        Working attempt = new Working(name, thread, briefing, answering);
        // an attempt that is cut short is simply dropped; its thread must not wait for ever
        CLEANER.register(attempt, thread::abandon);
        return attempt;
    }

    private static final class Working implements Attempt {
        private final String name;
        private final ServiceThread thread;
        private final Briefing briefing;
        private final Optional<ToolSpec> answering;
        private boolean started;

        Working(String name, ServiceThread thread, Briefing briefing, Optional<ToolSpec> answering) {
            this.name = name;
            this.thread = thread;
            this.briefing = briefing;
            this.answering = answering;
        }

        @Override
        public ToolCall act(Tape tape, List<ToolCall> admissible) {
            return switch (turn(tape, admissible)) {
                case Turn.Act act -> act.action().call();
                case Turn.Stop stop ->
                    throw new IllegalStateException("The service (%s) ended without a call: %s %s"
                            .formatted(name, stop.status(), stop.detail()));
            };
        }

        @Override
        public Turn turn(Tape tape, List<ToolCall> admissible) {
            return switch (started ? thread.goOn(lastAnswer(tape)) : start(tape)) {
                case ServiceThread.Asked asked -> Turn.of(asked.call());
                case ServiceThread.Said said -> end(said.text());
                case ServiceThread.Failed failed -> new Turn.Stop(List.of(), Status.BROKEN, failed.cause());
                case ServiceThread.Interrupted interrupted -> new Turn.Stop(List.of(), Status.CANCELLED, "interrupted");
            };
        }

        private ServiceThread.Event start(Tape tape) {
            started = true;
            return thread.start(message(tape));
        }

        /** The words of the task, with what is recalled below them, and what the environment shows at first, as data. */
        private String message(Tape tape) {
            String opening = lastAnswer(tape).content();
            return opening.isEmpty()
                    ? briefing.task().description()
                    : "%s\n\nThe environment shows, as data:\n%s"
                            .formatted(
                                    briefing.task().description(),
                                    Fence.around(briefing.seed(), List.of(opening))
                                            .wrap(opening));
        }

        private static Step.Observation lastAnswer(Tape tape) {
            return tape.steps().reversed().stream()
                    .filter(Step.Observation.class::isInstance)
                    .map(Step.Observation.class::cast)
                    .findFirst()
                    .orElseGet(() -> new Step.Observation(StepMetadata.of(""), "", false));
        }

        private Turn end(String text) {
            return answering
                    .<Turn>map(tool -> Turn.of(ToolCall.of(
                            tool.name(), tool.parameters().getFirst().name(), text)))
                    .orElseGet(() -> new Turn.Stop(
                            List.of(new Step.Assistant(new StepMetadata("", name, "service"), text)),
                            Status.FINISHED,
                            ""));
        }
    }
}
