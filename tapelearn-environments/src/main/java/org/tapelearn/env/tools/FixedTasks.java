package org.tapelearn.env.tools;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskFamily;

/** The tasks of a seeds file that have no parameters: one family, whose tasks are shared out to the splits one by one. */
final class FixedTasks implements TaskFamily {
    static final String NAME = "fixed_tasks";

    private final List<SeedTemplate> templates;
    private final Map<Split, List<SeedTemplate>> bySplit = new EnumMap<>(Split.class);

    /** Shares out what has a check; templates whose split the file names go there. */
    FixedTasks(List<SeedTemplate> templates) {
        this.templates = List.copyOf(templates);
        List<SeedTemplate> free = templates.stream()
                .filter(template -> template.split().isEmpty())
                .toList();
        Map<Split, List<SeedTemplate>> parts = Parameters.parts(free, 1);
        for (Split split : Split.values()) {
            List<SeedTemplate> own = new ArrayList<>(templates.stream()
                    .filter(template -> template.split().filter(split::equals).isPresent())
                    .toList());
            own.addAll(parts.getOrDefault(split, List.of()));
            bySplit.put(split, List.copyOf(own));
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Tasks without parameters, such as: %s"
                .formatted(templates.getFirst().wordings().getFirst());
    }

    @Override
    public TaskCategory category() {
        return templates.getFirst().category();
    }

    @Override
    public int size() {
        return (int) Math.round(
                templates.stream().mapToInt(SeedTemplate::calls).average().orElse(1));
    }

    @Override
    public boolean heldOut() {
        return false;
    }

    @Override
    public List<String> keywords() {
        return List.of(NAME, "fixed");
    }

    private List<SeedTemplate> of(Split split) {
        return bySplit.getOrDefault(split, List.of());
    }

    @Override
    public List<String> groups(Split split) {
        return of(split).stream().map(SeedTemplate::id).toList();
    }

    @Override
    public Optional<Task> draw(Split split, String group, Wording wording, long number) {
        return of(split).stream()
                .filter(template -> template.id().equals(group))
                .findFirst()
                .flatMap(template -> task(template, split, wording, number));
    }

    /** One task for each wording, whatever the number. */
    private static Optional<Task> task(SeedTemplate template, Split split, Wording wording, long number) {
        int all = template.wordings().size();
        int known = all - template.heldOutWordings();
        List<String> wordings = wording == Wording.KNOWN
                ? template.wordings().subList(0, known)
                : template.wordings().subList(known, all);
        if (wordings.isEmpty()) {
            return Optional.empty();
        }
        int chosen = (int) Math.floorMod(number, (long) wordings.size());
        String label = "%s-%d".formatted(wording.name().toLowerCase(Locale.ROOT), chosen + 1);
        return Optional.of(TemplateFamily.task(
                template, Map.of(), wordings.get(chosen), label, NAME, template.id(), split, chosen));
    }
}
