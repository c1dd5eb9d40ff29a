package org.tapelearn.learn.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.tapelearn.environment.CheckerTrial;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentFault;
import org.tapelearn.environment.EnvironmentState;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.metrics.LearningMetrics;
import org.tapelearn.metrics.LearningMetrics.Share;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.tool.ToolSpec;

/**
 * Widens what is practised: once something goes well, it takes up further families of the environment, easiest first unless told otherwise. A family is
 * admitted only when its checker was tested: its tasks fail untouched, and random attempts do not solve them. Makes tasks on
 * demand too, each with a checker that was tried. Safe for use by several threads.
 */
public final class AutonomousTaskGenerator {
    private static final double TOO_EASY = 0.8;
    private static final double TOO_HARD = 0.2;
    private static final int TRIES = 20;

    private final Environment environment;
    private final int maxPerGeneration;
    private final boolean easiestFirst;
    private final double explorationBias;
    private final long seed;
    private final CheckerTrial trial;
    private final Ladder ladder;
    private final Set<String> given = new HashSet<>();
    private GenerationStatistics statistics = GenerationStatistics.NONE;
    private Supplier<GenerationStatistics> session = () -> GenerationStatistics.NONE;

    /** Works on an environment, and aims at gaps only. */
    public AutonomousTaskGenerator(Environment environment, int maxPerGeneration, boolean easiestFirst, long seed) {
        this(environment, maxPerGeneration, easiestFirst, 0, seed);
    }

    /**
     * Works on an environment.
     *
     * @param maxPerGeneration families, or tasks on demand, at a time at most
     * @param easiestFirst take up what is smallest next; otherwise in the environment's own order
     * @param explorationBias share of tasks on demand that are drawn from what was tried least, in [0, 1]
     */
    public AutonomousTaskGenerator(
            Environment environment, int maxPerGeneration, boolean easiestFirst, double explorationBias, long seed) {
        this.environment = environment;
        this.maxPerGeneration = maxPerGeneration;
        this.easiestFirst = easiestFirst;
        this.explorationBias = explorationBias;
        this.seed = seed;
        this.trial = new CheckerTrial(environment, seed);
        this.ladder = new Ladder(environment, trial, seed);
    }

    /**
     * What a generation came to.
     *
     * @param admitted names of families to practise from now on
     * @param refused for each family refused, why
     */
    public record Generation(List<String> admitted, TreeMap<String, String> refused) {}

    /**
     * Where learning stands.
     *
     * @param practised names of the families practised; empty for all
     * @param focusAreas categories, families or their keywords to keep to; empty for all
     */
    public record LearningContext(List<String> practised, List<String> focusAreas) {
        public LearningContext {
            practised = List.copyOf(practised);
            focusAreas = List.copyOf(focusAreas);
        }
    }

    /**
     * A task made for one that was tried.
     *
     * @param reason why it is harder, easier or like the one before
     */
    public record Adapted(Task from, Task to, String reason) {}

    /**
     * Proposes families that are not practised yet, once any practised one goes well: the curriculum sees to it
     * that what is too hard for now comes rarely.
     *
     * @param practised names of the families practised so far
     * @param goesWell whether a family's tasks succeed more often than not
     */
    public Generation generate(List<String> practised, Predicate<String> goesWell) {
        List<String> admitted = new ArrayList<>();
        TreeMap<String, String> refused = new TreeMap<>();
        if (practised.stream().noneMatch(goesWell)) {
            return new Generation(admitted, refused);
        }
        List<TaskFamily> others = environment.families().stream()
                .filter(family -> !family.heldOut() && !practised.contains(family.name()))
                .sorted(Comparator.comparingInt(family -> easiestFirst ? family.size() : 0))
                .toList();
        for (TaskFamily family : others) {
            if (admitted.size() < maxPerGeneration) {
                fault(family)
                        .ifPresentOrElse(fault -> refused.put(family.name(), fault), () -> admitted.add(family.name()));
            }
        }
        return new Generation(admitted, refused);
    }

    /** Says what is wrong with a family's checker, if anything. */
    private Optional<String> fault(TaskFamily family) {
        try {
            return checked(family);
        } catch (EnvironmentFault broken) {
            return Optional.of("the environment broke: " + broken.getMessage());
        }
    }

    private Optional<String> checked(TaskFamily family) {
        Optional<Task> drawn = family.groups(Split.TRAIN).stream()
                .map(group -> family.draw(Split.TRAIN, group, TaskFamily.Wording.KNOWN, seed))
                .flatMap(Optional::stream)
                .findFirst();
        return drawn.isEmpty() ? Optional.of("no task can be drawn from it here") : trial.fault(drawn.get());
    }

    /**
     * Makes training tasks where success is least so far: of the families that were completed least often, round robin over the
     * worse half of them; a share of them, by the exploration bias, of the families tried least. No question is given twice by one generator. Solvable they are by construction of the environment,
     * whose checker computes the answer; that it tells solved from unsolved is tried here.
     *
     * @param known what is known about the environment: where data sources were declared that there are, tasks keep to them
     * @param count tasks wanted, of which the limit a generation is given at most
     * @throws PrerequisiteException when a focus area names nothing here
     */
    public synchronized List<Task> generateTasks(
            LearningContext context, EnvironmentState known, LearningMetrics metrics, int count) {
        List<TaskFamily> gaps = focused(context).stream()
                .filter(family -> !family.groups(Split.TRAIN).isEmpty())
                .sorted(Comparator.comparingDouble((TaskFamily family) -> metrics.tasksByFamily()
                                .getOrDefault(family.name(), Share.NONE)
                                .rate())
                        .thenComparingInt(TaskFamily::size))
                .toList();
        int worse = (gaps.size() + 1) / 2;
        int wanted = Math.min(count, maxPerGeneration);
        List<Task> tasks = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(seed * 31 + given.size());
        for (int i = 0; i < TRIES * wanted && tasks.size() < wanted && worse > 0; i++) {
            TaskFamily family = explorationBias > 0 && random.nextDouble() < explorationBias
                    ? triedLeast(gaps, metrics, tasks, random)
                    : gaps.get(i % worse);
            List<String> groups = declared(family.groups(Split.TRAIN), known);
            family.draw(
                            Split.TRAIN,
                            groups.get(random.nextInt(groups.size())),
                            TaskFamily.Wording.KNOWN,
                            random.nextInt(Integer.MAX_VALUE))
                    .filter(this::accepted)
                    .ifPresent(tasks::add);
        }
        return tasks;
    }

    /** Draws a family, the likelier the fewer of its tasks were tried or made. */
    private static TaskFamily triedLeast(
            List<TaskFamily> families, LearningMetrics metrics, List<Task> made, SplittableRandom random) {
        List<Double> weights = families.stream()
                .map(family -> 1.0
                        / (1
                                + metrics.tasksByFamily()
                                        .getOrDefault(family.name(), Share.NONE)
                                        .attempted()
                                + made.stream()
                                        .filter(task -> task.family().equals(family.name()))
                                        .count()))
                .toList();
        double draw = random.nextDouble()
                * weights.stream().mapToDouble(Double::doubleValue).sum();
        for (int i = 0; i < families.size(); i++) {
            draw -= weights.get(i);
            if (draw < 0) {
                return families.get(i);
            }
        }
        return families.getLast();
    }

    private boolean accepted(Task task) {
        Optional<String> fault =
                given.contains(task.description()) ? Optional.of("it was given before") : trial.fault(task);
        statistics = fault.map(statistics::refusing).orElseGet(() -> statistics.accepting(1));
        return fault.isEmpty() && given.add(task.description());
    }

    private static List<String> declared(List<String> groups, EnvironmentState known) {
        List<String> fitting =
                groups.stream().filter(known.declared().dataSources()::contains).toList();
        return fitting.isEmpty() ? groups : fitting;
    }

    private List<TaskFamily> focused(LearningContext context) {
        List<TaskFamily> choices = environment.families().stream()
                .filter(family -> !family.heldOut())
                .filter(family ->
                        context.practised().isEmpty() || context.practised().contains(family.name()))
                .toList();
        if (context.focusAreas().isEmpty()) {
            return choices;
        }
        List<TaskFamily> fitting = choices.stream()
                .filter(family -> context.focusAreas().stream().anyMatch(area -> names(family, area)))
                .toList();
        if (fitting.isEmpty()) {
            List<String> families = choices.stream().map(TaskFamily::name).toList();
            throw new PrerequisiteException("""
                    No focus area of (%s) names a category, family or keyword that is practised in environment (%s).%s
                    The families: %s.""".formatted(
                            String.join(", ", context.focusAreas()),
                            environment.name(),
                            Nearest.hint(context.focusAreas().getFirst(), families),
                            String.join(", ", families)));
        }
        return fitting;
    }

    private static boolean names(TaskFamily family, String area) {
        String wanted = area.toLowerCase(Locale.ROOT);
        return family.name().equals(wanted)
                || family.category().name().toLowerCase(Locale.ROOT).equals(wanted)
                || family.keywords().contains(wanted);
    }

    /**
     * Makes a ladder above a task: each rung takes at least one call more than the one below, is of a family as like the base's as
     * there is, and has a checker that was tried. There are fewer rungs where the environment has no more.
     */
    public List<Task> generateProgressiveTasks(Task base, int steps) {
        return ladder.up(base, steps);
    }

    /**
     * Makes tasks to try tools that were not explored yet, from their schemas: to use one at all, to use each choice of its arguments,
     * and to see how it refuses nonsense. Walks through the world found calls that solve each. They are tried and checked in an
     * {@link ExploringEnvironment}.
     *
     * @param availableTools names to choose from
     * @param unexploredTools names of them that were not discovered so far
     * @throws PrerequisiteException when a tool is not the environment's
     */
    public synchronized List<Task> generateExplorationTasksForTools(
            List<String> availableTools, List<String> unexploredTools) {
        List<String> offered = environment.tools().stream().map(ToolSpec::name).toList();
        for (String tool : availableTools) {
            if (!offered.contains(tool)) {
                throw new PrerequisiteException("Environment (%s) has no tool (%s); it has: %s.%s"
                        .formatted(environment.name(), tool, String.join(", ", offered), Nearest.hint(tool, offered)));
            }
        }
        ToolTasks toolTasks = new ToolTasks(environment, seed);
        List<Task> tasks = new ArrayList<>();
        for (ToolSpec tool : environment.tools()) {
            if (availableTools.contains(tool.name()) && unexploredTools.contains(tool.name())) {
                for (ToolTasks.Candidate candidate : toolTasks.of(tool)) {
                    if (candidate.solvable()) {
                        tasks.add(candidate.task());
                        statistics = statistics.accepting(1);
                    } else {
                        statistics = statistics.refusing(ToolTasks.UNREACHED);
                    }
                }
            }
        }
        return tasks;
    }

    /**
     * Makes a task for each that was tried, by its own results, and where it has none by its family's: a harder one where four in
     * five attempts succeed, an easier one where one in five does, and another of its kind otherwise. There is none for a task
     * that nothing harder, easier or like it can be found for.
     *
     * @param results attempts at each task, and those of them that succeeded, by its id
     */
    public synchronized List<Adapted> adaptTasksBasedOnPerformance(
            List<Task> recent, LearningMetrics metrics, Map<String, Share> results) {
        List<Adapted> adapted = new ArrayList<>();
        for (Task task : recent) {
            Share own = results.getOrDefault(task.id(), Share.NONE);
            Share share = own.attempted() > 0 ? own : metrics.tasksByFamily().getOrDefault(task.family(), Share.NONE);
            String measured = "%d of %d succeeded".formatted(share.completed(), share.attempted());
            Optional<Adapted> next = share.attempted() > 0 && share.rate() >= TOO_EASY
                    ? ladder.up(task, 1).stream()
                            .findFirst()
                            .map(harder -> new Adapted(task, harder, measured + ": harder"))
                    : share.attempted() > 0 && share.rate() <= TOO_HARD
                            ? ladder.below(task).map(easier -> new Adapted(task, easier, measured + ": easier"))
                            : Optional.empty();
            next.or(() -> another(task).map(like -> new Adapted(task, like, measured + ": another of its kind")))
                    .ifPresent(adapted::add);
        }
        return adapted;
    }

    private Optional<Task> another(Task task) {
        long first = seed + task.id().hashCode();
        return environment.families().stream()
                .filter(family -> family.name().equals(task.family()))
                .flatMap(family -> LongStream.range(first, first + TRIES)
                        .boxed()
                        .flatMap(number -> family.groups(Split.TRAIN).stream()
                                .flatMap(group ->
                                        family.draw(Split.TRAIN, group, TaskFamily.Wording.KNOWN, number).stream())))
                .filter(other -> !other.description().equals(task.description()))
                .filter(other -> trial.fault(other).isEmpty())
                .findFirst();
    }

    /** Lets the statistics begin with those of a session, as they stand when asked for. */
    public synchronized void countFrom(Supplier<GenerationStatistics> statisticsOfSession) {
        session = statisticsOfSession;
    }

    /**
     * What came of the families that its session took up, where it has one, and of the tasks made on demand. How tasks made on demand
     * went is not known here.
     */
    public synchronized GenerationStatistics getGenerationStatistics() {
        return session.get().plus(statistics);
    }
}
