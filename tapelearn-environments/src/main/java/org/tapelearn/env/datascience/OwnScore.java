package org.tapelearn.env.datascience;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.rtree.CARTRegressionTrainer;

/**
 * The checker's own evaluation of what a model was specified to be: a decision tree on the same columns, fitted and scored on
 * rows that the checker divides by a hash of its own. R2 of a regression, accuracy of a classification, and of a clustering
 * the share of variance that as many centres as there are clusters explain. Scores of equal specifications are kept.
 */
final class OwnScore {
    private static final int DEPTH = 6;
    private static final int FEWEST = 10;

    private final Tables tables;
    private final Map<String, Double> kept = new ConcurrentHashMap<>();

    OwnScore(Tables tables) {
        this.tables = tables;
    }

    /** One row: what is to be predicted, and from what. */
    private record Row(Object target, double[] features, boolean test) {}

    /** Scores a specification; not a number when there are too few complete rows. */
    double of(String kind, String rows, String target, List<String> features) {
        if (features.isEmpty()) {
            return Double.NaN;
        }
        String key = String.join("\n", kind, rows, target, String.join("\n", features));
        Double known = kept.get(key);
        if (known == null) {
            known = fresh(kind, rows, target, features);
            kept.put(key, known);
        }
        return known;
    }

    private double fresh(String kind, String rows, String target, List<String> features) {
        return switch (kind) {
            case "regression" -> regression(read(rows, target, features), features);
            case "classification" -> classification(read(rows, target, features), features);
            case "clustering" -> new OwnClustering().score(points(rows, features));
            default -> throw new IllegalArgumentException("No model is of kind (%s).".formatted(kind));
        };
    }

    private List<Row> read(String rows, String target, List<String> features) {
        String sql =
                "SELECT hash(%1$s, %2$s) %% 3 = 0, %1$s, %2$s FROM (%3$s) WHERE %1$s IS NOT NULL ORDER BY hash(%1$s, %2$s)"
                        .formatted(Reference.name(target), Reference.names(features), rows);
        List<Row> read = new ArrayList<>();
        for (List<@Nullable Object> row : tables.query(sql).cells()) {
            Object wanted = row.get(1);
            double[] values = numbers(row.subList(2, row.size()));
            if (wanted != null && Arrays.stream(values).allMatch(Double::isFinite)) {
                read.add(new Row(wanted, values, Boolean.TRUE.equals(row.getFirst())));
            }
        }
        return read;
    }

    private List<double[]> points(String rows, List<String> features) {
        String sql = "SELECT %1$s FROM (%2$s) ORDER BY hash(%1$s)".formatted(Reference.names(features), rows);
        return tables.query(sql).cells().stream()
                .map(OwnScore::numbers)
                .filter(values -> Arrays.stream(values).allMatch(Double::isFinite))
                .toList();
    }

    private static double[] numbers(List<@Nullable Object> values) {
        return values.stream()
                .mapToDouble(value -> value instanceof Number number ? number.doubleValue() : Double.NaN)
                .toArray();
    }

    private static double regression(List<Row> rows, List<String> features) {
        if (tooFew(rows)) {
            return Double.NaN;
        }
        Model<Regressor> model = fit(
                new CARTRegressionTrainer(DEPTH),
                new RegressionFactory(),
                rows,
                features,
                row -> new Regressor("value", ((Number) row.target()).doubleValue()));
        return regressionScore(
                rows,
                row -> model.predict(example(new Regressor("value", 0), row, features))
                        .getOutput()
                        .getValues()[0]);
    }

    private static double regressionScore(List<Row> rows, ToDoubleFunction<Row> guesses) {
        double[] wanted = rows.stream()
                .filter(Row::test)
                .mapToDouble(row -> ((Number) row.target()).doubleValue())
                .toArray();
        double mean = Arrays.stream(wanted).average().orElse(0);
        double total = 0;
        double left = 0;
        for (Row row : rows.stream().filter(Row::test).toList()) {
            double value = ((Number) row.target()).doubleValue();
            double guess = guesses.applyAsDouble(row);
            total += (value - mean) * (value - mean);
            left += (value - guess) * (value - guess);
        }
        return 1 - left / total;
    }

    private static double classification(List<Row> rows, List<String> features) {
        if (tooFew(rows)) {
            return Double.NaN;
        }
        Model<Label> model = fit(
                new CARTClassificationTrainer(DEPTH),
                new LabelFactory(),
                rows,
                features,
                row -> new Label(row.target().toString()));
        return classificationScore(
                rows,
                row -> model.predict(example(LabelFactory.UNKNOWN_LABEL, row, features))
                        .getOutput()
                        .getLabel());
    }

    private static double classificationScore(List<Row> rows, Function<Row, String> guesses) {
        List<Row> tests = rows.stream().filter(Row::test).toList();
        long right = tests.stream()
                .filter(row -> guesses.apply(row).equals(row.target().toString()))
                .count();
        return (double) right / tests.size();
    }

    /** Scores a fitted model on the checker's own test rows; that of a clustering on all rows. */
    double ofFitted(Predictor predictor, String rows, String target, List<String> features) {
        return switch (predictor) {
            case Predictor.OfNumber number ->
                regressionScore(
                        read(rows, target, features), row -> number.predict().applyAsDouble(row.features()));
            case Predictor.OfClass named ->
                classificationScore(
                        read(rows, target, features), row -> named.predict().apply(row.features()));
            case Predictor.OfCluster cluster ->
                new OwnClustering().score(points(rows, features), cluster.assign(), cluster.clusters());
        };
    }

    private static boolean tooFew(List<Row> rows) {
        long tests = rows.stream().filter(Row::test).count();
        return tests < FEWEST || rows.size() - tests < FEWEST;
    }

    private static <T extends Output<T>> Model<T> fit(
            Trainer<T> trainer,
            OutputFactory<T> factory,
            List<Row> rows,
            List<String> features,
            Function<Row, T> target) {
        MutableDataset<T> train = new MutableDataset<>(new SimpleDataSourceProvenance("checker", factory), factory);
        rows.stream().filter(row -> !row.test()).forEach(row -> train.add(example(target.apply(row), row, features)));
        return trainer.train(train, new HashMap<>());
    }

    private static <T extends Output<T>> Example<T> example(T output, Row row, List<String> features) {
        return new ArrayExample<>(output, features.toArray(String[]::new), row.features());
    }
}
