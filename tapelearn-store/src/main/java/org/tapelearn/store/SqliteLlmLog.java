package org.tapelearn.store;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.tapelearn.learn.LearningReport.ModelUse;
import org.tapelearn.llm.LlmLog;
import org.tapelearn.llm.Occasion.Purpose;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.PromptJson;
import org.tapelearn.llm.Usage;

/**
 * The calls of models that a session makes, until they are written together with their attempts. Whoever tells a call only puts it
 * into a list; other threads turn it into bytes meanwhile, a chunk of calls after the other.
 */
final class SqliteLlmLog implements LlmLog {
    /** How many calls are handed over at once: to wake another thread takes longer than to tell a call. */
    private static final int CHUNK = 64;

    private final Object lock = new Object();
    private final Map<Purpose, ModelUse> lost = new EnumMap<>(Purpose.class);
    private List<Entry> told = new ArrayList<>(CHUNK);
    private CompletableFuture<Void> encoded = CompletableFuture.completedFuture(null);

    /** Used by one chunk at a time, and by none once {@link #encoded} is done. */
    private final Map<String, LlmBlock> byRollout = new LinkedHashMap<>();

    /** Blocks in no batch. */
    private final Set<LlmBlock> loose = new LinkedHashSet<>();

    /** Blocks of attempts that seem to be over, packed as soon as they fill a batch. */
    private LlmBatch filling = new LlmBatch();

    /** Packed. What is told of an attempt later is packed when it is taken. */
    private final List<LlmBatch> batches = new ArrayList<>();

    private final List<Entry> outside = new ArrayList<>();
    private final ToolSets toolSets = new ToolSets();
    private final OpeningTexts openings = new OpeningTexts();
    private final Executor encoders;

    /** @param encoders turn calls into bytes */
    SqliteLlmLog(Executor encoders) {
        this.encoders = encoders;
    }

    @Override
    public void add(Entry entry) {
        synchronized (lock) {
            told.add(entry);
            if (told.size() == CHUNK) {
                handOver();
            }
        }
    }

    @Override
    public void lost(Prompt prompt, Usage most, double dollars) {
        synchronized (lock) {
            lost.merge(
                    prompt.occasion().purpose(),
                    new ModelUse(0, most.prompt(), most.completion(), dollars),
                    LlmBlock::sum);
        }
    }

    /** Takes out what tries without an answer count as used. */
    Map<Purpose, ModelUse> takeLost() {
        synchronized (lock) {
            Map<Purpose, ModelUse> taken = new EnumMap<>(lost);
            lost.clear();
            return taken;
        }
    }

    private void handOver() {
        List<Entry> chunk = told;
        told = new ArrayList<>(CHUNK);
        encoded = encoded.thenRunAsync(
                () -> {
                    chunk.forEach(this::encode);
                    packQuiet(chunk);
                },
                encoders);
    }

    /** Packs the blocks of attempts that had no call in this chunk: most of these are over. */
    private void packQuiet(List<Entry> chunk) {
        Set<String> busy = new HashSet<>();
        chunk.forEach(call -> busy.add(call.prompt().occasion().rollout()));
        List<LlmBlock> quiet =
                loose.stream().filter(block -> !busy.contains(block.rollout())).toList();
        for (LlmBlock block : quiet) {
            loose.remove(block);
            filling.add(block);
            block.forget();
            if (filling.isFull()) {
                filling.pack();
                batches.add(filling);
                filling = new LlmBatch();
            }
        }
    }

    private void encode(Entry entry) {
        String rollout = entry.prompt().occasion().rollout();
        if (rollout.isEmpty()) {
            outside.add(entry);
        } else {
            byRollout.computeIfAbsent(rollout, this::begun).add(entry);
        }
    }

    private LlmBlock begun(String rollout) {
        LlmBlock block = new LlmBlock(rollout, toolSets, openings);
        loose.add(block);
        return block;
    }

    /** Takes out the calls of these attempts, and at the end those outside of attempts. */
    List<LlmBatch> take(Collection<String> rollouts) {
        synchronized (lock) {
            encodeAll();
            return taken(rollouts);
        }
    }

    /** Takes out all calls: also those of attempts that were never written. */
    List<LlmBatch> takeAll() {
        synchronized (lock) {
            encodeAll();
            return taken(byRollout.keySet().stream().sorted().toList());
        }
    }

    private void encodeAll() {
        encoded.join();
        told.forEach(this::encode);
        told.clear();
    }

    private List<LlmBatch> taken(Collection<String> rollouts) {
        List<LlmBatch> taken = takeWhole(new HashSet<>(rollouts));
        List<LlmBlock> rest = new ArrayList<>();
        for (String rollout : rollouts) {
            LlmBlock block = byRollout.remove(rollout);
            if (block != null) {
                rest.add(block);
            }
        }
        rest.forEach(loose::remove);
        if (!outside.isEmpty()) {
            LlmBlock block = new LlmBlock("", toolSets, openings);
            inOrder(outside).forEach(block::add);
            rest.add(block);
            outside.clear();
        }
        List<LlmBatch> packed = LlmBatch.of(rest);
        packed.parallelStream().forEach(LlmBatch::pack);
        taken.addAll(packed);
        return taken;
    }

    /** Takes out the batches that hold nothing but finished calls of these attempts, and opens those that hold others too. */
    private List<LlmBatch> takeWhole(Set<String> rollouts) {
        batches.add(filling);
        filling = new LlmBatch();
        List<LlmBatch> whole = batches.stream()
                .filter(batch -> batch.isPacked() && rollouts.containsAll(rolloutsOf(batch)))
                .toList();
        whole.forEach(batch -> byRollout.keySet().removeAll(rolloutsOf(batch)));
        batches.removeAll(whole);
        batches.forEach(batch -> loose.addAll(batch.blocks()));
        batches.clear();
        return new ArrayList<>(whole);
    }

    private static Set<String> rolloutsOf(LlmBatch batch) {
        return batch.blocks().stream().map(LlmBlock::rollout).collect(toSet());
    }

    /** Calls in an order that does not depend on which thread was first. */
    private static List<Entry> inOrder(List<Entry> calls) {
        return calls.stream()
                .sorted(Comparator.comparing(
                                (Entry call) -> call.prompt().occasion().purpose())
                        .thenComparingInt(call -> call.prompt().occasion().number())
                        .thenComparing(call ->
                                PromptJson.messages(call.prompt().messages()).toString())
                        .thenComparing(call -> call.answer()
                                .map(answer -> PromptJson.completion(answer).toString())
                                .orElse("")))
                .toList();
    }
}
