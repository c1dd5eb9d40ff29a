package org.tapelearn.llm;

/** A model could not be asked (no connection, a refused request): it says nothing about the agent. */
public final class LlmFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LlmFailure(String message) {
        super(message);
    }

    public LlmFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
