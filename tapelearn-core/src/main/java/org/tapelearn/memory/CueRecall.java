package org.tapelearn.memory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/**
 * Recalls by words: the cosine of the task's words and pairs of neighbouring words with those of each cue, weighted by how
 * rare they are among the cues (tf-idf; Salton and Buckley, 1988). A demonstration's cue has no particulars ({@link Cue}); words
 * that no cue has count nothing, so what a new task names does not matter.
 */
public final class CueRecall implements Recall {
    private static final double FLOOR = 0.2;
    private static final int GRADES = 4;

    private final Most most;
    private final Cue.Parameters free;
    private final AtomicReference<Index> last;

    /**
     * How much comes to mind for one task at most.
     *
     * @param bytes of all items together, as a model reads them
     * @param common how much words count that all cues have: 0 for not at all
     */
    public record Most(int demonstrations, int insights, int bytes, double common) {
        /** For a policy, which compares; how long an item is does not matter to it. */
        public static final Most POLICY = new Most(5, 2, Integer.MAX_VALUE, 0);

        /**
         * For a model, which reads all of it; a token counts as two bytes. Tasks of one kind are worded alike, and what was learned
         * about one is for all of them: so what their cues have in common counts too, and of what fits about as well, that
         * comes first which has stood the test.
         */
        public static Most prompt(int tokens) {
            return new Most(2, 3, 2 * tokens, 1);
        }

        Comparator<Recalled> order() {
            Comparator<Recalled> byLikeness =
                    Comparator.comparingDouble(Recalled::likeness).reversed();
            return common == 0
                    ? byLikeness
                    : Comparator.comparingLong((Recalled each) -> -Math.round(GRADES * each.likeness()))
                            .thenComparingInt(each -> -tested(each.item().standing()))
                            .thenComparing(byLikeness);
        }

        private static int tested(Standing standing) {
            return standing.importance() + standing.helpful() - standing.harmful();
        }
    }

    /** Recalls for a policy, for tasks that are solved with these tools. */
    public CueRecall(List<ToolSpec> tools) {
        this(tools, Most.POLICY);
    }

    /** Recalls for tasks that are solved with these tools; items that are {@linkplain Standing#retired() retired} never come. */
    public CueRecall(List<ToolSpec> tools, Most most) {
        this.most = most;
        Map<String, Set<String>> choosing = new HashMap<>();
        for (ToolSpec tool : tools) {
            choosing.put(
                    tool.name(),
                    tool.parameters().stream()
                            .filter(parameter -> !parameter.choices().isEmpty())
                            .map(Parameter::name)
                            .collect(Collectors.toSet()));
        }
        this.free = (tool, parameter) -> !choosing.getOrDefault(tool, Set.of()).contains(parameter);
        this.last = new AtomicReference<>(new Index(Memory.EMPTY, free, most.common()));
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // an equal memory would take longer to compare than to index
    public List<Recalled> recall(Memory memory, String description, String taskId) {
        if (memory.items().isEmpty()) {
            return List.of();
        }
        Index index = last.get();
        if (index.memory != memory) {
            index = new Index(memory, free, most.common());
            last.set(index);
        }
        return index.find(Cue.words(description), taskId, most);
    }

    /** The cues of one memory by their words. */
    private static final class Index {
        private final Memory memory;
        private final double common;
        private final Map<String, List<Integer>> items = new HashMap<>();
        private final double[] lengths;

        Index(Memory memory, Cue.Parameters free, double common) {
            this.memory = memory;
            this.common = common;
            List<Set<String>> terms = new ArrayList<>();
            for (int i = 0; i < memory.items().size(); i++) {
                Set<String> own = terms(cue(memory.items().get(i), free));
                terms.add(own);
                for (String term : own) {
                    items.computeIfAbsent(term, none -> new ArrayList<>()).add(i);
                }
            }
            this.lengths = terms.stream().mapToDouble(this::length).toArray();
        }

        private static List<String> cue(MemoryItem item, Cue.Parameters free) {
            return switch (item) {
                case MemoryItem.Demonstration demonstration ->
                    Cue.words(Cue.of(demonstration.cue(), demonstration.calls(), free));
                case MemoryItem.Insight insight -> Cue.words(insight.cue());
            };
        }

        /** Each word but the particulars, and each pair of neighbours. */
        private static Set<String> terms(List<String> words) {
            Set<String> terms = new HashSet<>();
            for (int i = 0; i < words.size(); i++) {
                if (!words.get(i).startsWith("{")) {
                    terms.add(words.get(i));
                    if (i > 0 && !words.get(i - 1).startsWith("{")) {
                        terms.add(words.get(i - 1) + " " + words.get(i));
                    }
                }
            }
            return terms;
        }

        private double weight(String term) {
            int known = items.getOrDefault(term, List.of()).size();
            return StrictMath.log(common + (1.0 + memory.items().size()) / (0.5 + known));
        }

        private double length(Set<String> terms) {
            double squares = 0;
            for (String term : terms) {
                double weight = items.containsKey(term) ? weight(term) : 0;
                squares += weight * weight;
            }
            return Math.sqrt(squares);
        }

        List<Recalled> find(List<String> words, String taskId, Most most) {
            Set<String> terms = terms(words);
            double[] products = new double[lengths.length];
            for (String term : terms.stream().sorted().toList()) {
                double weight = weight(term);
                for (int item : items.getOrDefault(term, List.of())) {
                    products[item] += weight * weight;
                }
            }
            double length = length(terms);
            List<Recalled> found = new ArrayList<>();
            for (int i = 0; i < products.length; i++) {
                double likeness = products[i] <= 0 ? 0 : products[i] / (length * lengths[i]);
                MemoryItem item = memory.items().get(i);
                if (likeness >= FLOOR && !item.standing().retired() && !cameFrom(item, taskId)) {
                    found.add(new Recalled(item, likeness));
                }
            }
            found.sort(most.order());
            return first(found, most);
        }

        private static List<Recalled> first(List<Recalled> found, Most most) {
            List<Recalled> best = new ArrayList<>();
            int demonstrations = 0;
            int insights = 0;
            long bytes = 0;
            for (Recalled each : found) {
                boolean room = switch (each.item()) {
                    case MemoryItem.Demonstration demonstration -> demonstrations < most.demonstrations();
                    case MemoryItem.Insight insight -> insights < most.insights();
                };
                long more = most.bytes() == Integer.MAX_VALUE
                        ? 0
                        : MemoryText.of(each.item()).getBytes(StandardCharsets.UTF_8).length;
                if (room && bytes + more <= most.bytes()) {
                    best.add(each);
                    bytes += more;
                    demonstrations += each.item() instanceof MemoryItem.Demonstration ? 1 : 0;
                    insights += each.item() instanceof MemoryItem.Insight ? 1 : 0;
                }
            }
            return best;
        }

        private static boolean cameFrom(MemoryItem item, String taskId) {
            return item.evidence().stream().anyMatch(rollout -> rollout.contains("/" + taskId + "/"));
        }
    }
}
