package org.tapelearn.env.datascience;

import java.util.List;

/** How well models do on samples. */
final class Score {
    private Score() {}

    /** One minus the squared error over that of the mean; targets that are all the same score 1 if met, else 0. */
    static double r2(List<Sample> tests, Predictor.OfNumber predictor) {
        double mean = tests.stream().mapToDouble(Sample::number).average().orElse(0);
        double total = 0;
        double left = 0;
        for (Sample sample : tests) {
            total += Math.pow(sample.number() - mean, 2);
            left += Math.pow(sample.number() - predictor.predict().applyAsDouble(sample.features()), 2);
        }
        return share(left, total);
    }

    /** The share of the samples whose class is named. */
    static double accuracy(List<Sample> tests, Predictor.OfClass predictor) {
        long right = tests.stream()
                .filter(sample -> predictor.predict().apply(sample.features()).equals(sample.text()))
                .count();
        return (double) right / tests.size();
    }

    /** The share of the variance of the samples that the centres nearest to them explain. */
    static double explained(List<Sample> tests, List<double[]> centres) {
        double[] mean = new double[centres.getFirst().length];
        for (Sample sample : tests) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += sample.features()[i] / tests.size();
            }
        }
        double total = 0;
        double left = 0;
        for (Sample sample : tests) {
            total += distance(sample.features(), mean);
            left += centres.stream()
                    .mapToDouble(centre -> distance(sample.features(), centre))
                    .min()
                    .orElse(0);
        }
        return share(left, total);
    }

    private static double share(double left, double total) {
        if (!(total > 0)) {
            return left > 0 ? 0 : 1;
        }
        double share = 1 - left / total;
        return Double.isFinite(share) ? share : 0;
    }

    private static double distance(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (one[i] - other[i]) * (one[i] - other[i]);
        }
        return sum;
    }
}
