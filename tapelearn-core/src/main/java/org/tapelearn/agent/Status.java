package org.tapelearn.agent;

/** Why an agent stopped by itself. */
public enum Status {
    /** It was done. */
    FINISHED,
    /** It thought more often than it may before it acts. */
    MAX_STEPS,
    /** It asked the same model the same thing and got the same answer too often. */
    LOOP,
    /** Its tokens were used up. */
    BUDGET,
    /** Somebody asked it to stop. */
    CANCELLED,
    /** A model or one of its nodes failed: it says nothing about the agent. */
    BROKEN
}
