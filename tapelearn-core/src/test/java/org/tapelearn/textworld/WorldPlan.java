package org.tapelearn.textworld;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * How a world is at the start: a hub with four rooms around it, one of them the kitchen. Decided by theme and number alone.
 *
 * @param leaves the rooms around the hub but for the kitchen
 * @param places where each thing is: in a room or a container
 * @param locks the key of each locked chest; the first chest stands in a leaf with its key in the hub, the second the other way round
 * @param papers what is written on what can be read
 * @param recipes the two ingredients of each dish
 */
record WorldPlan(
        String hub,
        List<String> leaves,
        String kitchen,
        Map<String, String> places,
        List<String> containers,
        Map<String, String> locks,
        String note,
        Map<String, String> papers,
        Map<String, Set<String>> recipes,
        List<String> ingredients) {

    static WorldPlan of(Theme theme, long number) {
        SplittableRandom random =
                new SplittableRandom(number * 1_000_003L + theme.name().hashCode());
        List<String> rooms = shuffled(theme.rooms(), random);
        List<String> leaves = rooms.subList(1, 4);
        String hub = rooms.getFirst();
        List<String> items = shuffled(theme.items(), random);
        List<String> containers = shuffled(theme.containers(), random).subList(0, 3);
        List<String> chests = shuffled(theme.chests(), random);
        List<String> keys = shuffled(theme.keys(), random);
        List<String> ingredients = shuffled(theme.ingredients(), random).subList(0, 4);
        String hiding = leaves.get(random.nextInt(3));

        Map<String, String> places = new LinkedHashMap<>();
        places.put(theme.paper(), hub);
        places.put(items.get(0), hub);
        places.put(items.get(1), hub);
        for (int i = 0; i < 3; i++) {
            places.put(items.get(2 + i), leaves.get(i));
            places.put(containers.get(i), leaves.get(i));
            places.put(items.get(5 + i), containers.get(i));
        }
        places.put(chests.get(0), leaves.get(random.nextInt(3)));
        places.put(keys.get(0), hub);
        places.put(items.get(8), chests.get(0));
        places.put(chests.get(1), hub);
        places.put(keys.get(1), hiding);
        places.put(items.get(9), chests.get(1));

        Map<String, String> papers = new LinkedHashMap<>();
        papers.put(theme.paper(), "The %s lies in: %s".formatted(keys.get(1), hiding));
        Map<String, Set<String>> recipes = new LinkedHashMap<>();
        List<Set<String>> pairs = pairs(ingredients, random);
        for (int i = 0; i < theme.dishes().size(); i++) {
            String dish = theme.dishes().get(i);
            recipes.put(dish, pairs.get(i));
            papers.put(dish + " card", "Mix for %s: %s".formatted(dish, String.join(", ", pairs.get(i))));
            places.put(dish + " card", theme.kitchen());
        }
        ingredients.forEach(ingredient -> places.put(ingredient, theme.kitchen()));

        Map<String, String> locks = new LinkedHashMap<>();
        locks.put(chests.get(0), keys.get(0));
        locks.put(chests.get(1), keys.get(1));
        return new WorldPlan(
                hub, leaves, theme.kitchen(), places, containers, locks, theme.paper(), papers, recipes, ingredients);
    }

    private static List<Set<String>> pairs(List<String> ingredients, SplittableRandom random) {
        List<Set<String>> pairs = new ArrayList<>();
        for (int i = 0; i < ingredients.size(); i++) {
            for (int j = i + 1; j < ingredients.size(); j++) {
                pairs.add(new TreeSet<>(List.of(ingredients.get(i), ingredients.get(j))));
            }
        }
        return shuffled(pairs, random);
    }

    /** The room that a thing is in, be it loose or inside something. */
    String room(String thing) {
        String place = places.getOrDefault(thing, thing);
        return places.containsKey(place) ? room(place) : place;
    }

    /** What lies at a place, in a fixed order. */
    List<String> at(String place) {
        return places.entrySet().stream()
                .filter(entry -> entry.getValue().equals(place))
                .map(Map.Entry::getKey)
                .toList();
    }

    boolean isItem(String thing) {
        return places.containsKey(thing)
                && !containers.contains(thing)
                && !locks.containsKey(thing)
                && !locks.containsValue(thing)
                && !papers.containsKey(thing)
                && !ingredients.contains(thing);
    }

    static <T> List<T> shuffled(List<T> list, SplittableRandom random) {
        List<T> copy = new ArrayList<>(list);
        for (int i = copy.size() - 1; i > 0; i--) {
            Collections.swap(copy, i, random.nextInt(i + 1));
        }
        return copy;
    }
}
