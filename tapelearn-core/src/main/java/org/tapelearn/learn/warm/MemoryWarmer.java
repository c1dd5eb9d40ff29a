package org.tapelearn.learn.warm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.TrajectoryOptimizer;
import org.tapelearn.learn.contrast.TrajectoryPair;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.MemoryItem;
import org.tapelearn.memory.Standing;
import org.tapelearn.memory.WordOverlap;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.TaskFamily;

/**
 * Keeps memory: verified demonstrations, one a phrasing and shape of solution, and insights from first divergences that were
 * seen at least twice.
 */
public final class MemoryWarmer {
    private static final int LEAST_EVIDENCE = 2;
    private static final int EVIDENCE_KEPT = 5;

    private final Settings settings;
    private final MemoryLookup lookup;

    /**
     * The limits of memory.
     *
     * @param maxItems items at most, at least 0
     * @param similarityThreshold likeness of cues in [0, 1] from which two demonstrations of one shape count as one
     * @param decay what is left of an item's quality after a round, in (0, 1]
     * @param qualityUpdates let use move quality
     * @param cleanup drop items with quality below 0.1 after ten uses
     * @param demonstrations keep verified successes
     * @param credit how far an item's quality moves towards what an attempt that was given it came to, above 0; 1 and more is all the
     *     way
     */
    public record Settings(
            int maxItems,
            double similarityThreshold,
            double decay,
            boolean qualityUpdates,
            boolean cleanup,
            boolean demonstrations,
            double credit) {
        private static final double CREDIT = 0.1;

        /** Demonstrations are kept, and quality moves a tenth of the way. */
        public Settings(
                int maxItems, double similarityThreshold, double decay, boolean qualityUpdates, boolean cleanup) {
            this(maxItems, similarityThreshold, decay, qualityUpdates, cleanup, true, CREDIT);
        }
    }

    public MemoryWarmer(Settings settings) {
        this(settings, List.of());
    }

    /** A warmer that knows the categories and keywords of an environment's families, for looking things up by them. */
    public MemoryWarmer(Settings settings, List<TaskFamily> families) {
        this.settings = settings;
        this.lookup = new MemoryLookup(families);
    }

    /**
     * Returns the memory and the library of patterns with what these attempts and pairs teach, and what that came to. The attempts and
     * the pairs of a wave that the library has counted already, all of them again, change nothing.
     */
    public Warmup warmMemory(
            Memory memory, PatternLibrary patterns, List<Judged> attempts, List<TrajectoryPair> pairs) {
        Counted.Fresh<Judged> made = patterns.counted().attempts(attempts);
        Counted.Fresh<TrajectoryPair> told = made.counted().pairs(pairs);
        return warmup(
                memory,
                warm(memory, made.things(), told.things()),
                patterns.with(told.counted()),
                made.things(),
                told.things().size());
    }

    /**
     * As the other, with insights that are written in words where {@code reflecting} gives what came of that for a memory; what that
     * comes to the second time is its own.
     */
    public Warmup warmMemory(
            Memory memory,
            PatternLibrary patterns,
            List<Judged> attempts,
            int pairs,
            UnaryOperator<Memory> reflecting) {
        Counted.Fresh<Judged> made = patterns.counted().attempts(attempts);
        Memory told = reflecting.apply(warm(memory, made.things(), List.of()));
        return warmup(
                memory,
                new Memory(bounded(new ArrayList<>(told.items()))),
                patterns.with(made.counted()),
                made.things(),
                pairs);
    }

    private Warmup warmup(Memory memory, Memory warmed, PatternLibrary patterns, List<Judged> attempts, int pairs) {
        PatternLibrary mined = patterns.with(attempts);
        Set<String> before = ids(memory.items());
        Set<String> after = ids(warmed.items());
        MemoryStatistics statistics = getMemoryStatistics(warmed, mined);
        return new Warmup(
                warmed,
                mined,
                fresh(warmed.demonstrations(), before),
                statistics.byCategory(),
                lookup.templates(warmed),
                mined.size(),
                statistics.averageQuality(),
                new Warmup.WarmupMetrics(
                        attempts.size(),
                        (int) attempts.stream().filter(Judged::grounded).count(),
                        pairs,
                        fresh(warmed.insights(), before),
                        (int) before.stream().filter(id -> !after.contains(id)).count()));
    }

    private static Set<String> ids(List<? extends MemoryItem> items) {
        Set<String> ids = new HashSet<>();
        items.forEach(item -> ids.add(item.id()));
        return ids;
    }

    private static int fresh(List<? extends MemoryItem> items, Set<String> before) {
        return (int) items.stream().filter(item -> !before.contains(item.id())).count();
    }

    /** Returns the memory with what these attempts and pairs teach, each time that they are given. */
    public Memory warm(Memory memory, List<Judged> attempts, List<TrajectoryPair> pairs) {
        Map<String, MemoryItem> items = new LinkedHashMap<>();
        memory.items().forEach(item -> items.put(item.id(), item));
        updateQuality(items, attempts);
        if (settings.demonstrations()) {
            TrajectoryOptimizer.byTask(attempts).values().stream()
                    .map(TrajectoryOptimizer::shortestSuccess)
                    .flatMap(Optional::stream)
                    .forEach(success -> addDemonstration(items, success));
        }
        addInsights(items, pairs);
        return new Memory(bounded(new ArrayList<>(items.values())));
    }

    /** Returns the memory after a round: older items fade. */
    public Memory endRound(Memory memory) {
        return new Memory(memory.items().stream()
                .map(item -> item.with(item.standing().decayed(settings.decay())))
                .toList());
    }

    private void updateQuality(Map<String, MemoryItem> items, List<Judged> attempts) {
        if (!settings.qualityUpdates()) {
            return;
        }
        for (Judged attempt : attempts) {
            if (attempt.scored()) {
                for (String id : attempt.rollout().recalled()) {
                    items.computeIfPresent(id, (key, item) -> used(item, attempt.success(), attempt.reward()));
                }
                for (String id : attempt.rollout().cited()) {
                    items.computeIfPresent(
                            id, (key, item) -> item.with(item.standing().cited(attempt.success())));
                }
            }
        }
    }

    private MemoryItem used(MemoryItem item, boolean success, double reward) {
        return item.with(item.standing().used(success, reward, Math.min(1, settings.credit())));
    }

    /**
     * Returns the memory after an attempt that was given an item: its quality moves some of the way to 1 after a success, and
     * to half of the reward otherwise, so that no failure speaks for it. Unknown ids change nothing.
     */
    public Memory updateMemoryQuality(Memory memory, String id, boolean success, double reward) {
        return new Memory(memory.items().stream()
                .map(item -> item.id().equals(id) ? used(item, success, reward) : item)
                .toList());
    }

    /** Returns the memory without items that harmed, and within its limit; where cleaning is switched off, only when forced. */
    public Memory cleanupMemory(Memory memory, boolean force) {
        List<MemoryItem> items = new ArrayList<>(memory.items());
        if (force) {
            items.removeIf(MemoryWarmer::harmed);
        }
        return new Memory(bounded(items));
    }

    private static boolean harmed(MemoryItem item) {
        return item.standing().uses() >= 10 && item.standing().quality() < 0.1;
    }

    private void addDemonstration(Map<String, MemoryItem> items, Judged success) {
        List<ToolCall> calls = success.rollout().tape().calls();
        String shape = String.join(" ", calls.stream().map(ToolCall::tool).toList());
        String cue = success.task().description();
        String id = "demo-" + Integer.toHexString((success.task().family() + shape + cue).hashCode());
        for (MemoryItem item : items.values()) {
            if (item instanceof MemoryItem.Demonstration known
                    && known.family().equals(success.task().family())
                    && shape.equals(String.join(
                            " ", known.calls().stream().map(ToolCall::tool).toList()))
                    && WordOverlap.of(known.cue(), cue) >= settings.similarityThreshold()) {
                return;
            }
        }
        items.put(
                id,
                new MemoryItem.Demonstration(
                        id,
                        success.task().family(),
                        cue,
                        calls,
                        List.of(success.rollout().key().id()),
                        Standing.NEW));
    }

    private void addInsights(Map<String, MemoryItem> items, List<TrajectoryPair> pairs) {
        Map<String, List<TrajectoryPair>> alike = new LinkedHashMap<>();
        for (TrajectoryPair pair : pairs) {
            if (pair.better().grounded()) {
                divergence(pair)
                        .ifPresent(key -> alike.computeIfAbsent(key, none -> new ArrayList<>())
                                .add(pair));
            }
        }
        alike.forEach((key, seen) -> {
            if (contradicted(items, key, seen.size())) {
                return;
            }
            String id = "insight-" + Integer.toHexString(key.hashCode());
            MemoryItem known = items.get(id);
            if (known instanceof MemoryItem.Insight insight) {
                items.put(id, agreed(insight, seen));
            } else if (seen.size() >= LEAST_EVIDENCE) {
                items.put(id, insight(id, key, seen));
            }
        });
    }

    /** Weakens the insight that says the opposite; while that one stands, the new evidence is spent on it. */
    private static boolean contradicted(Map<String, MemoryItem> items, String key, int votes) {
        String[] parts = key.split("\t", -1);
        String opposite = String.join("\t", parts[0], parts[1], parts[3], parts[2]);
        String id = "insight-" + Integer.toHexString(opposite.hashCode());
        MemoryItem item = items.get(id);
        if (item == null) {
            return false;
        }
        Standing weaker = item.standing().disagreed(votes);
        if (weaker.importance() > 0) {
            items.put(id, item.with(weaker));
            return true;
        }
        items.remove(id);
        return false;
    }

    /** Names what a pair's first divergence is about, where the two sides chose different tools. */
    private static Optional<String> divergence(TrajectoryPair pair) {
        List<ToolCall> better = pair.better().rollout().tape().calls();
        List<ToolCall> worse = pair.worse().rollout().tape().calls();
        int at = pair.divergence();
        if (at >= better.size()
                || at >= worse.size()
                || better.get(at).tool().equals(worse.get(at).tool())) {
            return Optional.empty();
        }
        String after = at == 0 ? "" : better.get(at - 1).tool();
        return Optional.of(String.join(
                "\t",
                pair.better().task().family(),
                after,
                better.get(at).tool(),
                worse.get(at).tool()));
    }

    private static MemoryItem.Insight agreed(MemoryItem.Insight insight, List<TrajectoryPair> seen) {
        List<String> evidence = new ArrayList<>(insight.evidence());
        Standing standing = insight.standing();
        for (TrajectoryPair pair : seen) {
            String id = pair.better().rollout().key().id();
            if (!evidence.contains(id)) {
                standing = standing.agreed();
                if (evidence.size() < EVIDENCE_KEPT) {
                    evidence.add(id);
                }
            }
        }
        return new MemoryItem.Insight(
                insight.id(),
                insight.family(),
                insight.cue(),
                insight.text(),
                insight.after(),
                insight.prefer(),
                insight.avoid(),
                evidence,
                standing);
    }

    private static MemoryItem.Insight insight(String id, String key, List<TrajectoryPair> seen) {
        String[] parts = key.split("\t", -1);
        String when = parts[1].isEmpty() ? "at the start" : "after " + parts[1];
        String text = "In %s tasks, %s: call %s rather than %s."
                .formatted(parts[0].replace('_', ' '), when, parts[2], parts[3]);
        MemoryItem.Insight first = new MemoryItem.Insight(
                id,
                parts[0],
                seen.getFirst().better().task().description(),
                text,
                parts[1],
                parts[2],
                parts[3],
                List.of(seen.getFirst().better().rollout().key().id()),
                Standing.NEW);
        return agreed(first, seen.subList(1, seen.size()));
    }

    private List<MemoryItem> bounded(List<MemoryItem> items) {
        if (settings.cleanup()) {
            items.removeIf(MemoryWarmer::harmed);
        }
        if (items.size() <= settings.maxItems()) {
            return items;
        }
        Set<String> kept = new HashSet<>();
        items.stream()
                .sorted(Comparator.comparingDouble(
                                (MemoryItem item) -> -item.standing().quality())
                        .thenComparingInt(item -> -item.standing().importance()))
                .limit(settings.maxItems())
                .forEach(item -> kept.add(item.id()));
        items.removeIf(item -> !kept.contains(item.id()));
        return items;
    }

    /**
     * Returns the demonstrations and insights that fit a description best: by shared words, then by being of the category and
     * difficulty, then by quality. Those that share no word with it but small ones like {@code the} do not fit.
     *
     * @param category null for any
     * @param difficulty null for any
     */
    public List<MemoryItem> retrieveRelevantMemory(
            Memory memory,
            String description,
            @Nullable TaskCategory category,
            @Nullable TaskDifficulty difficulty,
            int maxResults) {
        return lookup.relevant(memory, description, category, difficulty, maxResults);
    }

    /** The shortest verified success of a category and difficulty, with variables in place of values. */
    public Optional<SuccessTemplate> getSuccessTemplate(
            Memory memory, TaskCategory category, TaskDifficulty difficulty) {
        return lookup.template(memory, category, difficulty);
    }

    /**
     * The sequences of tools that succeed more often than attempts at large, in the families that a description's words point to;
     * in all where they point to none.
     */
    public List<PatternLibrary.Suggestion> getPatternSuggestions(
            PatternLibrary patterns, String description, int most) {
        return patterns.suggestions(
                lookup.families(description, patterns.families().keySet()), most);
    }

    /** Says what is in memory. */
    public MemoryStatistics getMemoryStatistics(Memory memory, PatternLibrary patterns) {
        return new MemoryStatistics(
                memory.items().size(),
                settings.maxItems(),
                memory.demonstrations().size(),
                memory.insights().size(),
                lookup.byCategory(memory),
                memory.items().stream()
                        .mapToDouble(item -> item.standing().quality())
                        .average()
                        .orElse(0),
                memory.items().stream()
                        .mapToLong(item -> item.standing().uses())
                        .sum(),
                memory.items().stream()
                        .mapToLong(item -> item.standing().successes())
                        .sum(),
                patterns.size());
    }
}
