package org.tapelearn.env.datascience;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/** The checker's own clustering: Lloyd's algorithm from the first distinct points, on standardised columns. */
final class OwnClustering {
    private static final int CLUSTERS = 3;
    private static final int ROUNDS = 20;

    /** Returns the share of the points' variance that the nearest centres explain; not a number for too few points. */
    double score(List<double[]> raw) {
        List<double[]> points = standardised(raw);
        List<double[]> centres = new ArrayList<>();
        for (double[] point : points) {
            if (centres.size() < CLUSTERS && centres.stream().noneMatch(centre -> Arrays.equals(centre, point))) {
                centres.add(point);
            }
        }
        if (centres.size() < CLUSTERS) {
            return Double.NaN;
        }
        for (int round = 0; round < ROUNDS; round++) {
            centres = moved(points, centres);
        }
        double left = 0;
        double total = 0;
        for (double[] point : points) {
            left += distance(point, centres.get(nearest(point, centres)));
            total += distance(point, new double[point.length]);
        }
        return total == 0 ? Double.NaN : 1 - left / total;
    }

    /** Returns the share of the points' variance that the means of the given clusters explain. */
    double score(List<double[]> raw, ToIntFunction<double[]> assign, int clusters) {
        List<double[]> points = standardised(raw);
        if (points.isEmpty() || clusters < 2) {
            return Double.NaN;
        }
        int[] assigned = raw.stream().mapToInt(assign).toArray();
        double left = 0;
        double total = 0;
        for (int cluster = 0; cluster < clusters; cluster++) {
            List<double[]> members = new ArrayList<>();
            for (int i = 0; i < assigned.length; i++) {
                if (assigned[i] == cluster) {
                    members.add(points.get(i));
                }
            }
            double[] mean = mean(members, points.getFirst().length);
            left += members.stream()
                    .mapToDouble(member -> distance(member, mean))
                    .sum();
        }
        for (double[] point : points) {
            total += distance(point, new double[point.length]);
        }
        return total == 0 ? Double.NaN : 1 - left / total;
    }

    private static double[] mean(List<double[]> points, int columns) {
        double[] mean = new double[columns];
        for (double[] point : points) {
            for (int i = 0; i < columns; i++) {
                mean[i] += point[i] / points.size();
            }
        }
        return mean;
    }

    private static List<double[]> moved(List<double[]> points, List<double[]> centres) {
        List<double[]> sums = new ArrayList<>();
        int[] counts = new int[centres.size()];
        centres.forEach(centre -> sums.add(new double[centre.length]));
        for (double[] point : points) {
            int cluster = nearest(point, centres);
            counts[cluster]++;
            for (int i = 0; i < point.length; i++) {
                sums.get(cluster)[i] += point[i];
            }
        }
        for (int cluster = 0; cluster < counts.length; cluster++) {
            if (counts[cluster] == 0) {
                sums.set(cluster, centres.get(cluster));
            } else {
                int count = counts[cluster];
                sums.set(
                        cluster,
                        Arrays.stream(sums.get(cluster)).map(sum -> sum / count).toArray());
            }
        }
        return sums;
    }

    private static int nearest(double[] point, List<double[]> centres) {
        int best = 0;
        for (int i = 1; i < centres.size(); i++) {
            if (distance(point, centres.get(i)) < distance(point, centres.get(best))) {
                best = i;
            }
        }
        return best;
    }

    private static double distance(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (one[i] - other[i]) * (one[i] - other[i]);
        }
        return sum;
    }

    private static List<double[]> standardised(List<double[]> points) {
        if (points.isEmpty()) {
            return points;
        }
        int columns = points.getFirst().length;
        double[] means = new double[columns];
        double[] deviations = new double[columns];
        for (int column = 0; column < columns; column++) {
            int at = column;
            means[at] =
                    points.stream().mapToDouble(point -> point[at]).average().orElse(0);
            double square = points.stream()
                    .mapToDouble(point -> (point[at] - means[at]) * (point[at] - means[at]))
                    .average()
                    .orElse(0);
            deviations[at] = square == 0 ? 1 : Math.sqrt(square);
        }
        List<double[]> standard = new ArrayList<>();
        for (double[] point : points) {
            double[] moved = new double[columns];
            for (int column = 0; column < columns; column++) {
                moved[column] = (point[column] - means[column]) / deviations[column];
            }
            standard.add(moved);
        }
        return standard;
    }
}
