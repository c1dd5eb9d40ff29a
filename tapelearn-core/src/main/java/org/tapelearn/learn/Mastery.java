package org.tapelearn.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.tapelearn.agent.Trails;
import org.tapelearn.learn.contrast.Practised;
import org.tapelearn.task.TaskFamily;

/**
 * How well each family goes, and so which to practise: a Beta posterior of success with forgetting.
 *
 * @param families successes and failures by family name, decayed by {@link #FORGETTING} every wave
 * @param trodden for each family without a late success, how often its failed attempts went each way ({@link Trails#way}),
 *     decayed alike
 * @param travelled for each family with a success, how often its successes went each way, decayed by each wave that has one
 */
record Mastery(
        SortedMap<String, Tally> families,
        SortedMap<String, SortedMap<String, Double>> trodden,
        SortedMap<String, SortedMap<String, Double>> travelled) {
    private static final double FORGETTING = 0.9;
    private static final double GOES_WELL = 0.5;
    private static final double BEYOND = 0.25;
    private static final double SOME = 0.5;

    /** Decayed counts of attempts. */
    record Tally(double successes, double failures) {
        double rate() {
            return (1 + successes) / (2 + successes + failures);
        }

        Tally after(int won, int lost) {
            return new Tally(FORGETTING * successes + won, FORGETTING * failures + lost);
        }
    }

    static final Mastery NONE = new Mastery(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    Mastery {
        families = new TreeMap<>(families);
        trodden = new TreeMap<>(trodden);
        travelled = new TreeMap<>(travelled);
    }

    double rate(String family) {
        return families.getOrDefault(family, new Tally(0, 2)).rate();
    }

    /** How well each of these families goes. */
    SortedMap<String, Double> rates(List<String> names) {
        SortedMap<String, Double> rates = new TreeMap<>();
        names.forEach(name -> rates.put(name, rate(name)));
        return rates;
    }

    /** Successful more often than not. */
    boolean goesWell(String family) {
        return rate(family) >= GOES_WELL;
    }

    boolean solved(String family) {
        return rate(family) > 0.8;
    }

    private boolean succeeds(String family) {
        return families.getOrDefault(family, new Tally(0, 0)).successes() >= SOME;
    }

    /** What exploring goes by. */
    Practised practised() {
        SortedMap<String, SortedMap<String, Double>> followed = new TreeMap<>(travelled);
        followed.keySet().removeIf(this::goesWell);
        return new Practised(
                trodden,
                followed,
                families.keySet().stream().filter(this::succeeds).collect(Collectors.toSet()));
    }

    Mastery after(String family, int won, int lost) {
        SortedMap<String, Tally> next = new TreeMap<>(families);
        next.put(family, next.getOrDefault(family, new Tally(0, 0)).after(won, lost));
        return new Mastery(next, trodden, travelled);
    }

    /** Adds the ways that failed attempts at a family went; forgets all of them once it has a success. */
    Mastery afterFailures(String family, List<List<String>> tools) {
        SortedMap<String, SortedMap<String, Double>> next = new TreeMap<>(trodden);
        if (succeeds(family)) {
            next.remove(family);
            return new Mastery(families, next, travelled);
        }
        next.put(family, ways(next.getOrDefault(family, new TreeMap<>()), tools));
        return new Mastery(families, next, travelled);
    }

    /** Adds the ways that successes at a family went. */
    Mastery afterSuccesses(String family, List<List<String>> tools) {
        SortedMap<String, SortedMap<String, Double>> next = new TreeMap<>(travelled);
        if (!tools.isEmpty()) {
            next.put(family, ways(next.getOrDefault(family, new TreeMap<>()), tools));
        }
        return new Mastery(families, trodden, next);
    }

    private static SortedMap<String, Double> ways(SortedMap<String, Double> before, List<List<String>> tools) {
        SortedMap<String, Double> ways = new TreeMap<>();
        before.forEach((way, times) -> ways.put(way, FORGETTING * times));
        for (List<String> attempt : tools) {
            for (int i = 0; i < attempt.size(); i++) {
                ways.merge(Trails.way(attempt.subList(0, i), attempt.get(i)), 1.0, Double::sum);
            }
        }
        ways.values().removeIf(times -> times < SOME);
        return ways;
    }

    /**
     * Draws a family with weight 0.1 + (1 - success), a quarter of it for each step in size
     * beyond the sizes that go well, so that practice moves from easy to hard by measured success.
     *
     * @param pace how much more than a quarter, at least 0; nothing is taken off from 0.75 on
     */
    TaskFamily draw(List<TaskFamily> choices, double pace, SplittableRandom random) {
        int frontier = frontier(choices);
        double beyond = Math.min(1, BEYOND + pace);
        return draw(
                choices,
                family -> (0.1 + (1 - rate(family.name())))
                        * StrictMath.pow(beyond, Math.max(0, family.size() - frontier)),
                random);
    }

    /** Draws a family with weight 1 / (1 + attempts), where late attempts count most. */
    TaskFamily drawLeastTried(List<TaskFamily> choices, SplittableRandom random) {
        return draw(
                choices,
                family -> {
                    Tally tried = families.getOrDefault(family.name(), new Tally(0, 0));
                    return 1 / (1 + tried.successes() + tried.failures());
                },
                random);
    }

    private static TaskFamily draw(
            List<TaskFamily> choices, ToDoubleFunction<TaskFamily> weight, SplittableRandom random) {
        double[] weights = new double[choices.size()];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = weight.applyAsDouble(choices.get(i));
            sum += weights[i];
        }
        double draw = random.nextDouble() * sum;
        for (int i = 0; i < weights.length; i++) {
            draw -= weights[i];
            if (draw < 0) {
                return choices.get(i);
            }
        }
        return choices.getLast();
    }

    /** The smallest size whose families do not go well yet. */
    private int frontier(List<TaskFamily> choices) {
        SortedMap<Integer, List<Double>> rates = new TreeMap<>();
        choices.forEach(family ->
                rates.computeIfAbsent(family.size(), size -> new ArrayList<>()).add(rate(family.name())));
        for (Map.Entry<Integer, List<Double>> entry : rates.entrySet()) {
            double mean = entry.getValue().stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElse(0);
            if (mean < GOES_WELL) {
                return entry.getKey();
            }
        }
        return Integer.MAX_VALUE;
    }
}
