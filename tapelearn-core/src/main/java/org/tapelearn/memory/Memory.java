package org.tapelearn.memory;

import java.util.ArrayList;
import java.util.List;

/** An immutable snapshot of what was learned, in the order in which items came in. */
public record Memory(List<MemoryItem> items) {
    public static final Memory EMPTY = new Memory(List.of());

    public Memory {
        items = List.copyOf(items);
    }

    public List<MemoryItem.Demonstration> demonstrations() {
        return only(MemoryItem.Demonstration.class);
    }

    public List<MemoryItem.Insight> insights() {
        return only(MemoryItem.Insight.class);
    }

    private <T extends MemoryItem> List<T> only(Class<T> type) {
        List<T> found = new ArrayList<>();
        for (MemoryItem item : items) {
            if (type.isInstance(item)) {
                found.add(type.cast(item));
            }
        }
        return found;
    }
}
