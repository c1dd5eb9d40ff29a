package org.tapelearn.environment;

import java.util.List;
import java.util.function.Function;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Task;
import org.tapelearn.tool.ToolSpec;

/**
 * An environment around an {@link EnvironmentExecutor}: one function carries out every call, and what an attempt came to is
 * judged by its tape. Say which tools there are and how tasks are checked, then ask for the {@link #environment()}.
 */
public final class ExecutedEnvironment {
    private final EnvironmentExecutor executor;
    private final CustomEnvironment<Transcript> environment;

    private ExecutedEnvironment(String name, EnvironmentExecutor executor) {
        this.executor = executor;
        this.environment = CustomEnvironment.knowingTheTask(name, Transcript::new);
    }

    public static ExecutedEnvironment of(String name, EnvironmentExecutor executor) {
        return new ExecutedEnvironment(name, executor);
    }

    /** An attempt's tape, as it grows. */
    private static final class Transcript {
        private final Task task;
        private Tape tape;

        Transcript(Task task) {
            this.task = task;
            this.tape = new Tape(new TapeMetadata(task.id(), null, "executor", 0), List.of())
                    .append(new Step.User(StepMetadata.of("0"), task.words()));
        }

        private String next() {
            return Integer.toString(tape.steps().size());
        }
    }

    /**
     * Adds a tool that the executor carries out.
     *
     * @param values which values of its one parameter make sense now, known from the attempt so far and not from the task
     */
    public ExecutedEnvironment tool(
            String tool, String description, String parameter, Function<Tape, List<String>> values) {
        environment.add(
                tool,
                description,
                parameter,
                ToolSpec.Effect.WRITES,
                transcript -> values.apply(transcript.tape),
                (transcript, value) -> executed(transcript, tool, parameter, value));
        return this;
    }

    /** Adds a tool that the executor carries out and that ends the attempt, such as an answer. */
    public ExecutedEnvironment answer(
            String tool, String description, String parameter, Function<Tape, List<String>> values) {
        environment.add(
                tool,
                description,
                parameter,
                ToolSpec.Effect.ENDS,
                transcript -> values.apply(transcript.tape),
                (transcript, value) -> {
                    Transition done = executed(transcript, tool, parameter, value);
                    return done.error() ? done : Transition.end(done.observation());
                });
        return this;
    }

    private Transition executed(Transcript transcript, String tool, String parameter, String value) {
        transcript.tape = transcript.tape.append(new Step.Action(
                new StepMetadata(transcript.next(), "executor", "act"), ToolCall.of(tool, parameter, value)));
        Transition transition = execute(transcript, tool);
        transcript.tape = transcript.tape.append(
                new Step.Observation(StepMetadata.of(transcript.next()), transition.observation(), transition.error()));
        return transition;
    }

    private Transition execute(Transcript transcript, String tool) {
        try {
            return executor.execute(transcript.tape, transcript.task);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw EnvironmentFault.of(tool, interrupted);
        } catch (Exception broken) {
            throw EnvironmentFault.of(tool, broken);
        }
    }

    /**
     * Adds a family of tasks, checked by looking at the tape that an attempt ended with.
     *
     * @param family its name, lower case with underscores
     * @param calls the calls of its shortest solution, the answer not counted, at least 1
     */
    public ExecutedEnvironment tasks(String family, int calls, CustomEnvironment.Questions<Tape> questions) {
        environment.tasks(family, calls, (split, wording, number) -> {
            CustomEnvironment.Question<Tape> asked = questions.ask(split, wording, number);
            return new CustomEnvironment.Question<>(
                    asked.description(), transcript -> asked.solved().test(transcript.tape));
        });
        return this;
    }

    public Environment environment() {
        return environment;
    }
}
