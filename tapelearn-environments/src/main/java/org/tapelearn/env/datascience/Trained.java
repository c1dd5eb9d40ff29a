package org.tapelearn.env.datascience;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.clustering.ClusterID;
import org.tribuo.clustering.ClusteringFactory;
import org.tribuo.clustering.kmeans.KMeansTrainer;
import org.tribuo.clustering.kmeans.KMeansTrainer.Initialisation;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.distance.DistanceType;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.rtree.CARTRegressionTrainer;

/** A model trained on the samples for training, with its score on those for the test. */
record Trained(Predictor predictor, double score) {
    private static final int DEPTH = 6;
    private static final int CLUSTERS = 3;
    private static final int ROUNDS = 30;
    private static final long SEED = 1;
    /** Held, because loggers that nobody holds forget their level. */
    private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

    private static final ClusterID UNASSIGNED = ClusteringFactory.UNASSIGNED_CLUSTER_ID;

    static {
        TRIBUO.setLevel(Level.WARNING);
    }

    /** A regression tree; its score is R2, 0 for one that is no better than the mean of the test's targets. */
    static Trained regression(List<Sample> samples) {
        Model<Regressor> model = train(
                new CARTRegressionTrainer(DEPTH),
                new RegressionFactory(),
                samples,
                sample -> new Regressor("target", sample.number()));
        Predictor.OfNumber predictor =
                new Predictor.OfNumber(features -> model.predict(example(new Regressor("target", 0), features))
                        .getOutput()
                        .getValues()[0]);
        return new Trained(predictor, Score.r2(tests(samples), predictor));
    }

    /** A decision tree; its score is the share of the test's targets that it names. */
    static Trained classification(List<Sample> samples) {
        Model<Label> model = train(
                new CARTClassificationTrainer(DEPTH), new LabelFactory(), samples, sample -> new Label(sample.text()));
        Predictor.OfClass predictor =
                new Predictor.OfClass(features -> model.predict(example(LabelFactory.UNKNOWN_LABEL, features))
                        .getOutput()
                        .getLabel());
        return new Trained(predictor, Score.accuracy(tests(samples), predictor));
    }

    /**
     * Three clusters (fewer if there are fewer different rows) by k-means on standardised features; the score is the share
     * of the test rows' variance that their centres explain.
     */
    static Trained clustering(List<Sample> samples) {
        Standard standard =
                Standard.of(samples.stream().filter(sample -> !sample.test()).toList());
        List<Sample> moved = samples.stream()
                .map(sample -> new Sample(sample.target(), standard.apply(sample.features()), sample.test()))
                .toList();
        int clusters = (int) moved.stream()
                .filter(sample -> !sample.test())
                .map(sample -> Arrays.toString(sample.features()))
                .distinct()
                .limit(CLUSTERS)
                .count();
        var model = new KMeansTrainer(clusters, ROUNDS, DistanceType.L2.getDistance(), Initialisation.PLUSPLUS, 1, SEED)
                .train(dataset(new ClusteringFactory(), moved, sample -> UNASSIGNED), Map.of(), 0);
        Predictor.OfCluster predictor = new Predictor.OfCluster(
                features -> model.predict(example(UNASSIGNED, standard.apply(features)))
                        .getOutput()
                        .getID(),
                clusters);
        List<double[]> centres = Arrays.stream(model.getCentroidVectors())
                .map(centre -> centre.toArray())
                .toList();
        return new Trained(predictor, Score.explained(tests(moved), centres));
    }

    private static List<Sample> tests(List<Sample> samples) {
        return samples.stream().filter(Sample::test).toList();
    }

    private static <T extends Output<T>> Model<T> train(
            Trainer<T> trainer, OutputFactory<T> factory, List<Sample> samples, Function<Sample, T> target) {
        return trainer.train(dataset(factory, samples, target));
    }

    private static <T extends Output<T>> Dataset<T> dataset(
            OutputFactory<T> factory, List<Sample> samples, Function<Sample, T> target) {
        MutableDataset<T> dataset = new MutableDataset<>(new SimpleDataSourceProvenance("samples", factory), factory);
        for (Sample sample : samples) {
            if (!sample.test()) {
                dataset.add(example(target.apply(sample), sample.features()));
            }
        }
        return dataset;
    }

    private static <T extends Output<T>> ArrayExample<T> example(T output, double[] features) {
        String[] names = new String[features.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = "f%03d".formatted(i);
        }
        return new ArrayExample<>(output, names, features);
    }
}
