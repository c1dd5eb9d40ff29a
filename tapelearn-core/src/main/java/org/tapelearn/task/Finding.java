package org.tapelearn.task;

/** What the checker saw for one criterion. */
public record Finding(String criterion, boolean holds, String detail) {}
