package org.tapelearn.textworld;

import java.util.ArrayList;
import java.util.List;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.error.Nearest;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Finding;

/** One attempt in a world. Everything that can be done now is listed, and nothing else is done. */
final class TextWorldEpisode implements Episode {
    private final World world;

    TextWorldEpisode(World world) {
        this.world = world;
    }

    @Override
    public String opening() {
        return describe();
    }

    @Override
    public List<ToolCall> actions() {
        List<ToolCall> actions = new ArrayList<>();
        actions.add(ToolCall.of("look"));
        world.exits().forEach(exit -> actions.add(ToolCall.of("go", "exit", exit)));
        world.boxes(false).forEach(box -> actions.add(ToolCall.of("open", "container", box)));
        for (String box : world.lockedBoxes()) {
            world.carriedKeys().forEach(key -> actions.add(ToolCall.of("unlock", "container", box, "key", key)));
        }
        if (world.carried().size() < World.MOST_CARRIED) {
            world.takeable().forEach(item -> actions.add(ToolCall.of("take", "item", item)));
        }
        for (String item : world.carried()) {
            actions.add(ToolCall.of("drop", "item", item));
            world.boxes(true).forEach(box -> actions.add(ToolCall.of("put", "item", item, "container", box)));
        }
        world.readable().forEach(paper -> actions.add(ToolCall.of("read", "paper", paper)));
        if (world.room().equals(world.plan.kitchen())) {
            addCooking(actions);
        }
        actions.add(ToolCall.of("finish"));
        return actions;
    }

    private void addCooking(List<ToolCall> actions) {
        List<String> ingredients = world.carriedIngredients();
        for (int i = 0; i < ingredients.size(); i++) {
            for (int j = i + 1; j < ingredients.size(); j++) {
                actions.add(ToolCall.of("cook", "first", ingredients.get(i), "second", ingredients.get(j)));
            }
        }
    }

    @Override
    public Transition step(ToolCall call) {
        if (world.finished()) {
            return Transition.refused("It is over: the episode was finished.");
        }
        if (!actions().contains(call)) {
            return Transition.refused(refusal(call));
        }
        return switch (call.tool()) {
            case "look" -> Transition.of(describe());
            case "go" -> {
                world.go(call.argument("exit"));
                yield Transition.of(describe());
            }
            case "open" -> {
                world.open(call.argument("container"));
                yield Transition.of("You open the container: %s\nInside: %s"
                        .formatted(call.argument("container"), list(world.at(call.argument("container")))));
            }
            case "unlock" ->
                Transition.of(
                        world.unlock(call.argument("container"), call.argument("key"))
                                ? "The key turns. Unlocked: " + call.argument("container")
                                : "The key does not fit: " + call.argument("container"));
            case "take" -> {
                world.take(call.argument("item"));
                yield carrying("You take: " + call.argument("item"));
            }
            case "drop" -> {
                world.place(call.argument("item"), world.room());
                yield carrying("You drop: " + call.argument("item"));
            }
            case "put" -> {
                world.place(call.argument("item"), call.argument("container"));
                yield carrying("You put it into: " + call.argument("container"));
            }
            case "read" -> Transition.of(world.read(call.argument("paper")));
            case "cook" -> carrying("You made: " + world.cook(call.argument("first"), call.argument("second")));
            case "finish" -> {
                world.finish();
                yield Transition.end("Finished.");
            }
            default -> throw new IllegalStateException("An action without a deed: " + call);
        };
    }

    private String refusal(ToolCall call) {
        List<String> tools =
                TextWorldEnvironment.TOOLS.stream().map(tool -> tool.name()).toList();
        if (!tools.contains(call.tool())) {
            return "There is no tool (%s), only: %s%s"
                    .formatted(call.tool(), String.join(", ", tools), Nearest.hint(call.tool(), tools));
        }
        return "You cannot do %s now.\n%s".formatted(call, describe());
    }

    @Override
    public Finding check(Criterion criterion) {
        boolean holds = world.holds(Condition.of(criterion.check()));
        boolean asked = criterion.role() != Criterion.Role.FINAL || world.finished();
        return new Finding(
                criterion.name(),
                holds && asked,
                holds ? (asked ? "so it is" : "so it is, but not finished") : "not so");
    }

    private Transition carrying(String deed) {
        return Transition.of("%s\nYou carry: %s".formatted(deed, list(world.carried())));
    }

    private String describe() {
        List<String> here = new ArrayList<>();
        for (String thing : world.at(world.room())) {
            here.add(world.locked(thing) ? thing + " (locked)" : world.isBox(thing) ? thing + " (container)" : thing);
        }
        return "You are in: %s\nExits: %s\nHere: %s\nYou carry: %s"
                .formatted(world.room(), list(world.exits()), list(here), list(world.carried()));
    }

    private static String list(List<String> things) {
        return things.isEmpty() ? "nothing" : String.join(", ", things);
    }

    @Override
    public void close() {}
}
