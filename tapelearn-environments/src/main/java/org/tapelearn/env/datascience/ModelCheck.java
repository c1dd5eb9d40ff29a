package org.tapelearn.env.datascience;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Decides whether a model is the one that was asked for, and good enough on rows that the checker chose: the fitted model
 * itself, and what its specification is worth when the checker fits it on the other rows.
 */
final class ModelCheck {
    private final Fingerprints fingerprints;
    private final OwnScore scores;

    ModelCheck(Tables tables, Fingerprints fingerprints) {
        this.fingerprints = fingerprints;
        this.scores = new OwnScore(tables);
    }

    /** A model may be fitted on all rows of the table, or on those that are left when gaps are cleaned away. */
    boolean reaches(Workspace.Model model, JsonNode check) {
        String kind = check.path("kind").asText();
        String target = check.path("target").asText();
        double wanted = check.path("score").asDouble();
        String rows = Reference.all(check.path("table").asText());
        return model.kind().equals(kind)
                && model.target().equals(target)
                && !model.features().isEmpty()
                && !model.features().contains(target)
                && fingerprints.within(model.relation().sql(), rows, columns(target, model.features()))
                && scores.of(kind, rows, target, model.features()) >= wanted
                && scores.ofFitted(model.predictor(), rows, target, model.features()) >= wanted;
    }

    private static List<String> columns(String target, List<String> features) {
        return target.isEmpty()
                ? features
                : java.util.stream.Stream.concat(java.util.stream.Stream.of(target), features.stream())
                        .toList();
    }
}
