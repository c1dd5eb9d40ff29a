package org.tapelearn.run;

/** How an attempt ended; how it is judged is another thing. */
public sealed interface End {
    /** The agent ended it. */
    record Finished() implements End {}

    /** A limit ended it; it is judged by the state that it reached. */
    record Truncated(String limit) implements End {}

    /** The infrastructure broke: it says nothing about the agent. */
    record Broken(String cause) implements End {}
}
