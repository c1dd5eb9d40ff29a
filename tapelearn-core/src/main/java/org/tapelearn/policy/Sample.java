package org.tapelearn.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Which of a step's candidates are learned from. Where a tool offers more calls than are kept, those kept stand for the others too,
 * so that the softmax over them is an estimate of that over all (sampled softmax, Bengio and Senecal 2008); where none
 * offers more, it is exact.
 *
 * @param places the candidates kept, in their order
 * @param logWeights for each, the logarithm of how many it stands for
 */
record Sample(int[] places, double[] logWeights) {
    static Sample all(int size) {
        return new Sample(IntStream.range(0, size).toArray(), new double[size]);
    }

    /**
     * Keeps the chosen candidate, and of each tool not more than so many others.
     *
     * @param most others a tool, or 0 for all
     */
    static Sample of(List<Candidate> candidates, int chosen, int most, long seed) {
        if (most == 0) {
            return all(candidates.size());
        }
        Map<Long, List<Integer>> perTool = new LinkedHashMap<>();
        for (int i = 0; i < candidates.size(); i++) {
            if (i != chosen) {
                perTool.computeIfAbsent(candidates.get(i).tool(), tool -> new ArrayList<>())
                        .add(i);
            }
        }
        double[] weights = new double[candidates.size()];
        weights[chosen] = 1;
        Random random = new Random(seed);
        for (List<Integer> offered : perTool.values()) {
            int kept = Math.min(most, offered.size());
            if (kept < offered.size()) {
                Collections.shuffle(offered, random);
            }
            offered.subList(0, kept).forEach(place -> weights[place] = (double) offered.size() / kept);
        }
        int[] places = IntStream.range(0, weights.length)
                .filter(place -> weights[place] > 0)
                .toArray();
        double[] logs = IntStream.of(places)
                .mapToDouble(place -> StrictMath.log(weights[place]))
                .toArray();
        return new Sample(places, logs);
    }

    /** Where a candidate is among those kept. */
    int indexOf(int place) {
        return Arrays.binarySearch(places, place);
    }
}
