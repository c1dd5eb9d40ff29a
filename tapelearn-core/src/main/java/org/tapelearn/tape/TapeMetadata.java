package org.tapelearn.tape;

import org.jspecify.annotations.Nullable;

/** Names a tape and the tape it started from. */
public record TapeMetadata(String id, @Nullable String parentId, String author, int addedSteps) {}
