package org.tapelearn.env.datascience;

import org.jspecify.annotations.Nullable;

/** Draws plots. */
final class Drawing {
    private Drawing() {}

    /** Says why a plot cannot be drawn; null when it can. */
    static @Nullable String fault(Workspace.Plot plot) {
        Relation relation = plot.relation();
        if (!DataTools.PLOTS.contains(plot.kind())) {
            return Operations.unknownChoice("kind", plot.kind(), DataTools.PLOTS);
        }
        boolean numbersBelow = plot.kind().equals("histogram") || plot.kind().equals("scatter");
        String wrong =
                numbersBelow ? Operations.notNumbers(relation, plot.x()) : Operations.unknownColumn(relation, plot.x());
        if (wrong == null && !plot.kind().equals("histogram")) {
            wrong = Operations.notNumbers(relation, plot.y());
        }
        if (wrong == null && relation.rows() == 0) {
            wrong = "The table has no rows to draw.";
        }
        return wrong;
    }
}
