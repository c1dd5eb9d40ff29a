package org.tapelearn.env.tools;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tapelearn.task.Split;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;

/** Reads one task of a seeds file. */
final class SeedReader {
    private static final Set<String> KEYS = Set.of(
            "id",
            "description",
            "phrasings",
            "category",
            "difficulty",
            "calls",
            "environment_context",
            "success_criteria",
            "examples",
            "metadata",
            "parameters",
            "distinct",
            "setup",
            "check",
            "partial",
            "split",
            "held_out");
    private static final int MOST_VALUES = 10_000;
    private static final int MOST_CALLS = 100;

    private final SeedNode task;
    private final Map<String, SeedNode> entries;

    private SeedReader(SeedNode task) {
        this.task = task;
        this.entries = task.entries(KEYS);
    }

    /**
     * Reads a task.
     *
     * @param number its place in the list, from 1
     * @param context what the file says about the environment as a whole
     */
    static SeedTemplate read(SeedNode task, int number, List<String> context, long seed) {
        return new SeedReader(task).read(number, context, seed);
    }

    private SeedTemplate read(int number, List<String> fileContext, long seed) {
        String id = at("id").map(SeedNode::text).orElse("task_" + number);
        if (!TemplateFamily.name(id).matches("[a-z0-9_]*[a-z0-9][a-z0-9_]*") || id.length() > 60) {
            throw entries.getOrDefault("id", task)
                    .wrong("an id has 1 to 60 characters, one of them a letter or digit, but this is (%s)"
                            .formatted(id));
        }
        List<Parameters.Parameter> parameters = parameters();
        Set<String> names = new LinkedHashSet<>();
        parameters.forEach(parameter -> names.add(parameter.name()));
        CheckReader checks = new CheckReader(names);
        SeedNode description =
                at("description").orElseThrow(() -> task.wrong("task (%s) has no description".formatted(id)));
        List<String> wordings = new ArrayList<>(List.of(checks.text(description)));
        at("phrasings").ifPresent(list -> list.items().forEach(item -> wordings.add(checks.text(item))));
        Optional<TaskDifficulty> level = at("difficulty").map(node -> node.choice(TaskDifficulty.class));
        int calls = at("calls")
                .map(node -> node.whole(1, MOST_CALLS))
                .orElseGet(() -> calls(level.orElse(TaskDifficulty.INTERMEDIATE)));
        List<String> context = Stream.concat(fileContext.stream(), lines("environment_context").stream())
                .toList();
        SeedTemplate template = new SeedTemplate(
                task.place(),
                id,
                wordings,
                at("category").map(node -> node.choice(TaskCategory.class)).orElse(TaskCategory.TOOL_USAGE),
                level.orElseGet(() -> TaskDifficulty.ofSize(calls)),
                calls,
                at("held_out").map(SeedNode::flag).orElse(false),
                at("split").map(node -> node.choice(Split.class)),
                context,
                lines("success_criteria"),
                lines("examples"),
                parameters.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Parameters(parameters, distinct(names), seed ^ id.hashCode())),
                setup(checks),
                at("check").map(checks::read),
                "",
                partial(checks));
        requireConsistent(template, names);
        return template;
    }

    private void requireConsistent(SeedTemplate template, Set<String> names) {
        if (!names.isEmpty() && template.split().isPresent()) {
            throw entries.getOrDefault("split", task)
                    .wrong("(split) is for tasks without parameters; the values of these are shared out to all splits");
        }
        if (names.isEmpty() && template.heldOut()) {
            throw entries.getOrDefault("held_out", task)
                    .wrong("(held_out) is for tasks with parameters; write (split: test) instead");
        }
        if (!names.isEmpty()
                && !template.wordings().stream()
                        .allMatch(text -> Template.names(text).stream().anyMatch(names::contains))) {
            throw task.wrong(
                    "the description and each phrasing must name a parameter, such as {%s}, or all of its tasks would read alike"
                            .formatted(names.iterator().next()));
        }
    }

    private Optional<SeedNode> at(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    private static int calls(TaskDifficulty difficulty) {
        return switch (difficulty) {
            case BEGINNER -> 1;
            case INTERMEDIATE -> 2;
            case ADVANCED -> 4;
            case EXPERT -> 6;
        };
    }

    private List<String> lines(String key) {
        return at(key).map(SeedReader::lines).orElse(List.of());
    }

    /** A text, each of a list, or each of a map as {@code key: value}. */
    static List<String> lines(SeedNode node) {
        if (node.isMap()) {
            List<String> lines = new ArrayList<>();
            node.entries().forEach((key, value) -> lines.add(key + ": " + words(value)));
            return lines;
        }
        return node.isList() ? node.items().stream().map(SeedReader::words).toList() : List.of(node.text());
    }

    private static String words(SeedNode node) {
        JsonNode json = node.json();
        return json.isTextual() ? json.asText() : json.toString();
    }

    private List<Parameters.Parameter> parameters() {
        List<Parameters.Parameter> parameters = new ArrayList<>();
        at("parameters")
                .ifPresent(section -> section.entries().forEach((name, node) -> {
                    if (!name.matches("[a-z][a-z0-9_]*")) {
                        throw node.wrong("a parameter's name is a lower-case word, but this is (%s)".formatted(name));
                    }
                    parameters.add(parameter(name, node));
                }));
        return parameters;
    }

    private static Parameters.Parameter parameter(String name, SeedNode node) {
        if (!node.isMap()) {
            return new Parameters.Parameter(name, values(node), false);
        }
        Map<String, SeedNode> parts = node.entries(Set.of("values", "range", "shared"));
        boolean shared = parts.containsKey("shared") && parts.get("shared").flag();
        if (parts.containsKey("values") == parts.containsKey("range")) {
            throw node.wrong("the parameter (%s) needs either (values: [...]) or (range: [from, to])".formatted(name));
        }
        return new Parameters.Parameter(
                name,
                parts.containsKey("values") ? values(parts.get("values")) : range(SeedNode.part(parts, "range")),
                shared);
    }

    private static List<String> values(SeedNode node) {
        List<String> values = node.texts().stream().distinct().toList();
        if (values.isEmpty() || values.size() > MOST_VALUES || values.stream().anyMatch(String::isBlank)) {
            throw node.wrong("a parameter has from 1 to %d values, none of them empty, but (%s) has %d"
                    .formatted(MOST_VALUES, node.name(), values.size()));
        }
        return values;
    }

    private static List<String> range(SeedNode node) {
        List<SeedNode> ends = node.items();
        if (ends.size() != 2) {
            throw node.wrong("a range is (range: [from, to]), but this has %d numbers".formatted(ends.size()));
        }
        int from = ends.getFirst().whole(-1_000_000_000, 1_000_000_000);
        int to = ends.getLast().whole(-1_000_000_000, 1_000_000_000);
        if (to < from || (long) to - from >= MOST_VALUES) {
            throw node.wrong("a range goes up, over at most %d numbers, but this is from %d to %d"
                    .formatted(MOST_VALUES, from, to));
        }
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }

    private List<String> distinct(Set<String> names) {
        List<String> distinct = at("distinct").map(SeedNode::texts).orElse(List.of());
        for (String name : distinct) {
            if (!names.contains(name)) {
                throw entries.getOrDefault("distinct", task).wrong("(%s) is no parameter of this task".formatted(name));
            }
        }
        return distinct;
    }

    private Map<String, String> setup(CheckReader checks) {
        Map<String, String> files = new LinkedHashMap<>();
        at("setup")
                .ifPresent(section -> section.entries().forEach((name, content) -> {
                    checks.requireKnown(name, content);
                    if (!WorkFolder.staysInside(name)) {
                        throw content.wrong(
                                "a set-up file lies in the working folder, but the path (%s) does not".formatted(name));
                    }
                    files.put(name, checks.text(content));
                }));
        return files;
    }

    private List<SeedTemplate.Partial> partial(CheckReader checks) {
        List<SeedTemplate.Partial> partial = new ArrayList<>();
        at("partial")
                .ifPresent(list -> list.items().forEach(item -> {
                    Map<String, SeedNode> parts = item.entries();
                    double weight =
                            parts.containsKey("weight") ? parts.get("weight").number() : 1;
                    boolean evidence = parts.containsKey("evidence")
                            && parts.get("evidence").flag();
                    if (!(weight > 0 && weight <= 1000)) {
                        throw item.wrong("a weight is above 0 and at most 1000, but this is %s".formatted(weight));
                    }
                    partial.add(new SeedTemplate.Partial(
                            checks.read(item, Set.of("weight", "evidence")), weight, evidence));
                }));
        return partial;
    }
}
