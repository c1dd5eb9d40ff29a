package org.tapelearn.learn.reflect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tapelearn.learn.contrast.TrajectoryPair;
import org.tapelearn.memory.Cue;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.MemoryItem;
import org.tapelearn.memory.Standing;
import org.tapelearn.memory.WordOverlap;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.ToolCall;

/** A memory while operations are applied to it: each is made, or refused with the reason. Used by one thread. */
final class Notebook {
    private static final double SAME = 0.9;
    private static final int EVIDENCE_KEPT = 6;

    private final Map<String, MemoryItem> items = new LinkedHashMap<>();
    private final List<String> refused = new ArrayList<>();
    private final Cue.Parameters free;
    private int applied;

    Notebook(Memory memory, Cue.Parameters free) {
        memory.items().forEach(item -> items.put(item.id(), item));
        this.free = free;
    }

    void apply(Operation operation, TrajectoryPair pair) {
        Optional<String> objection = switch (operation) {
            case Operation.Add add -> add(add.note(), pair);
            case Operation.Edit edit -> edit(edit, pair);
            case Operation.Agree agree -> agree(agree.id(), pair);
            case Operation.Remove remove -> remove(remove.id());
        };
        objection.ifPresentOrElse(
                why -> refuse(
                        "%s: %s".formatted(operation.getClass().getSimpleName().toUpperCase(Locale.ROOT), why)),
                () -> applied++);
    }

    void refuse(String why) {
        refused.add(why);
    }

    private Optional<String> add(Operation.Note note, TrajectoryPair pair) {
        String text = note.text();
        Optional<String> objection = InsightGuard.objection(text, sources(pair));
        if (objection.isPresent()) {
            return objection;
        }
        for (MemoryItem item : List.copyOf(items.values())) {
            if (item instanceof MemoryItem.Insight insight && WordOverlap.inOrder(insight.text(), text) >= SAME) {
                return agree(insight.id(), pair);
            }
        }
        String id = freshId(text);
        items.put(id, insight(id, text, pair, evidence(pair), Standing.NEW));
        return Optional.empty();
    }

    private Optional<String> edit(Operation.Edit edit, TrajectoryPair pair) {
        if (!(items.get(edit.id()) instanceof MemoryItem.Insight known)) {
            return unknown(edit.id());
        }
        String text = edit.note().text();
        Optional<String> objection = InsightGuard.objection(text, sources(pair));
        if (objection.isEmpty()) {
            items.put(known.id(), insight(known.id(), text, pair, joined(known.evidence(), pair), known.standing()));
        }
        return objection;
    }

    private Optional<String> agree(String id, TrajectoryPair pair) {
        if (!(items.get(id) instanceof MemoryItem.Insight known)) {
            return unknown(id);
        }
        if (known.standing().retired()) {
            return Optional.of("note (%s) is retired, since it harmed".formatted(id));
        }
        if (known.evidence().contains(pair.better().rollout().key().id())) {
            return Optional.of("this pair spoke for note (%s) already".formatted(id));
        }
        items.put(
                id,
                new MemoryItem.Insight(
                        id,
                        known.family(),
                        known.cue(),
                        known.text(),
                        known.after(),
                        known.prefer(),
                        known.avoid(),
                        joined(known.evidence(), pair),
                        known.standing().agreed()));
        return Optional.empty();
    }

    private Optional<String> remove(String id) {
        if (!(items.get(id) instanceof MemoryItem.Insight known)) {
            return unknown(id);
        }
        Standing weaker = known.standing().disagreed(1);
        if (weaker.importance() > 0) {
            items.put(id, known.with(weaker));
        } else {
            items.remove(id);
        }
        return Optional.empty();
    }

    private static Optional<String> unknown(String id) {
        return Optional.of("there is no note (%s)".formatted(id));
    }

    /** The first divergence of the pair is the note's evidence: after which call, which tool did better, and which worse. */
    private MemoryItem.Insight insight(
            String id, String text, TrajectoryPair pair, List<String> evidence, Standing standing) {
        List<ToolCall> better = pair.better().rollout().tape().calls();
        List<ToolCall> worse = pair.worse().rollout().tape().calls();
        int at = pair.divergence();
        return new MemoryItem.Insight(
                id,
                pair.better().task().family(),
                Cue.of(pair.better().task().description(), better, free),
                text,
                at == 0 ? "" : better.get(at - 1).tool(),
                at < better.size() ? better.get(at).tool() : "",
                at < worse.size() ? worse.get(at).tool() : "",
                evidence,
                standing);
    }

    private static List<String> evidence(TrajectoryPair pair) {
        return List.of(
                pair.better().rollout().key().id(), pair.worse().rollout().key().id());
    }

    private static List<String> joined(List<String> evidence, TrajectoryPair pair) {
        List<String> joined = new ArrayList<>(evidence);
        for (String id : evidence(pair)) {
            if (!joined.contains(id) && joined.size() < EVIDENCE_KEPT) {
                joined.add(id);
            }
        }
        return joined;
    }

    /** A short id that the same words always get, and no other note has. */
    private String freshId(String text) {
        for (int salt = 0; ; salt++) {
            int hash = (text + salt).hashCode() & 0x7FFFFFFF;
            String id = "i" + Integer.toString(hash % (36 * 36 * 36 * 36), 36);
            if (!items.containsKey(id)) {
                return id;
            }
        }
    }

    private static List<String> sources(TrajectoryPair pair) {
        List<String> sources = new ArrayList<>(List.of(pair.better().task().description()));
        for (var side : List.of(pair.better(), pair.worse())) {
            for (Step step : side.rollout().tape().steps()) {
                if (step instanceof Step.Observation seen) {
                    sources.add(seen.content());
                }
            }
        }
        return sources;
    }

    Memory memory() {
        return new Memory(List.copyOf(items.values()));
    }

    int applied() {
        return applied;
    }

    List<String> refused() {
        return List.copyOf(refused);
    }
}
