package org.tapelearn.learn.contrast;

import java.util.Map;
import java.util.Set;
import org.tapelearn.agent.Trails;

/**
 * What practice so far says about families of tasks.
 *
 * @param trodden for each family without a late success, how often its failed attempts went each way
 * @param travelled for each family that does not go well yet, how often its successes went each way
 * @param succeeding the families with a late success
 */
public record Practised(
        Map<String, ? extends Map<String, Double>> trodden,
        Map<String, ? extends Map<String, Double>> travelled,
        Set<String> succeeding) {
    /** No family was tried. */
    public static final Practised NOTHING = new Practised(Map.of(), Map.of(), Set.of());

    /** What an attempt is to know: of the later ones at a task, every other follows a success, and the others go new ways. */
    Trails trails(String family, int attempt) {
        boolean even = attempt % 2 == 0;
        return attempt == 0
                ? Trails.NONE
                : new Trails(even ? ways(trodden, family) : Map.of(), even ? Map.of() : ways(travelled, family));
    }

    private static Map<String, Double> ways(Map<String, ? extends Map<String, Double>> of, String family) {
        Map<String, Double> known = of.get(family);
        return known == null ? Map.of() : known;
    }
}
