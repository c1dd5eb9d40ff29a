package org.tapelearn.env.datascience;

import java.util.List;
import java.util.Optional;

/** Questions for a model. */
final class Modelling {
    private static final double MARGIN = 0.1;
    private static final double LEAST_R2 = 0.4;
    private static final double LEAST_GAIN = 0.15;
    private static final double LEAST_EXPLAINED = 0.2;

    private final Tables tables;
    private final OwnScore scores;
    private final Fitting fitting;

    Modelling(Tables tables) {
        this.tables = tables;
        this.scores = new OwnScore(tables);
        this.fitting = new Fitting(new Operations(tables));
    }

    /** What a model of all columns of numbers reaches for sure: the least of its scores on the rows of whoever scores it. */
    private double reachable(String kind, Table table, String target, List<String> features) {
        String rows = Reference.all(table.name());
        double own = scores.of(kind, rows, target, features);
        return switch (fitting.fit(tables.relation(table), kind, target, Fitting.ALL_NUMERIC)) {
            case Fitting.Refused refused -> Double.NaN;
            case Fitting.Fitted fitted ->
                Math.min(
                        Math.min(own, fitted.model().score()),
                        scores.ofFitted(fitted.model().predictor(), rows, target, features));
        };
    }

    Optional<Question> regression(Asking asking) {
        Table table = asking.table();
        return asking.number(table).flatMap(target -> {
            double score = reachable("regression", table, target.name(), features(table, target));
            return score - MARGIN >= LEAST_R2
                    ? Optional.of(question(asking, table, "regression", target, score))
                    : Optional.empty();
        });
    }

    /** The score must beat the naming of the most frequent class. */
    Optional<Question> classification(Asking asking) {
        Table table = asking.table();
        return asking.category(table).flatMap(target -> {
            List<String> features = features(table, target);
            if (features.isEmpty()) {
                return Optional.empty();
            }
            double score = reachable("classification", table, target.name(), features);
            double most = asking.facts()
                    .number(
                            "SELECT max(n)::DOUBLE / sum(n) FROM (SELECT count(*) AS n FROM %1$s WHERE %2$s IS NOT NULL GROUP BY %2$s)"
                                    .formatted(Reference.name(table.name()), Reference.name(target.name())));
            return score >= most + LEAST_GAIN
                    ? Optional.of(question(asking, table, "classification", target, score))
                    : Optional.empty();
        });
    }

    private static Question question(Asking asking, Table table, String kind, Column target, double best) {
        double score = Math.floor((best - MARGIN) * 20) / 20;
        asking.say("target", table, target);
        asking.say("score", Phrase.of(Cell.of(score).text()));
        return asking.question(
                2, new Criteria().columns(table.name()).answerModel(kind, table.name(), target.name(), score));
    }

    Optional<Question> clustering(Asking asking) {
        Table table = asking.table();
        List<String> features = table.columns().stream()
                .filter(Column::number)
                .map(Column::name)
                .toList();
        if (features.size() < 2 || !(reachable("clustering", table, "", features) >= LEAST_EXPLAINED)) {
            return Optional.empty();
        }
        return Optional.of(asking.question(
                2, new Criteria().columns(table.name()).answerModel("clustering", table.name(), "", LEAST_EXPLAINED)));
    }

    private static List<String> features(Table table, Column target) {
        return table.columns().stream()
                .filter(column -> column.number() && !column.equals(target))
                .map(Column::name)
                .toList();
    }
}
