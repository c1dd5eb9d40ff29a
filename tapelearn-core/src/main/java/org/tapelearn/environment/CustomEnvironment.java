package org.tapelearn.environment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Finding;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.task.TaskOrigin;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/**
 * An environment made of a user's own functions: what an attempt begins with, tools that take one value each, and tasks with a
 * check. The functions must not share anything that changes between attempts, since attempts are made at the same time.
 *
 * @param <S> what an attempt changes: a new one is made for each
 */
public final class CustomEnvironment<S> implements Environment {
    private final String name;
    private final Function<Task, S> start;
    private final Map<String, Tool<S>> tools = new LinkedHashMap<>();
    private final List<Family> families = new ArrayList<>();

    /**
     * A task in words.
     *
     * @param description what is asked for; never empty
     * @param solved looks whether it is done, at the state that an attempt ended with
     */
    public record Question<S>(String description, Predicate<S> solved) {}

    /** Makes up tasks: the same one for equal arguments, other things for each split, other words for held-out wordings. */
    @FunctionalInterface
    public interface Questions<S> {
        Question<S> ask(Split split, TaskFamily.Wording wording, long number);
    }

    private record Tool<S>(
            ToolSpec spec, String parameter, Function<S, List<String>> values, BiFunction<S, String, Transition> run) {}

    private CustomEnvironment(String name, Function<Task, S> start) {
        this.name = name;
        this.start = start;
    }

    /**
     * Begins an environment without tools and tasks.
     *
     * @param start makes what an attempt begins with
     */
    public static <S> CustomEnvironment<S> of(String name, Supplier<S> start) {
        return new CustomEnvironment<>(name, task -> start.get());
    }

    /** Begins an environment whose attempts know their task. */
    static <S> CustomEnvironment<S> knowingTheTask(String name, Function<Task, S> start) {
        return new CustomEnvironment<>(name, start);
    }

    /**
     * Adds a tool that shows something.
     *
     * @param values which values make sense now, known from what the attempt has seen and not from the task
     * @param run returns what the agent sees; an {@link IllegalArgumentException} says why a value was refused, any other exception
     *     means that the world broke, and ends the attempt unjudged
     */
    public CustomEnvironment<S> tool(
            String tool,
            String description,
            String parameter,
            Function<S, List<String>> values,
            BiFunction<S, String, String> run) {
        return add(
                tool,
                description,
                parameter,
                ToolSpec.Effect.WRITES,
                values,
                (state, value) -> Transition.of(run.apply(state, value)));
    }

    /** Adds a tool that ends the attempt, such as an answer. */
    public CustomEnvironment<S> answer(
            String tool,
            String description,
            String parameter,
            Function<S, List<String>> values,
            BiConsumer<S, String> give) {
        return add(tool, description, parameter, ToolSpec.Effect.ENDS, values, (state, value) -> {
            give.accept(state, value);
            return Transition.end("done");
        });
    }

    CustomEnvironment<S> add(
            String tool,
            String description,
            String parameter,
            ToolSpec.Effect effect,
            Function<S, List<String>> values,
            BiFunction<S, String, Transition> run) {
        ToolSpec spec =
                new ToolSpec(tool, description, List.of(Parameter.text(parameter, "A " + parameter + ".")), effect);
        if (tools.put(tool, new Tool<>(spec, parameter, values, run)) != null) {
            throw new IllegalArgumentException("There are two tools of the name (%s).".formatted(tool));
        }
        return this;
    }

    /**
     * Adds a family of tasks.
     *
     * @param family its name, lower case with underscores
     * @param calls the calls of its shortest solution, the answer not counted, at least 1
     */
    public CustomEnvironment<S> tasks(String family, int calls, Questions<S> questions) {
        families.add(new Family(family, calls, questions));
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "An environment of one's own: %s.".formatted(name);
    }

    @Override
    public List<ToolSpec> tools() {
        return tools.values().stream().map(Tool::spec).toList();
    }

    @Override
    public List<TaskFamily> families() {
        return List.copyOf(families);
    }

    @Override
    public List<String> dataSources() {
        return List.of();
    }

    @Override
    public Episode open(Task task, long seed) {
        return new Attempt(start.apply(task));
    }

    @Override
    public void close() {}

    private Question<S> question(String family, Split split, TaskFamily.Wording wording, long number) {
        return families.stream()
                .filter(one -> one.name().equals(family))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no family (%s).".formatted(family)))
                .questions
                .ask(split, wording, number);
    }

    private final class Family implements TaskFamily {
        private final String family;
        private final int calls;
        private final Questions<S> questions;

        Family(String family, int calls, Questions<S> questions) {
            this.family = family;
            this.calls = calls;
            this.questions = questions;
        }

        @Override
        public String name() {
            return family;
        }

        @Override
        public String description() {
            return "Tasks of the kind %s.".formatted(family);
        }

        @Override
        public TaskCategory category() {
            return TaskCategory.TOOL_USAGE;
        }

        @Override
        public int size() {
            return calls;
        }

        @Override
        public boolean heldOut() {
            return false;
        }

        @Override
        public List<String> keywords() {
            return Stream.concat(Stream.of(family), Arrays.stream(family.split("_")))
                    .toList();
        }

        @Override
        public List<String> groups(Split split) {
            return List.of(split.name().toLowerCase(Locale.ROOT));
        }

        @Override
        public Optional<Task> draw(Split split, String group, Wording wording, long number) {
            String description = questions.ask(split, wording, number).description();
            return Optional.of(new Task(
                    "%s-%s-%s-%d".formatted(family, group, wording.name().toLowerCase(Locale.ROOT), number),
                    description,
                    category(),
                    TaskDifficulty.ofSize(calls),
                    family,
                    group,
                    wording.name().toLowerCase(Locale.ROOT),
                    split,
                    calls,
                    List.of(new Criterion(
                            "solved",
                            "The check of the task holds.",
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("family", family)
                                    .put("split", split.name())
                                    .put("wording", wording.name())
                                    .put("number", number),
                            Criterion.Role.FINAL,
                            1)),
                    new TaskOrigin.Drawn(family, number)));
        }
    }

    private final class Attempt implements Episode {
        private final S state;

        Attempt(S state) {
            this.state = state;
        }

        @Override
        public String opening() {
            return "Tools: " + String.join(", ", tools.keySet());
        }

        @Override
        public List<ToolCall> actions() {
            List<ToolCall> calls = new ArrayList<>();
            tools.forEach((tool, own) ->
                    own.values().apply(state).forEach(value -> calls.add(ToolCall.of(tool, own.parameter(), value))));
            return calls;
        }

        @Override
        public Transition step(ToolCall call) {
            Tool<S> tool = tools.get(call.tool());
            if (tool == null) {
                return Transition.refused("There is no tool (%s). Those there are: %s."
                        .formatted(call.tool(), String.join(", ", tools.keySet())));
            }
            try {
                return tool.run().apply(state, call.argument(tool.parameter()));
            } catch (IllegalArgumentException refused) {
                return Transition.refused(String.valueOf(refused.getMessage()));
            } catch (EnvironmentFault fault) {
                throw fault;
            } catch (RuntimeException broken) {
                throw EnvironmentFault.of(call.tool(), broken);
            }
        }

        @Override
        public Finding check(Criterion criterion) {
            Question<S> asked = question(
                    criterion.check().path("family").asText(),
                    Split.valueOf(criterion.check().path("split").asText()),
                    TaskFamily.Wording.valueOf(criterion.check().path("wording").asText()),
                    criterion.check().path("number").asLong());
            boolean holds = asked.solved().test(state);
            return new Finding(criterion.name(), holds, holds ? "holds" : "does not hold");
        }

        @Override
        public void close() {}
    }
}
