package org.tapelearn.env.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.task.TaskOrigin;

/** The tasks of one template: a task for each choice of values and wording. */
record TemplateFamily(SeedTemplate template, Parameters parameters) implements TaskFamily {
    private static final String TASK = "task";
    private static final String VALUES = "values";
    private static final String PART = "part";
    /** The part of a task that decides success; the others are its partial checks, from 0. */
    private static final int FINAL = -1;

    /** The name of the family that a template makes. */
    static String name(String id) {
        return id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    }

    @Override
    public String name() {
        return name(template.id());
    }

    @Override
    public String description() {
        return template.wordings().getFirst();
    }

    @Override
    public TaskCategory category() {
        return template.category();
    }

    @Override
    public int size() {
        return template.calls();
    }

    @Override
    public boolean heldOut() {
        return template.heldOut();
    }

    @Override
    public List<String> keywords() {
        return keywords(name());
    }

    static List<String> keywords(String name) {
        List<String> words = new ArrayList<>(List.of(name));
        Arrays.stream(name.split("_")).filter(word -> word.length() > 2).forEach(words::add);
        return words.stream().distinct().toList();
    }

    @Override
    public List<String> groups(Split split) {
        return IntStream.range(0, parameters.groups(split))
                .mapToObj(group -> "%s-%s-%d".formatted(name(), split.name().toLowerCase(Locale.ROOT), group))
                .toList();
    }

    @Override
    public Optional<Task> draw(Split split, String group, Wording wording, long number) {
        int index = groups(split).indexOf(group);
        int heldOut = template.heldOutWordings();
        List<String> wordings = switch (wording) {
            case KNOWN -> template.wordings().subList(0, template.wordings().size() - heldOut);
            case HELD_OUT ->
                template.wordings()
                        .subList(
                                template.wordings().size() - heldOut,
                                template.wordings().size());
        };
        if (index < 0 || wordings.isEmpty()) {
            return Optional.empty();
        }
        int chosen = (int) Math.floorMod(number, (long) wordings.size());
        return parameters
                .draw(split, index, Math.floorDiv(number, (long) wordings.size()))
                .map(values -> task(
                        template,
                        values,
                        wordings.get(chosen),
                        "%s-%d".formatted(wording.name().toLowerCase(Locale.ROOT), chosen + 1),
                        name(),
                        group,
                        split,
                        number));
    }

    /** Makes a task of a template, with these values. */
    static Task task(
            SeedTemplate template,
            Map<String, String> values,
            String words,
            String wording,
            String family,
            String group,
            Split split,
            long number) {
        List<Criterion> criteria = new ArrayList<>();
        criteria.add(new Criterion(
                "solved",
                template.checkOrigin().isEmpty()
                        ? "The check of the task holds."
                        : "The check of the task holds (%s).".formatted(template.checkOrigin()),
                check(template, values, FINAL),
                Criterion.Role.FINAL,
                1));
        for (int i = 0; i < template.partial().size(); i++) {
            SeedTemplate.Partial partial = template.partial().get(i);
            criteria.add(new Criterion(
                    "partial-" + (i + 1),
                    "A part of the task is done.",
                    check(template, values, i),
                    partial.evidence() ? Criterion.Role.EVIDENCE : Criterion.Role.MILESTONE,
                    partial.weight()));
        }
        return new Task(
                "%s-%s-%s-%d".formatted(name(template.id()), group, wording, number),
                Template.fill(words, values),
                template.category(),
                template.difficulty(),
                family,
                group,
                wording,
                split,
                template.calls(),
                criteria,
                new TaskOrigin.Drawn(family, number),
                template.told());
    }

    private static JsonNode check(SeedTemplate template, Map<String, String> values, int part) {
        ObjectNode check = JsonNodeFactory.instance.objectNode().put(TASK, template.id());
        ObjectNode filled = check.putObject(VALUES);
        values.forEach(filled::put);
        return check.put(PART, part);
    }

    /** The id of the template that a criterion is of; empty for a criterion of something else. */
    static String templateOf(Criterion criterion) {
        return criterion.check().path(TASK).asText();
    }

    /** The values that a criterion's task was made with. */
    static Map<String, String> values(Criterion criterion) {
        Map<String, String> values = new LinkedHashMap<>();
        criterion
                .check()
                .path(VALUES)
                .properties()
                .forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
        return values;
    }

    /** The check of a criterion of this template, with its values filled in; empty where the template has no such part. */
    static Optional<Check> check(SeedTemplate template, Criterion criterion) {
        int part = criterion.check().path(PART).asInt(FINAL);
        Optional<Check> check = part == FINAL
                ? template.check()
                : Optional.of(template.partial())
                        .filter(parts -> part < parts.size())
                        .map(parts -> parts.get(part).check());
        return check.map(found -> found.with(values(criterion)));
    }
}
