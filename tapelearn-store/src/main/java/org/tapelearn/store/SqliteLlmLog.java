package org.tapelearn.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.zip.Deflater;
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

    /** Blocks that were never packed. What is told of an attempt after its block was packed is packed when it is taken. */
    private final Set<LlmBlock> unpacked = new HashSet<>();

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
        List<LlmBlock> quiet = unpacked.stream()
                .filter(block -> !busy.contains(block.rollout()))
                .toList();
        unpacked.removeAll(quiet);
        pack(quiet);
    }

    private static void pack(List<LlmBlock> blocks) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            blocks.forEach(block -> block.pack(deflater));
        } finally {
            deflater.end();
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
        unpacked.add(block);
        return block;
    }

    /** Takes out the calls of these attempts, in their order, and at the end those outside of attempts. */
    List<LlmBlock> take(Collection<String> rollouts) {
        synchronized (lock) {
            encodeAll();
            return taken(rollouts);
        }
    }

    /** Takes out all calls: also those of attempts that were never written. */
    List<LlmBlock> takeAll() {
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

    private List<LlmBlock> taken(Collection<String> rollouts) {
        List<LlmBlock> taken = new ArrayList<>();
        for (String rollout : rollouts) {
            LlmBlock block = byRollout.remove(rollout);
            if (block != null) {
                taken.add(block);
            }
        }
        if (!outside.isEmpty()) {
            LlmBlock block = new LlmBlock("", toolSets, openings);
            inOrder(outside).forEach(block::add);
            taken.add(block);
            outside.clear();
        }
        taken.forEach(unpacked::remove);
        pack(taken);
        return taken;
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
