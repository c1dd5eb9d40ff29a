package org.tapelearn.env.datascience;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An episode's own state: what it loaded, made and saw. The base stays as it is. */
final class Workspace {
    private final Map<String, Relation> relations = new LinkedHashMap<>();
    private final Map<String, Plot> plots = new LinkedHashMap<>();
    private final Map<String, Model> models = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private int derived;
    private @Nullable String submitted;

    /** A picture that was asked for: drawn when somebody looks. */
    record Plot(String kind, Relation relation, String x, String y) {}

    /**
     * A model that was fitted.
     *
     * @param target the column that it predicts, empty for a clustering
     * @param score its score on its own test rows: R2, accuracy or share of variance explained
     * @param predictor the fitted model itself, for whoever wants to score it on other rows
     */
    record Model(
            String kind, Relation relation, String target, List<String> features, double score, Predictor predictor) {
        Model {
            features = List.copyOf(features);
        }
    }

    /** The relations by name: tables that were opened, then t1, t2, ... */
    Map<String, Relation> relations() {
        return Collections.unmodifiableMap(relations);
    }

    Map<String, Plot> plots() {
        return Collections.unmodifiableMap(plots);
    }

    Map<String, Model> models() {
        return Collections.unmodifiableMap(models);
    }

    /** The calls so far, in order. */
    List<Event> events() {
        return Collections.unmodifiableList(events);
    }

    /** What was submitted, null before. */
    @Nullable
    String submitted() {
        return submitted;
    }

    void open(String table, Relation relation) {
        relations.putIfAbsent(table, relation);
    }

    String derive(Relation relation) {
        String name = "t" + ++derived;
        relations.put(name, relation);
        return name;
    }

    String add(Plot plot) {
        String name = "p" + (plots.size() + 1);
        plots.put(name, plot);
        return name;
    }

    String add(Model model) {
        String name = "m" + (models.size() + 1);
        models.put(name, model);
        return name;
    }

    void submit(String value) {
        submitted = value;
    }

    void record(Event event) {
        events.add(event);
    }
}
