package org.tapelearn.llm;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model could not be asked: it says nothing about the agent. */
public final class LlmFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final boolean passing;
    private final boolean billed;

    /** Null where the provider named no time. */
    private final @Nullable Duration wait;

    /** What stood in the way. */
    public enum Kind {
        /** No connection, or none that holds, after all tries: the attempt is broken, others may go well. */
        UNAVAILABLE,
        /** The provider refuses: a wrong key, no credit, a spend limit. Trying again changes nothing. */
        REFUSED_ACCESS,
        /** A cap of our own is reached. */
        BUDGET,
        /** The prompt is longer than the model can read. */
        TOO_LONG,
        /** A replay has no answer to it. */
        MISSING;

        /** Tells whether every further question would fail too, so that the whole session pauses. */
        public boolean pauses() {
            return switch (this) {
                case UNAVAILABLE, TOO_LONG -> false;
                case REFUSED_ACCESS, BUDGET, MISSING -> true;
            };
        }
    }

    private LlmFailure(
            Kind kind,
            String message,
            boolean passing,
            boolean billed,
            @Nullable Duration wait,
            @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.passing = passing;
        this.billed = billed;
        this.wait = wait;
    }

    public LlmFailure(Kind kind, String message) {
        this(kind, message, false, false, null, null);
    }

    public LlmFailure(Kind kind, String message, Throwable cause) {
        this(kind, message, false, false, null, cause);
    }

    public LlmFailure(String message) {
        this(Kind.UNAVAILABLE, message);
    }

    public LlmFailure(String message, Throwable cause) {
        this(Kind.UNAVAILABLE, message, cause);
    }

    /** A failure that may pass, before the model wrote anything: a rate limit, a server that is busy or down. */
    public static LlmFailure passing(String message, Optional<Duration> wait, Throwable cause) {
        return new LlmFailure(Kind.UNAVAILABLE, message, true, false, wait.orElse(null), cause);
    }

    /** A failure that may pass, after the model may have written all or part of an answer: a cut or silent connection. */
    public static LlmFailure lost(String message, Throwable cause) {
        return new LlmFailure(Kind.UNAVAILABLE, message, true, true, null, cause);
    }

    public Kind kind() {
        return kind;
    }

    /** Tells whether asking again, a little later, may go well. */
    public boolean isPassing() {
        return passing;
    }

    /** Tells whether the provider may have counted tokens for it. */
    public boolean isBilled() {
        return billed;
    }

    /** How long the provider asks to wait before the next try. */
    public Optional<Duration> pause() {
        return Optional.ofNullable(wait);
    }
}
