package org.tapelearn.learn.seed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tapelearn.environment.CheckerTrial;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentContext;
import org.tapelearn.environment.EnvironmentState;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.task.TaskOrigin;

/**
 * Structures the user's seed descriptions: finds the task families of the environment that each one asks for, by its words.
 * A description that fits no family cannot be checked; it is listed with what to add, and left out of every figure. Safe for use
 * by several threads.
 */
public final class SeedTaskManager {
    private static final int WORDS_SUGGESTED = 8;

    private final Environment environment;
    private final SeedClassifier classifier;
    private final Map<String, SeedTask> seeds = new LinkedHashMap<>();
    private EnvironmentContext context = EnvironmentContext.NONE;

    public SeedTaskManager(Environment environment) {
        this(environment, SeedClassifier.RULES);
    }

    /** A manager that asks somebody what a description is about, and goes by the word rules where that cannot tell. */
    public SeedTaskManager(Environment environment, SeedClassifier classifier) {
        this.environment = environment;
        this.classifier = classifier;
    }

    /** A manager that goes on from seeds taken earlier. */
    public SeedTaskManager(Environment environment, List<SeedTask> taken, EnvironmentContext context) {
        this(environment, SeedClassifier.RULES, taken, context);
    }

    /** A manager that goes on from seeds taken earlier, and asks somebody about new ones. */
    public SeedTaskManager(
            Environment environment, SeedClassifier classifier, List<SeedTask> taken, EnvironmentContext context) {
        this(environment, classifier);
        taken.forEach(seed -> seeds.put(seed.id(), seed));
        this.context = context;
    }

    /** Understands one description, and takes it up. */
    public SeedTask addSeedTaskFromDescription(String description) {
        return addSeedTaskFromDescription(description, null, null, EnvironmentContext.NONE, List.of(), List.of());
    }

    /** Understands one description of a known kind, and takes it up. */
    public SeedTask addSeedTaskFromDescription(String description, TaskCategory category, TaskDifficulty difficulty) {
        return addSeedTaskFromDescription(
                description, category, difficulty, EnvironmentContext.NONE, List.of(), List.of());
    }

    /**
     * Understands one description, and takes it up.
     *
     * @param category null to go by the words
     * @param difficulty null to go by the words, and without a telling one by the size of what it asks for
     * @param successCriteria in words; where they name something that the environment can check, that is checked; those
     *     that name nothing of it are wishes, see {@link SeedTask#uncheckedCriteria()}
     */
    public synchronized SeedTask addSeedTaskFromDescription(
            String description,
            @Nullable TaskCategory category,
            @Nullable TaskDifficulty difficulty,
            EnvironmentContext environmentContext,
            List<String> successCriteria,
            List<String> examples) {
        return add(new SeedTasksJson.Written(
                Optional.empty(),
                description,
                Optional.ofNullable(category),
                Optional.ofNullable(difficulty),
                environmentContext,
                successCriteria,
                examples,
                new TreeMap<>()));
    }

    private SeedTask add(SeedTasksJson.Written written) {
        String id = written.id().orElseGet(this::nextId);
        if (seeds.containsKey(id)) {
            throw new PrerequisiteException(
                    "There are two seed tasks of the id (%s).%nGive each its own, or leave ids out.".formatted(id));
        }
        Set<String> words = SeedRules.of(written.description() + " " + String.join(" ", written.successCriteria()));
        List<TaskFamily> learnable = environment.families().stream()
                .filter(family -> !family.heldOut())
                .toList();
        SeedClassifier.Kind kind = classifier.classify(written.description(), written.successCriteria(), learnable);
        List<TaskFamily> matches = learnable.stream()
                .filter(family -> kind.families().isEmpty()
                        ? family.keywords().stream().anyMatch(words::contains)
                        : kind.families().contains(family.name()))
                .toList();
        Set<String> said = SeedRules.of(written.description());
        TaskCategory category = written.category()
                .or(kind::category)
                .orElseGet(() -> matches.isEmpty()
                        ? SeedRules.category(said)
                        : matches.getFirst().category());
        TaskDifficulty bySize = matches.isEmpty()
                ? TaskDifficulty.INTERMEDIATE
                : TaskDifficulty.ofSize(matches.getFirst().size());
        SeedTask seed = new SeedTask(
                id,
                written.description(),
                category,
                written.difficulty().or(kind::difficulty).orElseGet(() -> SeedRules.difficulty(said, bySize)),
                written.context(),
                written.successCriteria(),
                written.examples(),
                written.metadata(),
                matches.stream().map(TaskFamily::name).toList(),
                matches.isEmpty() ? whatToAdd(category) : "",
                written.successCriteria().stream()
                        .filter(criterion -> !names(SeedRules.of(criterion), matches))
                        .toList());
        seeds.put(id, seed);
        return seed;
    }

    /** Tells whether words name something that one of the families checks. */
    private static boolean names(Set<String> words, List<TaskFamily> families) {
        return families.stream().anyMatch(family -> family.keywords().stream().anyMatch(words::contains));
    }

    private String nextId() {
        int number = seeds.size() + 1;
        while (seeds.containsKey("seed-" + number)) {
            number++;
        }
        return "seed-" + number;
    }

    /** Names words that this environment can check, of the description's category where there are any. */
    private String whatToAdd(TaskCategory category) {
        Set<String> known = new LinkedHashSet<>();
        environment.families().stream()
                .filter(family -> !family.heldOut() && family.category() == category)
                .forEach(family -> known.addAll(family.keywords()));
        if (known.isEmpty()) {
            environment.families().forEach(family -> known.addAll(family.keywords()));
        }
        return known.isEmpty()
                ? "environment (%s) has nothing that can be checked".formatted(environment.name())
                : "say in it, or in a success criterion, what to check by one of these words: %s"
                        .formatted(String.join(
                                ", ", known.stream().limit(WORDS_SUGGESTED).toList()));
    }

    /**
     * Understands all descriptions. Without any, the seeds are all families of the environment.
     *
     * @throws PrerequisiteException when no description can be checked
     */
    public synchronized List<SeedTask> addMultipleSeedTasks(List<String> descriptions) {
        if (descriptions.isEmpty()) {
            return environment.families().stream()
                    .filter(family -> !family.heldOut())
                    .map(this::seedOf)
                    .toList();
        }
        List<SeedTask> added =
                descriptions.stream().map(this::addSeedTaskFromDescription).toList();
        requireCheckable(added);
        return added;
    }

    private SeedTask seedOf(TaskFamily family) {
        SeedTask seed = new SeedTask(
                nextId(),
                family.description(),
                family.category(),
                TaskDifficulty.ofSize(family.size()),
                EnvironmentContext.NONE,
                List.of(),
                List.of(),
                new TreeMap<>(),
                List.of(family.name()),
                "",
                List.of());
        seeds.put(seed.id(), seed);
        return seed;
    }

    /**
     * Returns all seeds taken up.
     *
     * @throws PrerequisiteException when none of them can be checked
     */
    public synchronized List<SeedTask> requireCheckable() {
        List<SeedTask> all = seeds();
        requireCheckable(all);
        return all;
    }

    private void requireCheckable(List<SeedTask> added) {
        if (added.stream().noneMatch(SeedTask::checkable)) {
            Set<String> known = new LinkedHashSet<>();
            environment.families().forEach(family -> known.addAll(family.keywords()));
            throw new PrerequisiteException("""
                None of the %d seed descriptions can be checked in environment (%s), so nothing could be learned.
                Name at least one thing that it can check, by one of these words: %s.\
                """.formatted(added.size(), environment.name(), String.join(", ", known)));
        }
    }

    /** Returns the names of all families that the seeds ask for, without repetition, in the environment's order. */
    public List<String> families(List<SeedTask> wantedBy) {
        Set<String> wanted = new HashSet<>();
        wantedBy.forEach(seed -> wanted.addAll(seed.families()));
        List<String> names = new ArrayList<>();
        for (TaskFamily family : environment.families()) {
            if (wanted.contains(family.name())) {
                names.add(family.name());
            }
        }
        return names;
    }

    /** All seeds taken up, in order. */
    public synchronized List<SeedTask> seeds() {
        return List.copyOf(seeds.values());
    }

    public List<SeedTask> getTasksByCategory(TaskCategory category) {
        return seeds().stream().filter(seed -> seed.category() == category).toList();
    }

    public List<SeedTask> getTasksByDifficulty(TaskDifficulty difficulty) {
        return seeds().stream().filter(seed -> seed.difficulty() == difficulty).toList();
    }

    /** Says what holds for the environment as a whole. */
    public synchronized void setEnvironmentContext(EnvironmentContext declared) {
        context = declared;
    }

    /** What was said of the environment as a whole. */
    public synchronized EnvironmentContext environmentContext() {
        return context;
    }

    /** What the environment really offers, by asking it; what was declared stands beside it. */
    public synchronized EnvironmentState analyzeEnvironmentFromTasks() {
        return EnvironmentState.of(environment, context);
    }

    /**
     * Returns training tasks like one: of its family, with other parameters, on other data, or in other words. Each has a checker
     * that was tried; there are fewer than asked for when the family has no more.
     *
     * @param base a task of the environment
     */
    public List<Task> generateTaskVariations(Task base, int count) {
        Optional<TaskFamily> family = environment.families().stream()
                .filter(one -> one.name().equals(base.family()))
                .findFirst();
        CheckerTrial trial = new CheckerTrial(environment, base.id().hashCode());
        List<Task> variations = new ArrayList<>();
        Set<String> asked = new HashSet<>(Set.of(base.description()));
        family.ifPresent(known -> {
            SplittableRandom random = new SplittableRandom(base.id().hashCode());
            List<String> groups = known.groups(Split.TRAIN);
            for (int i = 0; i < 10 * count && variations.size() < count && !groups.isEmpty(); i++) {
                String group = groups.get(i % groups.size());
                Optional<Task> drawn = i % 4 == 3
                        ? known.reword(base, random)
                        : known.draw(Split.TRAIN, group, TaskFamily.Wording.KNOWN, random.nextInt(Integer.MAX_VALUE));
                drawn.filter(task -> !asked.contains(task.description()))
                        .filter(task -> trial.fault(task).isEmpty())
                        .ifPresent(task -> {
                            asked.add(task.description());
                            variations.add(variation(task, base));
                        });
            }
        });
        return variations;
    }

    private static Task variation(Task task, Task base) {
        return task.withOrigin(new TaskOrigin.Variation(base.id()));
    }

    /** Returns the seeds and what was declared in the guide's JSON. */
    public synchronized String toJson() {
        return SeedTasksJson.write(List.copyOf(seeds.values()), context);
    }

    /** Writes {@link #toJson()} to a file. */
    public void save(Path file) {
        try {
            Files.writeString(file, toJson());
        } catch (IOException refused) {
            throw new PrerequisiteException(
                    "The seed tasks cannot be written to (%s): %s".formatted(file, refused.getMessage()), refused);
        }
    }

    /** Adds the seeds of a file in the guide's JSON, and takes its environment context. */
    public synchronized List<SeedTask> load(Path file) {
        try {
            SeedTasksJson.File read = SeedTasksJson.read(Files.readString(file), file.toString());
            List<SeedTask> added = read.seeds().stream().map(this::add).toList();
            context = read.context();
            return added;
        } catch (NoSuchFileException missing) {
            throw new PrerequisiteException("There is no file of seed tasks (%s).".formatted(file), missing);
        } catch (IOException unreadable) {
            throw new PrerequisiteException(
                    "The seed tasks in (%s) cannot be read: %s".formatted(file, unreadable.getMessage()), unreadable);
        }
    }
}
