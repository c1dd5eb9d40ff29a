package org.tapelearn.textworld;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.Episode;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/**
 * Rooms, containers, keys and recipes. Each theme is a group; the number of a draw decides its world. A task must be
 * finished by {@code finish}, and is judged by what the world is then.
 */
public final class TextWorldEnvironment implements Environment {
    static final List<ToolSpec> TOOLS = List.of(
            tool("look", "Look around.", ToolSpec.Effect.READS),
            tool("go", "Go to a neighbouring room.", ToolSpec.Effect.WRITES, "exit"),
            tool("open", "Open a container that is not locked.", ToolSpec.Effect.WRITES, "container"),
            tool("unlock", "Try a key that you carry.", ToolSpec.Effect.WRITES, "container", "key"),
            tool("take", "Take something; you can carry three things.", ToolSpec.Effect.WRITES, "item"),
            tool("drop", "Lay something down.", ToolSpec.Effect.WRITES, "item"),
            tool("put", "Put something into an open container.", ToolSpec.Effect.WRITES, "item", "container"),
            tool("read", "Read something written.", ToolSpec.Effect.READS, "paper"),
            tool("cook", "Mix two ingredients in the kitchen.", ToolSpec.Effect.WRITES, "first", "second"),
            tool("finish", "Say that the task is done.", ToolSpec.Effect.ENDS));

    private final List<TaskFamily> families;

    /** @param dense whether milestones on the way earn partial credit; otherwise only the end does */
    public TextWorldEnvironment(boolean dense) {
        families = TextWorldFamily.all(dense);
    }

    @Override
    public String name() {
        return "text-world";
    }

    @Override
    public String description() {
        return "A small world of rooms, containers, keys and recipes.";
    }

    @Override
    public List<ToolSpec> tools() {
        return TOOLS;
    }

    @Override
    public List<TaskFamily> families() {
        return families;
    }

    @Override
    public List<String> dataSources() {
        return Theme.ALL.stream().map(Theme::name).toList();
    }

    @Override
    public Episode open(Task task, long seed) {
        JsonNode check = task.criteria().stream()
                .filter(criterion -> criterion.role() == Criterion.Role.FINAL)
                .map(Criterion::check)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The task (%s) has no criterion that names its world.".formatted(task.id())));
        Theme theme = Theme.named(check.path("theme").asText());
        return new TextWorldEpisode(
                new World(WorldPlan.of(theme, check.path("world").asLong())));
    }

    @Override
    public void close() {}

    private static ToolSpec tool(String name, String description, ToolSpec.Effect effect, String... parameters) {
        return new ToolSpec(
                name,
                description,
                List.of(parameters).stream()
                        .map(parameter -> Parameter.text(parameter, "The name of the %s.".formatted(parameter)))
                        .toList(),
                effect);
    }
}
