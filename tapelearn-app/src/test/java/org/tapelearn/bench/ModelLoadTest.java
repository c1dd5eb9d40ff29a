package org.tapelearn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.archive.Archive;
import org.tapelearn.environment.Environment;

class ModelLoadTest {
    private static final ModelLoad.Load SMALL = new ModelLoad.Load(20, 3, Duration.ofMillis(20), 2);

    @TempDir
    private Path folder;

    @Test
    void neverBeatsWaitingAloneAndNamesTheMemoryOfAnAttempt() {
        List<Figure> figures = new ArrayList<>();
        try (Environment archive = Archive.open()) {
            ModelLoad load = new ModelLoad(archive, 1, SMALL);
            load.measure(folder, figures::add);

            assertThat(load.bytesOfAWaitingAttempt(folder)).isNotNegative();
        }
        assertThat(figures)
                .extracting(Figure::name)
                .containsExactly("turns, model in process", "turns, model over HTTP");
        assertThat(figures).allSatisfy(figure -> {
            assertThat(figure.baselinePerSecond()).isEqualTo(1_000);
            assertThat(figure.perSecond()).isPositive().isLessThanOrEqualTo(1_000);
        });
    }
}
