package org.tapelearn.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;

/** Writes tasks as JSON objects, whole, so that they can be tried elsewhere, and reads them back. */
public final class TaskJson {
    private TaskJson() {}

    public static ObjectNode write(Task task) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", task.id());
        node.put("description", task.description());
        node.put("category", label(task.category()));
        node.put("difficulty", label(task.difficulty()));
        node.put("family", task.family());
        node.put("group", task.group());
        node.put("wording", task.wording());
        node.put("split", label(task.split()));
        node.put("size", task.size());
        ArrayNode criteria = node.putArray("criteria");
        for (Criterion criterion : task.criteria()) {
            criteria.addObject()
                    .put("name", criterion.name())
                    .put("description", criterion.description())
                    .put("role", label(criterion.role()))
                    .put("weight", criterion.weight())
                    .set("check", criterion.check());
        }
        node.set("origin", write(task.origin()));
        if (!task.told().isEmpty()) {
            task.told().forEach(node.putArray("told")::add);
        }
        return node;
    }

    private static ObjectNode write(TaskOrigin origin) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        return switch (origin) {
            case TaskOrigin.Drawn drawn ->
                node.put("kind", "drawn").put("family", drawn.family()).put("number", drawn.number());
            case TaskOrigin.Seed seed -> node.put("kind", "seed").put("description", seed.description());
            case TaskOrigin.Variation variation -> node.put("kind", "variation").put("parent", variation.parent());
            case TaskOrigin.Progression progression ->
                node.put("kind", "progression")
                        .put("parent", progression.parent())
                        .put("rung", progression.rung());
            case TaskOrigin.ToolExploration exploration ->
                node.put("kind", "tool_exploration").put("tool", exploration.tool());
        };
    }

    /** Reads what {@link #write(Task)} wrote; throws {@link PrerequisiteException} that says what is missing or unknown. */
    public static Task read(JsonNode node) {
        List<Criterion> criteria = new ArrayList<>();
        for (JsonNode each : node.path("criteria")) {
            criteria.add(new Criterion(
                    text(each, "name"),
                    text(each, "description"),
                    each.path("check"),
                    choice(Criterion.Role.class, each, "role"),
                    each.path("weight").asDouble()));
        }
        List<String> told = new ArrayList<>();
        node.path("told").forEach(line -> told.add(line.asText()));
        return new Task(
                text(node, "id"),
                text(node, "description"),
                choice(TaskCategory.class, node, "category"),
                choice(TaskDifficulty.class, node, "difficulty"),
                text(node, "family"),
                text(node, "group"),
                text(node, "wording"),
                choice(Split.class, node, "split"),
                node.path("size").asInt(1),
                criteria,
                origin(node.path("origin")),
                told);
    }

    private static TaskOrigin origin(JsonNode node) {
        String kind = text(node, "kind");
        return switch (kind) {
            case "drawn" ->
                new TaskOrigin.Drawn(text(node, "family"), node.path("number").asLong());
            case "seed" -> new TaskOrigin.Seed(text(node, "description"));
            case "variation" -> new TaskOrigin.Variation(text(node, "parent"));
            case "progression" ->
                new TaskOrigin.Progression(
                        text(node, "parent"), node.path("rung").asInt());
            case "tool_exploration" -> new TaskOrigin.ToolExploration(text(node, "tool"));
            default ->
                throw unknown("kind", kind, List.of("drawn", "seed", "variation", "progression", "tool_exploration"));
        };
    }

    private static String text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (!value.isTextual()) {
            throw new PrerequisiteException(
                    "A task was expected here, with a text under (%s), but found (%s).".formatted(key, value));
        }
        return value.asText();
    }

    private static <E extends Enum<E>> E choice(Class<E> type, JsonNode node, String key) {
        String label = text(node, key);
        List<String> known =
                Arrays.stream(type.getEnumConstants()).map(TaskJson::label).toList();
        if (!known.contains(label)) {
            throw unknown(key, label, known);
        }
        return Enum.valueOf(type, label.toUpperCase(Locale.ROOT));
    }

    private static PrerequisiteException unknown(String key, String found, List<String> known) {
        return new PrerequisiteException("The task's (%s) must be one of (%s), but is (%s).%s"
                .formatted(key, String.join(", ", known), found, Nearest.hint(found, known)));
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
