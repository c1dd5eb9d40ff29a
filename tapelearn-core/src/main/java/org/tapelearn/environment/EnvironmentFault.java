package org.tapelearn.environment;

/** The environment itself broke (a crashed process, a full disk): the attempt says nothing about the agent. */
public final class EnvironmentFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EnvironmentFault(String message, Throwable cause) {
        super(message, cause);
    }

    /** The fault of a tool's function that threw something. */
    static EnvironmentFault of(String tool, Exception cause) {
        return new EnvironmentFault(
                "tool (%s) failed: %s: %s".formatted(tool, cause.getClass().getSimpleName(), cause.getMessage()),
                cause);
    }
}
