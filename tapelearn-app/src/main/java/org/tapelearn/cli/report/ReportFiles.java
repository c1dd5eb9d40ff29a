package org.tapelearn.cli.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionStore;

/** Writes a session's report beside the store. */
public final class ReportFiles {
    private ReportFiles() {}

    /**
     * Writes {@code report.html}, {@code curve.png} and {@code report.json} under {@code reports/SESSION} of the folder,
     * over those of an earlier call, and returns their paths.
     */
    public static List<Path> write(LearningReport report, SessionStore store, Path folder) {
        Path target = folder.resolve("reports").resolve(report.session());
        Path page = target.resolve("report.html");
        Path picture = target.resolve("curve.png");
        Path json = target.resolve("report.json");
        try {
            Files.createDirectories(target);
            Files.writeString(page, HtmlReport.render(report, PairView.of(report, store)));
            Files.write(picture, CurvePng.draw(report));
            Files.writeString(json, ReportJson.write(report) + "\n");
        } catch (IOException unwritable) {
            throw new PrerequisiteException(
                    "The report cannot be written to (%s): %s.%nThe session itself is saved; `tapelearn report %s` tries again."
                            .formatted(target, unwritable.getMessage(), report.session()),
                    unwritable);
        }
        return List.of(page, picture, json);
    }
}
