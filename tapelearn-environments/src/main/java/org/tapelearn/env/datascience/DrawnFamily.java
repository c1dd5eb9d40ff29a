package org.tapelearn.env.datascience;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.LongStream;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.task.TaskOrigin;

/** A family whose questions an {@link Author} makes up and the phrasebook puts in words. */
final class DrawnFamily implements TaskFamily {
    private static final int TRIES = 12;
    private static final int LOOKS = 6;

    /** Makes up one question from a seeded choice of tables, columns and values; empty when it would be ill-posed. */
    @FunctionalInterface
    interface Author {
        Optional<Question> ask(Asking asking);
    }

    /** What is fixed about a family. */
    record Profile(
            String name, String description, TaskCategory category, int size, boolean heldOut, List<String> keywords) {
        Profile {
            keywords = List.copyOf(keywords);
        }
    }

    private final Profile profile;
    private final Author author;
    private final Tables tables;
    private final Phrasebook phrasebook;
    private final Map<Split, List<String>> groups = new EnumMap<>(Split.class);

    DrawnFamily(Profile profile, Author author, Tables tables, Phrasebook phrasebook) {
        this.profile = profile;
        this.author = author;
        this.tables = tables;
        this.phrasebook = phrasebook;
    }

    @Override
    public String name() {
        return profile.name();
    }

    @Override
    public String description() {
        return profile.description();
    }

    @Override
    public TaskCategory category() {
        return profile.category();
    }

    @Override
    public int size() {
        return profile.size();
    }

    @Override
    public boolean heldOut() {
        return profile.heldOut();
    }

    @Override
    public List<String> keywords() {
        return profile.keywords();
    }

    @Override
    public synchronized List<String> groups(Split split) {
        return groups.computeIfAbsent(split, this::fittingGroups);
    }

    private List<String> fittingGroups(Split split) {
        return tables.tables(split).stream()
                .map(Table::dataset)
                .distinct()
                .filter(group -> LongStream.range(0, LOOKS)
                        .anyMatch(number -> question(split, group, number).isPresent()))
                .toList();
    }

    @Override
    public Optional<Task> draw(Split split, String group, Wording wording, long number) {
        SplittableRandom random =
                new SplittableRandom(seed(name(), split.name(), group, Long.toString(number), wording.name()));
        return question(split, group, number)
                .map(question -> put(question, split, group, Phrasebook.Choice.of(wording), number, random));
    }

    @Override
    public Optional<Task> reword(Task task, SplittableRandom random) {
        return task.split() == Split.TRAIN && task.origin() instanceof TaskOrigin.Drawn drawn
                ? question(task.split(), task.group(), drawn.number())
                        .map(question -> put(
                                question,
                                task.split(),
                                task.group(),
                                Phrasebook.Choice.REWORDED,
                                drawn.number(),
                                random))
                : Optional.empty();
    }

    /** Makes up the {@code number}-th question, without words. */
    Optional<Question> question(Split split, String group, long number) {
        SplittableRandom random = new SplittableRandom(seed(name(), split.name(), group, Long.toString(number)));
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Asking asking = new Asking(tables, split, group, random.split());
            Optional<Question> question = asking.fits() ? author.ask(asking) : Optional.empty();
            if (question.isPresent() && asking.ownsSplit(question.get())) {
                return question;
            }
        }
        return Optional.empty();
    }

    private Task put(
            Question question,
            Split split,
            String group,
            Phrasebook.Choice choice,
            long number,
            SplittableRandom random) {
        Phrasebook.Said said = phrasebook.say(name(), choice, question.slots(), random);
        String identity = String.join(
                "\n", name(), split.name(), group, question.parameters().toString(), said.text());
        return new Task(
                name() + "-" + UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)),
                said.text(),
                category(),
                TaskDifficulty.ofSize(question.size()),
                name(),
                group,
                said.wording(),
                split,
                question.size(),
                question.criteria(),
                new TaskOrigin.Drawn(name(), number));
    }

    private static long seed(String... parts) {
        return UUID.nameUUIDFromBytes(String.join("\n", parts).getBytes(StandardCharsets.UTF_8))
                .getMostSignificantBits();
    }
}
