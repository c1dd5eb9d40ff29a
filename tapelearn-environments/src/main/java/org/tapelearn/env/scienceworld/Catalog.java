package org.tapelearn.env.scienceworld;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.task.Split;

/**
 * The simulator's tasks, and which of their variations belong to which split: its own training, development and test
 * variations.
 *
 * @param tasks by name, in the simulator's order
 */
record Catalog(Map<String, Map<Split, List<Integer>>> tasks) {
    private static final String EASY = "easy";

    /** Reads the catalog, and refuses settings that do not fit it. */
    static Catalog read(Simulator simulator, ScienceWorldSettings settings) throws ReflectiveOperationException {
        List<String> known = simulator.taskNames();
        settings.tasks().forEach(name -> require("scienceworld.tasks", name, known));
        List<String> wanted = settings.tasks().isEmpty() ? known : settings.tasks();
        settings.unseen().forEach(name -> require("scienceworld.unseen_tasks", name, wanted));
        requireSimplifications(settings.simplifications(), simulator.simplifications());
        Map<String, Map<Split, List<Integer>>> tasks = new LinkedHashMap<>();
        for (String name : known) {
            if (wanted.contains(name)) {
                tasks.put(name, shuffled(name, simulator.splits(name)));
            }
        }
        return new Catalog(tasks);
    }

    private static void require(String key, String name, List<String> known) {
        if (!known.contains(name)) {
            throw new PrerequisiteException("The key (%s) names the task (%s), but those known are: %s.%s"
                    .formatted(key, name, String.join(", ", known), Nearest.hint(name, known)));
        }
    }

    private static void requireSimplifications(String given, List<String> known) {
        List<String> all = new ArrayList<>(known);
        all.add(EASY);
        for (String name : given.isBlank() ? new String[0] : given.split(",", -1)) {
            if (!all.contains(name) || (name.equals(EASY) && !given.equals(EASY))) {
                throw new PrerequisiteException(
                        "The key (scienceworld.simplifications) names (%s) in (%s), but takes (%s) alone or, joined by commas, some of: %s.%s"
                                .formatted(name, given, EASY, String.join(", ", known), Nearest.hint(name, all)));
            }
        }
    }

    /** The variations in an order of their own: neighbours are alike, and few are ever tried. */
    private static Map<Split, List<Integer>> shuffled(String name, Map<Split, List<Integer>> official) {
        Map<Split, List<Integer>> splits = new EnumMap<>(Split.class);
        official.forEach((split, own) -> {
            List<Integer> variations = new ArrayList<>(own);
            Collections.shuffle(variations, new Random((name + split).hashCode()));
            splits.put(split, List.copyOf(variations));
        });
        return splits;
    }

    /** Throws {@link PrerequisiteException}, with what there is, unless the task and its variation are known. */
    WorldTask require(String name, int variation) {
        require("scienceworld.tasks", name, List.copyOf(tasks.keySet()));
        Map<Split, List<Integer>> splits = tasks.getOrDefault(name, Map.of());
        int count = splits.values().stream().mapToInt(List::size).sum();
        if (splits.values().stream().noneMatch(variations -> variations.contains(variation))) {
            throw new PrerequisiteException("The task (%s) has the variations 0 to %d, but (%d) was asked for."
                    .formatted(name, count - 1, variation));
        }
        return new WorldTask(name, variation);
    }
}
