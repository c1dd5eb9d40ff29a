package org.tapelearn.langchain4j;

import org.jspecify.annotations.Nullable;

/** An answer that began, or may have begun, and did not come whole. */
final class LostAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostAnswer(String message) {
        super(message);
    }

    LostAnswer(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
