package org.tapelearn.learn;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

/** A house of rooms with something in each. The first thing that is taken ends an attempt, so who does not see what the task names must look elsewhere. */
public final class Rooms implements Environment {
    private static final Map<String, String> THINGS =
            new TreeMap<>(Map.of("attic", "lid", "cellar", "box", "hall", "rug", "kitchen", "jug", "study", "pen"));

    /** The task to take a thing that is in a room, or under a thing. */
    public static Task take(String thing, String room) {
        return task(thing, room, "Your task is to take the " + thing + ".");
    }

    public static Task task(String thing, String room, String words) {
        Criterion taken = new Criterion(
                "taken",
                "The thing was taken.",
                JsonNodeFactory.instance.objectNode().put("thing", thing).put("room", room),
                Criterion.Role.FINAL,
                1);
        return new Task(
                thing + "-" + room,
                words,
                TaskCategory.EXPLORATION,
                TaskDifficulty.ofSize(2),
                "take",
                thing,
                "known",
                Split.TRAIN,
                2,
                List.of(taken),
                new TaskOrigin.Drawn("take", 0));
    }

    public static ToolCall go(String room) {
        return ToolCall.of("go", "room", room);
    }

    public static ToolCall lift(String thing) {
        return ToolCall.of("lift", "thing", thing);
    }

    public static ToolCall take(String thing) {
        return ToolCall.of("take", "thing", thing);
    }

    @Override
    public String name() {
        return "rooms";
    }

    @Override
    public String description() {
        return "A house.";
    }

    @Override
    public List<ToolSpec> tools() {
        return List.of(
                new ToolSpec("go", "Go.", List.of(Parameter.text("room", "Where.")), ToolSpec.Effect.WRITES),
                new ToolSpec("lift", "Lift.", List.of(Parameter.text("thing", "What.")), ToolSpec.Effect.WRITES),
                new ToolSpec("take", "Take.", List.of(Parameter.text("thing", "What.")), ToolSpec.Effect.WRITES));
    }

    @Override
    public List<TaskFamily> families() {
        return List.of(new Taking());
    }

    /** Things of training tasks are in the kitchen, all others in the attic. */
    private static final class Taking implements TaskFamily {
        @Override
        public String name() {
            return "take";
        }

        @Override
        public String description() {
            return "Take a thing.";
        }

        @Override
        public TaskCategory category() {
            return TaskCategory.EXPLORATION;
        }

        @Override
        public int size() {
            return 2;
        }

        @Override
        public boolean heldOut() {
            return false;
        }

        @Override
        public List<String> keywords() {
            return List.of("fetch");
        }

        @Override
        public List<String> groups(Split split) {
            return switch (split) {
                case TRAIN -> List.of("cup", "ring", "old key");
                case SELECTION -> List.of("lamp");
                case TEST -> List.of("bell");
            };
        }

        @Override
        public Optional<Task> draw(Split split, String group, Wording wording, long number) {
            return wording == Wording.KNOWN
                    ? Optional.of(take(group, split == Split.TRAIN ? "kitchen" : "attic"))
                    : Optional.empty();
        }

        @Override
        public List<ToolCall> expert(Task task) {
            return List.of(go("kitchen"), take(task.group()));
        }
    }

    @Override
    public List<String> dataSources() {
        return List.copyOf(THINGS.keySet());
    }

    @Override
    public boolean lastingNames() {
        return true;
    }

    @Override
    public Episode open(Task task, long seed) {
        return new House(
                task.criteria().getFirst().check().path("thing").asText(),
                task.criteria().getFirst().check().path("room").asText());
    }

    @Override
    public void close() {}

    private static final class House implements Episode {
        private final String thing;
        private final String where;
        private String room = "hall";
        private String lifted = "";
        private String taken = "";

        House(String thing, String where) {
            this.thing = thing;
            this.where = where;
        }

        private List<String> things() {
            List<String> things = new ArrayList<>(List.of(THINGS.get(room)));
            if (room.equals("hall")) {
                things.add("hat");
            }
            if (room.equals("kitchen")) {
                things.add("pot");
            }
            if (lifted.equals("pot")) {
                things.add("spoon");
            }
            if (room.equals(where) || lifted.equals(where)) {
                things.add(thing);
            }
            return things;
        }

        private String look() {
            return "You are in the %s. Here are: %s".formatted(room, String.join(", ", things()));
        }

        @Override
        public String opening() {
            return look();
        }

        @Override
        public List<ToolCall> actions() {
            List<ToolCall> actions = new ArrayList<>();
            THINGS.keySet().stream().filter(other -> !other.equals(room)).forEach(other -> actions.add(go(other)));
            things().forEach(one -> {
                actions.add(lift(one));
                actions.add(take(one));
            });
            return actions;
        }

        @Override
        public Transition step(ToolCall call) {
            if (!actions().contains(call)) {
                return Transition.refused("That cannot be done here.");
            }
            if (call.tool().equals("take")) {
                taken = call.argument("thing");
                return Transition.end("Taken.");
            }
            if (call.tool().equals("lift")) {
                lifted = call.argument("thing");
            } else {
                room = call.argument("room");
            }
            return Transition.of(look());
        }

        @Override
        public Finding check(Criterion criterion) {
            return new Finding(criterion.name(), taken.equals(thing), taken);
        }

        @Override
        public void close() {}
    }
}
