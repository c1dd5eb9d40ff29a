package org.tapelearn.agent;

import java.util.List;
import java.util.Map;

/**
 * The ways that attempts at tasks of one kind went, by the names of their tools, and how often.
 *
 * @param failed ways of failed attempts, where new ways are wanted; else empty
 * @param successful ways of successes, where they are to be followed; else empty
 */
public record Trails(Map<String, Double> failed, Map<String, Double> successful) {
    /** Any way is as good as another. */
    public static final Trails NONE = new Trails(Map.of(), Map.of());

    public Trails {
        failed = Map.copyOf(failed);
        successful = Map.copyOf(successful);
    }

    /** Names a way: the tools used so far, and one more. */
    public static String way(List<String> tools, String next) {
        return tools.isEmpty() ? next : String.join(">", tools) + ">" + next;
    }

    /** Tells whether new ways are wanted. */
    public boolean anew() {
        return !failed.isEmpty();
    }
}
