package org.tapelearn.tape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;

/**
 * The structured log of one attempt. A tape never changes: {@link #append} gives the next one, at a cost that does not
 * depend on the length, because tapes that grow from one another share their storage.
 *
 * @param context what the attempt began with, or a null node; in some files a whole tape. It is shared: copy it before
 *     changing it.
 */
public record Tape(TapeMetadata metadata, JsonNode context, List<Step> steps) {
    public Tape {
        if (!(steps instanceof Shared)) {
            steps = Shared.copyOf(steps);
        }
    }

    public Tape(TapeMetadata metadata, List<Step> steps) {
        this(metadata, NullNode.getInstance(), steps);
    }

    /** Returns the tape that the context is, where it is one. */
    public Optional<Tape> contextTape() {
        return context.path("steps").isArray() ? Optional.of(TapeJson.fromJson(context)) : Optional.empty();
    }

    /** Returns the same steps under other metadata. */
    public Tape with(TapeMetadata other) {
        return new Tape(other, context, steps);
    }

    /** Returns this tape with one more step at its end. */
    public Tape append(Step step) {
        return new Tape(metadata, context, ((Shared) steps).append(step));
    }

    /** Returns the first {@code length} steps as a tape. */
    public Tape prefix(int length) {
        return new Tape(metadata, context, steps.subList(0, length));
    }

    /** Returns all tool calls, in order. */
    public List<ToolCall> calls() {
        List<ToolCall> calls = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Action action) {
                calls.add(action.call());
            } else if (step instanceof Step.Calls several) {
                several.calls().forEach(named -> calls.add(named.call()));
            }
        }
        return calls;
    }

    /** Returns the steps that call a tool, in order. */
    public List<Step.Action> actions() {
        List<Step.Action> actions = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Action action) {
                actions.add(action);
            }
        }
        return actions;
    }

    /** A view of the first {@code size} entries of a list that only ever grows at its end. */
    private static final class Shared extends AbstractList<Step> implements RandomAccess {
        private final ArrayList<Step> storage;
        private final int size;

        private Shared(ArrayList<Step> storage, int size) {
            this.storage = storage;
            this.size = size;
        }

        static Shared copyOf(List<Step> steps) {
            return new Shared(new ArrayList<>(steps), steps.size());
        }

        Shared append(Step step) {
            synchronized (storage) {
                if (storage.size() == size) {
                    storage.add(step);
                    return new Shared(storage, size + 1);
                }
            }
            ArrayList<Step> forked = new ArrayList<>(this);
            forked.add(step);
            return new Shared(forked, size + 1);
        }

        @Override
        public Step get(int index) {
            if (index < 0 || index >= size) {
                throw new IndexOutOfBoundsException("Step %d of a tape of %d steps.".formatted(index, size));
            }
            synchronized (storage) {
                return storage.get(index);
            }
        }

        @Override
        public int size() {
            return size;
        }
    }
}
