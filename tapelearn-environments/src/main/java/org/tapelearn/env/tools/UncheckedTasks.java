package org.tapelearn.env.tools;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.task.TaskOrigin;

/** The tasks of a seeds file without a check, as they can be tried: training tasks without criteria. */
final class UncheckedTasks {
    /** How many tasks are made of a template with parameters at most. */
    private static final int MOST = 10;

    private final Map<String, Found> byId = new LinkedHashMap<>();

    private UncheckedTasks() {}

    /** A task with the template and values that it was made of. */
    record Found(SeedTemplate template, Map<String, String> values, Task task) {}

    static UncheckedTasks of(SeedsFile seeds) {
        UncheckedTasks tasks = new UncheckedTasks();
        seeds.templates().stream()
                .filter(template -> template.check().isEmpty())
                .forEach(tasks::add);
        return tasks;
    }

    private void add(SeedTemplate template) {
        if (template.parameters().isEmpty()) {
            if (template.split().orElse(Split.TRAIN) == Split.TRAIN) {
                add(template, Map.of(), 0);
            }
            return;
        }
        TemplateFamily family =
                new TemplateFamily(template, template.parameters().get());
        List<String> groups = family.groups(Split.TRAIN);
        for (int i = 0; i < groups.size() && i < MOST; i++) {
            int number = i;
            family.draw(Split.TRAIN, groups.get(i), TaskFamily.Wording.KNOWN, 0)
                    .ifPresent(task ->
                            add(template, TemplateFamily.values(task.criteria().getFirst()), number));
        }
    }

    private void add(SeedTemplate template, Map<String, String> values, int number) {
        String family = TemplateFamily.name(template.id());
        String id = "unchecked-%s-%d".formatted(family, number);
        Task task = new Task(
                id,
                Template.fill(template.wordings().getFirst(), values),
                template.category(),
                template.difficulty(),
                family,
                id,
                "known-1",
                Split.TRAIN,
                template.calls(),
                List.of(),
                new TaskOrigin.Drawn(family, number),
                template.told());
        byId.put(id, new Found(template, values, task));
    }

    /** The tasks of a template. */
    List<Task> tasks(String templateId) {
        List<Task> tasks = new ArrayList<>();
        byId.values().stream()
                .filter(found -> found.template().id().equals(templateId))
                .forEach(found -> tasks.add(found.task()));
        return tasks;
    }

    Optional<Found> find(String taskId) {
        return Optional.ofNullable(byId.get(taskId));
    }
}
