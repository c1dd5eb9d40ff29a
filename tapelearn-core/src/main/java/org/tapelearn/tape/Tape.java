package org.tapelearn.tape;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;

/**
 * The structured log of one attempt. A tape never changes: {@link #append} gives the next one, at a cost that does not
 * depend on the length, because tapes that grow from one another share their storage.
 */
public record Tape(TapeMetadata metadata, List<Step> steps) {
    public Tape {
        if (!(steps instanceof Shared)) {
            steps = Shared.copyOf(steps);
        }
    }

    /** Returns this tape with one more step at its end. */
    public Tape append(Step step) {
        return new Tape(metadata, ((Shared) steps).append(step));
    }

    /** Returns the first {@code length} steps as a tape. */
    public Tape prefix(int length) {
        return new Tape(metadata, steps.subList(0, length));
    }

    /** Returns the calls of the action steps, in order. */
    public List<ToolCall> calls() {
        List<ToolCall> calls = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Action action) {
                calls.add(action.call());
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
