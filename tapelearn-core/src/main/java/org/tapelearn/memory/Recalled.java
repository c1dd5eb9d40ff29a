package org.tapelearn.memory;

/**
 * An item that came to mind.
 *
 * @param likeness of the task's words to the item's cue, in [0, 1]
 */
public record Recalled(MemoryItem item, double likeness) {}
