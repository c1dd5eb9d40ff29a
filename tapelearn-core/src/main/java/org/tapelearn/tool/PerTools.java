package org.tapelearn.tool;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What was made of a list of tools, kept until another list comes: every prompt of a session has the same. Safe for use by several threads. */
public final class PerTools<T> {
    private final Function<List<ToolSpec>, T> work;
    private final AtomicReference<@Nullable Made<T>> last = new AtomicReference<>();

    private record Made<T>(List<ToolSpec> tools, T value) {}

    public PerTools(Function<List<ToolSpec>, T> work) {
        this.work = work;
    }

    /** Returns what the work makes of these tools. */
    @SuppressWarnings("ReferenceEquality") // an equal list would take longer to compare than the work may take
    public T of(List<ToolSpec> tools) {
        Made<T> known = last.get();
        if (known != null && known.tools == tools) {
            return known.value;
        }
        List<ToolSpec> kept = List.copyOf(tools);
        T made = Objects.requireNonNull(work.apply(kept));
        last.set(new Made<>(kept, made));
        return made;
    }
}
