package org.tapelearn.learn;

import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * How well each family goes, and so which to practise: a Beta posterior of success with forgetting.
 *
 * @param families successes and failures by family name, decayed by {@link #FORGETTING} every wave
 */
record Mastery(SortedMap<String, Tally> families) {
    private static final double FORGETTING = 0.9;

    /** Decayed counts of attempts. */
    record Tally(double successes, double failures) {
        double rate() {
            return (1 + successes) / (2 + successes + failures);
        }

        Tally after(int won, int lost) {
            return new Tally(FORGETTING * successes + won, FORGETTING * failures + lost);
        }
    }

    static final Mastery NONE = new Mastery(new TreeMap<>());

    Mastery {
        families = new TreeMap<>(families);
    }

    double rate(String family) {
        return families.getOrDefault(family, new Tally(0, 2)).rate();
    }

    boolean solved(String family) {
        return rate(family) > 0.8;
    }

    Mastery after(String family, int won, int lost) {
        SortedMap<String, Tally> next = new TreeMap<>(families);
        next.put(family, next.getOrDefault(family, new Tally(0, 0)).after(won, lost));
        return new Mastery(next);
    }

    /** Draws a family: with weight 0.1 + (1 - success) by mastery, or all alike. */
    String draw(List<String> names, LearnerConfig.Curriculum curriculum, SplittableRandom random) {
        double[] weights = new double[names.size()];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = switch (curriculum) {
                case MASTERY -> 0.1 + (1 - rate(names.get(i)));
                case UNIFORM -> 1;
            };
            sum += weights[i];
        }
        double draw = random.nextDouble() * sum;
        for (int i = 0; i < weights.length; i++) {
            draw -= weights[i];
            if (draw < 0) {
                return names.get(i);
            }
        }
        return names.getLast();
    }
}
