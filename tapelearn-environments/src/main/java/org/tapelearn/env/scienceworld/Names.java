package org.tapelearn.env.scienceworld;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names the things that an agent sees. The simulator knows dozens of names for each ({@code liquid}, {@code substance in metal
 * pot}, {@code water}) and lists whichever comes first in an arbitrary order, another one as soon as something else comes near.
 * Here a thing has the name that says what it is, and says more only where others share that name.
 */
final class Names {
    private static final String HOLDING = " containing ";
    private static final String IN = " in ";
    private static final String ON = " on ";
    private static final List<String> VAGUE = List.of("object", "substance", "living thing", "organism");

    private Names() {}

    /**
     * A thing.
     *
     * @param base what it is called inside
     * @param own what it can be called by itself, in small letters
     * @param all the same, and by where it is
     */
    record Thing(String base, Set<String> own, Set<String> all) {}

    /** Chooses a name for each thing, in order: of those that it shares with the fewest the best. Two have the same only where nothing tells them apart. */
    static List<String> choose(List<Thing> things) {
        Map<String, Integer> shared = new HashMap<>();
        things.forEach(thing -> thing.all().forEach(name -> shared.merge(name, 1, Integer::sum)));
        return things.stream().map(thing -> choose(thing, shared)).toList();
    }

    private static String choose(Thing thing, Map<String, Integer> shared) {
        List<String> own = thing.own().stream()
                .filter(thing.all()::contains)
                .sorted(byMeaning(thing.base()))
                .toList();
        List<String> best = new ArrayList<>(own);
        for (String name : own) {
            thing.all().stream()
                    .filter(placed -> placed.startsWith(name + IN) || placed.startsWith(name + ON))
                    .filter(placed -> !thing.own().contains(placed))
                    .sorted(Comparator.<String, Boolean>comparing(placed -> placed.indexOf(HOLDING, name.length()) >= 0)
                            .thenComparing(
                                    Comparator.comparingInt(String::length).reversed())
                            .thenComparing(Comparator.naturalOrder()))
                    .forEach(best::add);
        }
        thing.all().stream().sorted(byMeaning(thing.base())).forEach(best::add);
        return best.stream()
                .min(Comparator.comparingInt(name -> shared.getOrDefault(name, 0)))
                .orElse(thing.base());
    }

    /** The names that say most of what a thing is come first, in the order of words that most things have: {@code adult apple tree}. */
    private static Comparator<String> byMeaning(String base) {
        return Comparator.<String, Boolean>comparing(name -> !name.contains(base))
                .thenComparing(VAGUE::contains)
                .thenComparing(name -> name.contains(HOLDING))
                .thenComparing(Names::stammers)
                .thenComparing(name -> !name.endsWith(base))
                .thenComparing(Comparator.comparingInt(String::length).reversed())
                .thenComparing(Comparator.naturalOrder());
    }

    /** Tells whether a name says a word twice. */
    private static boolean stammers(String name) {
        List<String> words = List.of(name.split(" "));
        return new HashSet<>(words).size() < words.size();
    }
}
