package org.tapelearn.tape;

/** Says where a text stops being a tape, what was expected there, and the way out. */
public final class TapeFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public TapeFormatException(String message) {
        super(message);
    }

    public TapeFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
