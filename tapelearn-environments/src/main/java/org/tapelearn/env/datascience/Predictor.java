package org.tapelearn.env.datascience;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/** A fitted model as a function of the values of its features, in the order of {@link Workspace.Model#features}. */
sealed interface Predictor {
    /** Predicts a number: of kind regression. */
    record OfNumber(ToDoubleFunction<double[]> predict) implements Predictor {}

    /** Predicts the text of a value of the target: of kind classification. */
    record OfClass(Function<double[], String> predict) implements Predictor {}

    /**
     * Tells the cluster that a row belongs to: of kind clustering.
     *
     * @param clusters how many there are; they are numbered from 0
     */
    record OfCluster(ToIntFunction<double[]> assign, int clusters) implements Predictor {}
}
