package org.tapelearn.textworld;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.task.TaskOrigin;

/** A kind of quest with its phrasings. */
record TextWorldFamily(Phrasebook book, boolean dense) implements TaskFamily {
    static List<TaskFamily> all(boolean dense) {
        return Phrasebook.ALL.stream()
                .<TaskFamily>map(book -> new TextWorldFamily(book, dense))
                .toList();
    }

    @Override
    public String name() {
        return book.name();
    }

    @Override
    public String description() {
        return book.description();
    }

    @Override
    public TaskCategory category() {
        return book.category();
    }

    @Override
    public int size() {
        return book.size();
    }

    @Override
    public boolean heldOut() {
        return book.heldOut();
    }

    @Override
    public List<String> keywords() {
        return book.keywords();
    }

    @Override
    public List<String> groups(Split split) {
        return Theme.names(split);
    }

    @Override
    public Optional<Task> draw(Split split, String group, Wording wording, long number) {
        if (!groups(split).contains(group)) {
            return Optional.empty();
        }
        List<String> phrasings = wording == Wording.KNOWN ? book.known() : book.unseen();
        return Optional.of(
                put(split, group, number, wording.name(), phrasings, Math.floorMod(number, phrasings.size())));
    }

    @Override
    public Optional<Task> reword(Task task, SplittableRandom random) {
        return task.split() == Split.TRAIN && task.origin() instanceof TaskOrigin.Drawn drawn
                ? Optional.of(put(
                        Split.TRAIN,
                        task.group(),
                        drawn.number(),
                        "REWORDED",
                        book.known(),
                        random.nextInt(book.known().size())))
                : Optional.empty();
    }

    private Task put(Split split, String group, long number, String wording, List<String> phrasings, int phrasing) {
        Draft draft = draft(group, number);
        String label = wording.toLowerCase(Locale.ROOT);
        return new Task(
                "%s/%s/%s/%d".formatted(name(), group, label, number),
                put(draft.words(), phrasings.get(phrasing)),
                category(),
                TaskDifficulty.ofSize(size()),
                name(),
                group,
                "%s %d".formatted(label, phrasing),
                split,
                size(),
                criteria(draft, group, number),
                new TaskOrigin.Drawn(name(), number));
    }

    /** The task before it is put in words; with the shortest solution. */
    Draft draft(String group, long number) {
        WorldPlan plan = WorldPlan.of(Theme.named(group), number);
        return book.quest().apply(plan, new SplittableRandom(number * 31 + name().hashCode()));
    }

    private List<Criterion> criteria(Draft draft, String theme, long world) {
        List<Criterion> criteria = new ArrayList<>();
        criteria.add(new Criterion(
                "goal", "What was asked for is so.", draft.goal().json(theme, world), Criterion.Role.FINAL, 0));
        double weight = dense ? 1 : 0;
        for (Condition condition : draft.evidence()) {
            criteria.add(new Criterion(
                    "evidence",
                    "It was read, not guessed.",
                    condition.json(theme, world),
                    Criterion.Role.EVIDENCE,
                    weight));
        }
        if (dense) {
            for (Condition condition : draft.milestones()) {
                criteria.add(new Criterion(
                        "step " + criteria.size(),
                        "A step on the way was made.",
                        condition.json(theme, world),
                        Criterion.Role.MILESTONE,
                        weight));
            }
        }
        return criteria;
    }

    private static String put(Map<String, String> words, String phrasing) {
        String text = phrasing;
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace("{" + word.getKey() + "}", word.getValue());
        }
        return text;
    }
}
