package org.tapelearn.env.datascience;

/** Fits models. */
final class Fitting {
    private final Tables tables;

    Fitting(Tables tables) {
        this.tables = tables;
    }

    /** What came of fitting. */
    sealed interface Result {}

    /** A fitted model. */
    record Fitted(Workspace.Model model) implements Result {}

    /** Why it could not be fitted. */
    record Refused(String reason) implements Result {}

    Result fit(Relation relation, String kind, String target, String features) {
        return new Refused("Models cannot be fitted on the %d tables here."
                .formatted(tables.all().size()));
    }
}
