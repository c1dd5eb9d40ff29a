package org.tapelearn.learn.contrast;

import java.util.Map;
import java.util.Set;

/**
 * What practice so far says about families of tasks.
 *
 * @param trodden for each family without a late success, how often its failed attempts went each way
 * @param succeeding the families with a late success
 */
public record Practised(Map<String, ? extends Map<String, Double>> trodden, Set<String> succeeding) {
    /** No family was tried. */
    public static final Practised NOTHING = new Practised(Map.of(), Set.of());

    /** The ways trodden by a family's failed attempts; empty where it succeeds, or was never tried. */
    Map<String, Double> ways(String family) {
        Map<String, Double> known = trodden.get(family);
        return known == null ? Map.of() : known;
    }
}
