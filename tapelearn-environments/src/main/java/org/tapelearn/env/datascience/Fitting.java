package org.tapelearn.env.datascience;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fits models on rows of a relation that have all values, 70 of 100, and scores them on the others. At most 1,000 rows are
 * used: of more, every so-manieth. Which rows are for the test depends on nothing but their number, so equal calls give equal
 * models, which are kept.
 */
final class Fitting {
    /** Stands for all columns of numbers but the target. */
    static final String ALL_NUMERIC = "all_numeric";

    static final int FEWEST_ROWS = 20;
    static final int MOST_CLASSES = 60;
    /** Of more columns of numbers, the first are used. */
    static final int MOST_FEATURES = 50;

    private static final double FARTHEST = 1e100;
    private static final int MOST_ROWS = 1_000;
    private static final int KEPT = 2_000;
    private static final int KEPT_FITS = 50_000;

    private final Operations operations;
    private final Map<String, Result> kept = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Boolean> keptFits = new ConcurrentHashMap<>();

    Fitting(Operations operations) {
        this.operations = operations;
    }

    /** What came of fitting. */
    sealed interface Result {}

    /** A fitted model. */
    record Fitted(Workspace.Model model) implements Result {}

    /** Why it could not be fitted. */
    record Refused(String reason) implements Result {}

    /**
     * Fits a model.
     *
     * @param target the column to predict; empty for a clustering
     * @param features {@link #ALL_NUMERIC}, or the name of a column of numbers
     */
    Result fit(Relation relation, String kind, String target, String features) {
        String key = String.join("\n", relation.sql(), kind, target, features);
        Result known = kept.get(key);
        if (known == null) {
            known = work(relation, kind, target, features);
            if (kept.size() >= KEPT) {
                kept.clear();
            }
            kept.put(key, known);
        }
        return known;
    }

    private Result work(Relation relation, String kind, String target, String features) {
        List<String> columns = columns(relation, target, features);
        String wrong = wrong(relation, kind, target, features, columns);
        if (wrong != null) {
            return new Refused(wrong);
        }
        Frame rows = complete(relation, target, columns);
        String unfit = unfit(rows, kind, target, columns);
        if (unfit != null) {
            return new Refused(unfit);
        }
        List<Sample> samples = samples(rows, target, columns);
        Trained trained = switch (kind) {
            case "regression" -> Trained.regression(samples);
            case "classification" -> Trained.classification(samples);
            default -> Trained.clustering(samples);
        };
        return new Fitted(new Workspace.Model(kind, relation, target, columns, trained.score(), trained.predictor()));
    }

    private static List<String> columns(Relation relation, String target, String features) {
        if (!features.equals(ALL_NUMERIC) || relation.has(ALL_NUMERIC)) {
            return List.of(features);
        }
        return relation.columns().stream()
                .filter(column -> column.number() && !column.name().equals(target))
                .map(Column::name)
                .limit(MOST_FEATURES)
                .toList();
    }

    private static @Nullable String wrong(
            Relation relation, String kind, String target, String features, List<String> columns) {
        if (!DataTools.MODELS.contains(kind)) {
            return Operations.unknownChoice("kind", kind, DataTools.MODELS);
        }
        boolean clustering = kind.equals("clustering");
        if (clustering != target.isEmpty()) {
            return clustering
                    ? "A clustering predicts nothing and has no target (%s); leave it out.".formatted(target)
                    : "A %s needs a target: the column to predict.".formatted(kind);
        }
        String wrong = clustering
                ? null
                : kind.equals("regression")
                        ? Operations.notNumbers(relation, target)
                        : Operations.unknownColumn(relation, target);
        if (wrong == null && columns.isEmpty()) {
            wrong = "There are no columns of numbers to predict from; clean_column with to_number makes one of texts.";
        }
        if (wrong == null && columns.contains(target)) {
            wrong = "The target (%s) cannot be predicted from itself; give another column or %s."
                    .formatted(target, ALL_NUMERIC);
        }
        if (wrong == null && !features.equals(ALL_NUMERIC)) {
            wrong = Operations.notNumbers(relation, features);
        }
        return wrong;
    }

    /** The rows that have all values, numbers among them small enough to be squared. */
    private Frame complete(Relation relation, String target, List<String> columns) {
        Frame frame = operations.frame(relation);
        int[] needed = Stream.concat(columns.stream(), Stream.of(target).filter(name -> !name.isEmpty()))
                .mapToInt(frame::index)
                .toArray();
        return frame.where(row -> {
            for (int column : needed) {
                if (frame.missing(column, row)
                        || (frame.columns().get(column).number() && Math.abs(frame.number(column, row)) > FARTHEST)) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Says why the rows do not do for a model: too few, or all the same; null when they do. */
    private static @Nullable String unfit(Frame rows, String kind, String target, List<String> columns) {
        if (rows.size() < FEWEST_ROWS) {
            return "Only %d rows have all values, and a model needs at least %d; drop or fill missing values in fewer columns, or take one feature."
                    .formatted(rows.size(), FEWEST_ROWS);
        }
        if (kind.equals("clustering")) {
            return columns.stream().allMatch(column -> different(rows, column, 2) < 2)
                    ? "All rows are the same in (%s): there is nothing to tell apart."
                            .formatted(String.join(", ", columns))
                    : null;
        }
        int different = different(rows, target, MOST_CLASSES + 1);
        if (different < 2) {
            return "Column %s has the same value in all complete rows: there is nothing to predict.".formatted(target);
        }
        return kind.equals("classification") && different > MOST_CLASSES
                ? "Column %s has more than %d different values, and a classification takes no more."
                        .formatted(target, MOST_CLASSES)
                : null;
    }

    /** Counts the different values of a column up to a number. */
    private static int different(Frame rows, String column, int most) {
        int index = rows.index(column);
        boolean number = rows.columns().get(index).number();
        Set<Object> seen = new HashSet<>();
        for (int row = 0; row < rows.size() && seen.size() < most; row++) {
            seen.add(number ? (Object) rows.number(index, row) : rows.text(index, row));
        }
        return seen.size();
    }

    /** Tells whether a relation does for a model of {@link #ALL_NUMERIC} features; an empty target for a clustering. */
    boolean fits(Relation relation, String kind, String target) {
        if (keptFits.size() >= KEPT_FITS) {
            keptFits.clear();
        }
        return keptFits.computeIfAbsent(
                String.join("\n", relation.sql(), kind, target), key -> canFit(relation, kind, target));
    }

    private boolean canFit(Relation relation, String kind, String target) {
        List<String> columns = columns(relation, target, ALL_NUMERIC);
        return wrong(relation, kind, target, ALL_NUMERIC, columns) == null
                && unfit(complete(relation, target, columns), kind, target, columns) == null;
    }

    private static List<Sample> samples(Frame rows, String target, List<String> columns) {
        int stride = Math.ceilDiv(rows.size(), MOST_ROWS);
        int[] features = columns.stream().mapToInt(rows::index).toArray();
        Frame chosen = rows.every(stride);
        return Sample.split(
                chosen.size(),
                (row, test) -> new Sample(
                        target.isEmpty() ? Cell.of("") : chosen.cell(chosen.index(target), row),
                        Arrays.stream(features)
                                .mapToDouble(column -> chosen.number(column, row))
                                .toArray(),
                        test));
    }
}
