package org.tapelearn.learn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.environment.Environment;
import org.tapelearn.learn.PairedRuns.Pair;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.RewardMarginPairing;
import org.tapelearn.learn.contrast.TrajectoryPair;
import org.tapelearn.learn.seed.SeedTask;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.MemoryItem;
import org.tapelearn.metrics.ClusteredBootstrap;
import org.tapelearn.metrics.Interval;
import org.tapelearn.metrics.Wilson;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

/** The only use of the test tasks: base against learned agent, one attempt each, on the same tasks; and where asked for, the learned one on more. */
final class FinalTest {
    static final String UNSEEN_DATA_SETS = "unseen_data_sets";
    private static final int INSIGHTS = 10;

    /** The first question of each row. Raised when test tasks were looked at in development, so that reports ask fresh ones. */
    private static final long FIRST_QUESTION = 5_800;

    private final Environment environment;
    private final TaskPool pool;
    private final PairedRuns runs;
    private final LearnerConfig config;

    FinalTest(Environment environment, TaskPool pool, PairedRuns runs, LearnerConfig config) {
        this.environment = environment;
        this.pool = pool;
        this.runs = runs;
        this.config = config;
    }

    /** The attempts of the test, and the report that they give. */
    record Result(List<Judged> attempts, Function<Double, LearningReport> reporting) {
        LearningReport report(double seconds) {
            return reporting.apply(seconds);
        }
    }

    /** Finds a success and a failure of one training task to show side by side. */
    record ExampleFinder(String session, SessionStore store, RewardMarginPairing pairing, int attempts) {
        LearningReport.PairExample find() {
            var failures =
                    store.tapes(session, new SessionStore.TapeQuery("explore", "partial", "", Integer.MAX_VALUE));
            for (int i = failures.size() - 1; i >= 0 && i > failures.size() - 50; i--) {
                String[] parts = failures.get(i).rolloutId().split("/");
                String group = String.join("/", List.of(parts).subList(0, parts.length - 1));
                Set<String> ids = new TreeSet<>();
                for (int attempt = 0; attempt < attempts; attempt++) {
                    ids.add(group + "/" + attempt);
                }
                List<TrajectoryPair> pairs = pairing.pairs(store.rollouts(session, ids));
                if (!pairs.isEmpty()) {
                    TrajectoryPair pair = pairs.getFirst();
                    return new LearningReport.PairExample(
                            pair.taskId(),
                            pair.better().task().description(),
                            pair.better().rollout().key().id(),
                            pair.worse().rollout().key().id(),
                            pair.divergence());
                }
            }
            return NO_EXAMPLE;
        }
    }

    private static final LearningReport.PairExample NO_EXAMPLE = new LearningReport.PairExample("", "", "", "", 0);

    Result run(
            String session,
            LearningState state,
            PolicyVersion base,
            PolicyVersion learned,
            ExampleFinder examples,
            SessionStore store) {
        List<String> notes = new ArrayList<>();
        Map<String, List<Pair>> rows = tried(Split.TEST, notes, base, learned);
        List<Judged> attempts = new ArrayList<>();
        rows.values()
                .forEach(pairs -> pairs.forEach(pair -> {
                    attempts.add(pair.before());
                    attempts.add(pair.after());
                }));
        long earlier = store.sessions().stream()
                .filter(other -> other.environment().equals(environment.name())
                        && !other.id().equals(session)
                        && !other.report().isEmpty())
                .count();
        notes.add("Earlier reports on the test tasks of this environment in this store: " + earlier + ".");
        rows.forEach((name, pairs) -> scores(name, pairs).ifPresent(notes::add));
        notes.addAll(environment.notes());
        notes.addAll(Demonstrations.notes(store.events(session, SessionEvent.Kind.METRIC)));
        Verdict.note(store.events(session, SessionEvent.Kind.VERDICT)).ifPresent(notes::add);
        LearningReport.PairExample example = examples.find();
        return new Result(attempts, seconds -> report(session, state, rows, notes, example, attempts, seconds));
    }

    /** Tries both on tasks of a split, and measures; the test split gives the rows of the report. */
    Map<String, LearningReport.Row> evaluate(Split split, PolicyVersion base, PolicyVersion learned) {
        Map<String, LearningReport.Row> measured = new LinkedHashMap<>();
        tried(split, new ArrayList<>(), base, learned).forEach((name, pairs) -> measured.put(name, measure(pairs)));
        return measured;
    }

    /**
     * Tries the learned agent on the first test tasks of each family that is not held out.
     *
     * @param each how many of a family, or all where there are fewer
     * @param held ids of attempts that were made before, and are not made again
     */
    List<Judged> further(int each, PolicyVersion learned, Set<String> held) {
        List<Task> tasks = environment.families().stream()
                .filter(family -> !family.heldOut())
                .flatMap(family -> pool
                        .distinct(
                                List.of(family),
                                Split.TEST,
                                TaskFamily.Wording.KNOWN,
                                each,
                                FIRST_QUESTION,
                                TaskPool.nothingSeen())
                        .stream())
                .toList();
        return runs.test(tasks, learned, held);
    }

    private Map<String, List<Pair>> tried(Split split, List<String> notes, PolicyVersion base, PolicyVersion learned) {
        List<TaskFamily> known = environment.families().stream()
                .filter(family -> !family.heldOut())
                .toList();
        Map<String, List<Pair>> rows = new LinkedHashMap<>();
        if (split != Split.TEST) {
            row(
                    rows,
                    notes,
                    split,
                    split.name().toLowerCase(Locale.ROOT),
                    known,
                    TaskFamily.Wording.KNOWN,
                    base,
                    learned);
            return rows;
        }
        List<TaskFamily> unseen =
                environment.families().stream().filter(TaskFamily::heldOut).toList();
        sharedGroups(known).ifPresent(notes::add);
        row(rows, notes, split, UNSEEN_DATA_SETS, known, TaskFamily.Wording.KNOWN, base, learned);
        row(rows, notes, split, "unseen_phrasings", known, TaskFamily.Wording.HELD_OUT, base, learned);
        row(rows, notes, split, "unseen_families", unseen, TaskFamily.Wording.KNOWN, base, learned);
        return rows;
    }

    /** The mean score of a row, where its tasks have criteria that hold to a degree; broken attempts are left out. */
    private static Optional<String> scores(String name, List<Pair> pairs) {
        List<Pair> scored = pairs.stream()
                .filter(pair -> pair.before().scored() && pair.after().scored())
                .toList();
        boolean dense = scored.stream()
                .flatMap(pair -> Stream.of(pair.before(), pair.after()))
                .flatMap(judged -> judged.rollout().findings().stream())
                .anyMatch(finding -> finding.degree() > 0 && finding.degree() < 1);
        return dense
                ? Optional.of("Row %s: mean score %.1f before, %.1f after, of 100."
                        .formatted(name, score(scored, Pair::before), score(scored, Pair::after)))
                : Optional.empty();
    }

    private static double score(List<Pair> pairs, Function<Pair, Judged> side) {
        return 100 * Score.mean(pairs.stream().map(side).toList());
    }

    /** What training and test tasks have in common, where they do: their questions differ, but not what they are about. */
    private static Optional<String> sharedGroups(List<TaskFamily> families) {
        Set<String> shared = new TreeSet<>();
        for (TaskFamily family : families) {
            List<String> training = family.groups(Split.TRAIN);
            family.groups(Split.TEST).stream().filter(training::contains).forEach(shared::add);
        }
        return shared.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "Training, selection and test share %s: the test asks other questions, but about the same data."
                                .formatted(String.join(", ", shared)));
    }

    private void row(
            Map<String, List<Pair>> rows,
            List<String> notes,
            Split split,
            String name,
            List<TaskFamily> families,
            TaskFamily.Wording wording,
            PolicyVersion base,
            PolicyVersion learned) {
        int count = config.evaluation().testTasks();
        List<Task> tasks = pool.distinct(families, split, wording, count, FIRST_QUESTION, TaskPool.nothingSeen());
        if (tasks.isEmpty()) {
            notes.add("Row %s is missing: the environment has no such tasks.".formatted(name));
            return;
        }
        if (tasks.size() < count) {
            notes.add("Row %s has %d of %d tasks: the environment has no more.".formatted(name, tasks.size(), count));
        }
        rows.put(name, runs.run(tasks, base, learned, true, 0, rows.size()));
    }

    private LearningReport report(
            String session,
            LearningState state,
            Map<String, List<Pair>> rows,
            List<String> notes,
            LearningReport.PairExample example,
            List<Judged> attempts,
            double seconds) {
        List<Pair> main = rows.getOrDefault(UNSEEN_DATA_SETS, List.of());
        List<Pair> all = rows.values().stream().flatMap(List::stream).toList();
        Map<String, LearningReport.Row> measured = new LinkedHashMap<>();
        rows.forEach((name, pairs) -> measured.put(name, measure(pairs)));
        LearningReport.Row head = measure(main);
        long steps = attempts.stream().mapToLong(Judged::length).sum();
        return new LearningReport(
                session,
                environment.name(),
                config.seed(),
                state.stopReason(),
                state.curve().size(),
                state.rollouts() + attempts.size(),
                state.steps() + steps,
                state.seconds() + seconds,
                head.base(),
                head.learned(),
                measured,
                head.difference(),
                grouped(main, pair -> pair.task().difficulty().name().toLowerCase(Locale.ROOT)),
                grouped(main, pair -> pair.task().category().name().toLowerCase(Locale.ROOT)),
                grouped(all, pair -> pair.task().family()),
                state.gate(),
                state.versions(),
                state.curve(),
                insights(state.incumbentMemory()),
                main.stream()
                        .filter(pair -> pair.before().success() && !pair.after().success())
                        .map(pair -> pair.task().description())
                        .toList(),
                example,
                withWishes(notes, state),
                state.metrics(config.trajectoryOptimizer().attemptsATask()),
                unchecked(state),
                state.ledger().counts().weak(),
                new TreeMap<>());
    }

    private static List<String> withWishes(List<String> notes, LearningState state) {
        List<String> all = new ArrayList<>(notes);
        state.ledger().seeds().stream()
                .filter(SeedTask::checkable)
                .forEach(seed -> seed.uncheckedCriteria()
                        .forEach(criterion -> all.add("Nothing checks a success criterion of seed task (%s), %s: %s"
                                .formatted(seed.id(), seed.description(), criterion))));
        return all;
    }

    private List<LearningReport.UncheckedSeed> unchecked(LearningState state) {
        List<LearningReport.UncheckedSeed> unchecked = new ArrayList<>();
        state.ledger().seeds().stream()
                .filter(seed -> !seed.checkable())
                .forEach(seed -> unchecked.add(new LearningReport.UncheckedSeed(seed.description(), seed.whatToAdd())));
        environment
                .unchecked()
                .forEach(each -> unchecked.add(new LearningReport.UncheckedSeed(each.description(), each.whatToAdd())));
        return unchecked;
    }

    /** The report of a session that was stopped before its test. */
    LearningReport withoutTest(String session, LearningState state, String reason) {
        return report(
                session,
                state.stopping(reason),
                Map.of(),
                List.of("The session was stopped before its final test; resume it to go on."),
                NO_EXAMPLE,
                List.of(),
                0);
    }

    static List<LearningReport.InsightLine> insights(Memory memory) {
        return memory.insights().stream()
                .sorted(Comparator.comparingInt((MemoryItem.Insight insight) ->
                                -insight.standing().importance())
                        .thenComparing(MemoryItem.Insight::id))
                .limit(INSIGHTS)
                .map(insight -> new LearningReport.InsightLine(
                        insight.text(), insight.standing().importance(), insight.evidence()))
                .toList();
    }

    private Map<String, LearningReport.Row> grouped(List<Pair> pairs, Function<Pair, String> key) {
        Map<String, List<Pair>> groups = new java.util.TreeMap<>();
        pairs.forEach(pair -> groups.computeIfAbsent(key.apply(pair), name -> new ArrayList<>())
                .add(pair));
        Map<String, LearningReport.Row> rows = new LinkedHashMap<>();
        groups.forEach((name, group) -> rows.put(name, measure(group)));
        return rows;
    }

    private LearningReport.Row measure(List<Pair> pairs) {
        List<Pair> scored = pairs.stream()
                .filter(pair -> pair.before().scored() && pair.after().scored())
                .toList();
        List<ClusteredBootstrap.Outcome> differences = scored.stream()
                .map(pair ->
                        new ClusteredBootstrap.Outcome(pair.task().group(), value(pair.after()) - value(pair.before())))
                .toList();
        double mean = differences.stream()
                .mapToDouble(ClusteredBootstrap.Outcome::value)
                .average()
                .orElse(0);
        Interval interval =
                scored.isEmpty() ? new Interval(0, 0) : new ClusteredBootstrap(config.seed()).mean(differences);
        return new LearningReport.Row(
                rate(scored.stream().map(Pair::before).toList()),
                rate(scored.stream().map(Pair::after).toList()),
                new LearningReport.Difference(mean, List.of(interval.low(), interval.high())));
    }

    private static double value(Judged judged) {
        return judged.success() ? 1 : 0;
    }

    private static LearningReport.Rate rate(List<Judged> attempts) {
        int successes = (int) attempts.stream().filter(Judged::success).count();
        int grounded = (int) attempts.stream().filter(Judged::grounded).count();
        int count = attempts.size();
        Interval interval = count == 0 ? new Interval(0, 1) : Wilson.interval(successes, count);
        return new LearningReport.Rate(
                count == 0 ? 0 : (double) successes / count,
                count == 0 ? 0 : (double) grounded / count,
                List.of(interval.low(), interval.high()),
                successes,
                count,
                Score.mean(attempts));
    }
}
