package org.tapelearn.error;

/**
 * Says what the user must mend before the work can go on: a missing file, an unknown name, a value out of range.
 * The message states what was expected, what was found and a way out; the command line prints it without a stack
 * trace and exits with code 2.
 */
public final class PrerequisiteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PrerequisiteException(String message) {
        super(message);
    }

    public PrerequisiteException(String message, Throwable cause) {
        super(message, cause);
    }
}
