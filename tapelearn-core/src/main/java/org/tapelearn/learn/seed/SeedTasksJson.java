package org.tapelearn.learn.seed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tapelearn.environment.EnvironmentContext;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;

/** The guide's file of seed tasks: {@code {"seed_tasks": [...], "environment_context": {}}}. */
final class SeedTasksJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> PARTS = Set.of("seed_tasks", "environment_context");
    private static final Set<String> KEYS = Set.of(
            "id",
            "description",
            "category",
            "difficulty",
            "environment_context",
            "success_criteria",
            "examples",
            "metadata");

    private SeedTasksJson() {}

    /** A seed as written in a file. */
    record Written(
            Optional<String> id,
            String description,
            Optional<TaskCategory> category,
            Optional<TaskDifficulty> difficulty,
            EnvironmentContext context,
            List<String> successCriteria,
            List<String> examples,
            SortedMap<String, String> metadata) {}

    /** A file's content. */
    record File(List<Written> seeds, EnvironmentContext context) {}

    static String write(List<SeedTask> seeds, EnvironmentContext context) {
        ObjectNode file = JsonNodeFactory.instance.objectNode();
        ArrayNode tasks = file.putArray("seed_tasks");
        for (SeedTask seed : seeds) {
            ObjectNode task = tasks.addObject();
            task.put("id", seed.id());
            task.put("description", seed.description());
            task.put("category", seed.category().name().toLowerCase(Locale.ROOT));
            task.put("difficulty", seed.difficulty().name().toLowerCase(Locale.ROOT));
            task.set("environment_context", context(seed.environmentContext()));
            seed.successCriteria().forEach(task.putArray("success_criteria")::add);
            seed.examples().forEach(task.putArray("examples")::add);
            ObjectNode metadata = task.putObject("metadata");
            seed.metadata().forEach(metadata::put);
        }
        file.set("environment_context", context(context));
        return file.toPrettyString();
    }

    private static ObjectNode context(EnvironmentContext context) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (!context.availableTools().isEmpty()) {
            context.availableTools().forEach(node.putArray("available_tools")::add);
        }
        if (!context.dataSources().isEmpty()) {
            context.dataSources().forEach(node.putArray("data_sources")::add);
        }
        if (!context.capabilities().isEmpty()) {
            ObjectNode capabilities = node.putObject("capabilities");
            context.capabilities().forEach((kind, what) -> what.forEach(capabilities.putArray(kind)::add));
        }
        context.other().forEach(node::set);
        return node;
    }

    static File read(String json, String source) {
        JsonNode file = tree(json, source);
        if (!(file.path("seed_tasks") instanceof ArrayNode tasks)) {
            throw new PrerequisiteException("%s: a list (seed_tasks) was expected.%nThe shape is: %s"
                    .formatted(source, "{\"seed_tasks\": [{\"description\": \"...\"}], \"environment_context\": {}}"));
        }
        requireKnown(file, PARTS, source);
        List<Written> seeds = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            seeds.add(seed(tasks.get(i), "%s, seed task %d".formatted(source, i + 1)));
        }
        return new File(seeds, context(file, source));
    }

    private static JsonNode tree(String json, String source) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new PrerequisiteException(
                    "%s is not JSON: %s".formatted(source, broken.getOriginalMessage()), broken);
        }
    }

    private static Written seed(JsonNode task, String place) {
        if (!task.isObject()) {
            throw unexpected(place, "an object", task);
        }
        requireKnown(task, KEYS, place);
        String description = text(task, "description", place)
                .orElseThrow(() ->
                        new PrerequisiteException("%s: a description was expected, but it has none.".formatted(place)));
        SortedMap<String, String> metadata = new TreeMap<>();
        object(task, "metadata", place)
                .properties()
                .forEach(entry -> metadata.put(
                        entry.getKey(),
                        entry.getValue().isTextual()
                                ? entry.getValue().asText()
                                : entry.getValue().toString()));
        return new Written(
                text(task, "id", place),
                description,
                text(task, "category", place).map(name -> named(TaskCategory.class, name, place)),
                text(task, "difficulty", place).map(name -> named(TaskDifficulty.class, name, place)),
                context(task, place),
                texts(task, "success_criteria", place),
                texts(task, "examples", place),
                metadata);
    }

    private static void requireKnown(JsonNode object, Set<String> known, String place) {
        object.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                throw new PrerequisiteException(
                        "%s: the key (%s) is not known.%s".formatted(place, key, Nearest.hint(key, known)));
            }
        });
    }

    /** The text or number at a key; empty where there is none. */
    private static Optional<String> text(JsonNode object, String key, String place) {
        JsonNode value = object.path(key);
        if (value.isContainerNode()) {
            throw unexpected(place + ", " + key, "text", value);
        }
        String text = value.asText("");
        return value.isNull() || text.isBlank() ? Optional.empty() : Optional.of(text);
    }

    /** The object at a key; an empty one where there is none. */
    private static JsonNode object(JsonNode object, String key, String place) {
        JsonNode value = object.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!value.isObject()) {
            throw unexpected(place + ", " + key, "an object", value);
        }
        return value;
    }

    private static PrerequisiteException unexpected(String place, String expected, JsonNode found) {
        return new PrerequisiteException("%s: %s was expected, but (%s) was found.".formatted(place, expected, found));
    }

    private static <E extends Enum<E>> E named(Class<E> type, String name, String place) {
        E[] known = type.getEnumConstants();
        return Arrays.stream(known)
                .filter(value -> value.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> names = Arrays.stream(known)
                            .map(value -> value.name().toLowerCase(Locale.ROOT))
                            .toList();
                    return new PrerequisiteException("%s: one of (%s) was expected, but (%s) was found.%s"
                            .formatted(place, String.join(", ", names), name, Nearest.hint(name, names)));
                });
    }

    private static EnvironmentContext context(JsonNode owner, String place) {
        JsonNode node = object(owner, "environment_context", place);
        String inside = place + ", environment_context";
        JsonNode said = object(node, "capabilities", inside);
        SortedMap<String, List<String>> capabilities = new TreeMap<>();
        said.fieldNames()
                .forEachRemaining(kind -> capabilities.put(kind, texts(said, kind, inside + ", capabilities")));
        SortedMap<String, JsonNode> other = new TreeMap<>();
        node.properties().forEach(entry -> {
            if (!Set.of("available_tools", "data_sources", "capabilities").contains(entry.getKey())) {
                other.put(entry.getKey(), entry.getValue());
            }
        });
        return new EnvironmentContext(
                texts(node, "available_tools", inside), texts(node, "data_sources", inside), capabilities, other);
    }

    /** The list at a key; an empty one where there is none. */
    private static List<String> texts(JsonNode object, String key, String place) {
        JsonNode list = object.path(key);
        List<String> texts = new ArrayList<>();
        if (list.isMissingNode() || list.isNull()) {
            return texts;
        }
        if (!list.isArray()) {
            throw unexpected(place + ", " + key, "a list", list);
        }
        list.forEach(entry -> texts.add(entry.isTextual() ? entry.asText() : entry.toString()));
        return texts;
    }
}
