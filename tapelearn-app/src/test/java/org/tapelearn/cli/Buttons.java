package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
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

/** A small environment that can be learned in seconds: press the button that the task names. */
final class Buttons implements Environment {
    private static final List<String> COLOURS = List.of("red", "green", "blue", "black", "white", "grey");

    @Override
    public String name() {
        return "buttons";
    }

    @Override
    public String description() {
        return "Buttons to press.";
    }

    @Override
    public List<ToolSpec> tools() {
        return List.of(new ToolSpec(
                "press",
                "Presses a button.",
                List.of(Parameter.choice("colour", "Which one.", COLOURS)),
                ToolSpec.Effect.ENDS));
    }

    @Override
    public List<TaskFamily> families() {
        return List.of(new Press());
    }

    @Override
    public List<String> dataSources() {
        return COLOURS;
    }

    @Override
    public Episode open(Task task, long seed) {
        return new Panel();
    }

    @Override
    public void close() {}

    private static final class Press implements TaskFamily {
        @Override
        public String name() {
            return "press";
        }

        @Override
        public String description() {
            return "Press a button.";
        }

        @Override
        public TaskCategory category() {
            return TaskCategory.TOOL_USAGE;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public boolean heldOut() {
            return false;
        }

        @Override
        public List<String> keywords() {
            return List.of("press", "button");
        }

        @Override
        public List<String> groups(Split split) {
            return List.of("panel_" + split.name().toLowerCase(java.util.Locale.ROOT));
        }

        @Override
        public Optional<Task> draw(Split split, String group, Wording wording, long number) {
            String colour = COLOURS.get(Math.floorMod(number, COLOURS.size()));
            String words = wording == Wording.KNOWN ? "Press the %s button, number %d" : "Number %2$d: push %1$s";
            return Optional.of(new Task(
                    "press:%s:%s:%d".formatted(group, wording, number),
                    words.formatted(colour, number),
                    category(),
                    TaskDifficulty.BEGINNER,
                    name(),
                    group,
                    wording.name(),
                    split,
                    1,
                    List.of(new Criterion(
                            "pressed",
                            "the right button is pressed",
                            JsonNodeFactory.instance.textNode(colour),
                            Criterion.Role.FINAL,
                            1)),
                    new TaskOrigin.Drawn(name(), number)));
        }

        @Override
        public List<ToolCall> expert(Task task) {
            return List.of(ToolCall.of(
                    "press", "colour", task.criteria().getFirst().check().asText()));
        }
    }

    private static final class Panel implements Episode {
        private String pressed = "";

        @Override
        public String opening() {
            return String.join(" ", COLOURS);
        }

        @Override
        public List<ToolCall> actions() {
            List<ToolCall> calls = new ArrayList<>();
            COLOURS.forEach(colour -> calls.add(ToolCall.of("press", "colour", colour)));
            return calls;
        }

        @Override
        public Transition step(ToolCall call) {
            pressed = call.argument("colour");
            return Transition.end("pressed");
        }

        @Override
        public Finding check(Criterion criterion) {
            return new Finding(
                    criterion.name(), pressed.equals(criterion.check().asText()), pressed);
        }

        @Override
        public void close() {}
    }
}
