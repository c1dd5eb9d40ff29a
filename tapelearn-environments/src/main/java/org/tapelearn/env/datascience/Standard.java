package org.tapelearn.env.datascience;

import java.util.List;

/** Moves and scales features so that each has mean 0 and deviation 1 over the samples that it was made of. */
record Standard(double[] means, double[] deviations) {
    static Standard of(List<Sample> samples) {
        int features = samples.getFirst().features().length;
        double[] means = new double[features];
        double[] deviations = new double[features];
        for (int i = 0; i < features; i++) {
            int at = i;
            means[i] = samples.stream()
                    .mapToDouble(sample -> sample.features()[at])
                    .average()
                    .orElse(0);
            double mean = means[i];
            double variance = samples.stream()
                    .mapToDouble(sample -> Math.pow(sample.features()[at] - mean, 2))
                    .average()
                    .orElse(0);
            deviations[i] = variance > 0 && Double.isFinite(variance) ? Math.sqrt(variance) : 1;
        }
        return new Standard(means, deviations);
    }

    double[] apply(double[] features) {
        double[] moved = new double[features.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = (features[i] - means[i]) / deviations[i];
        }
        return moved;
    }
}
