package org.tapelearn.env.scienceworld;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The real simulator, installed by the program's own installer when it is not there yet. */
final class Installed {
    static final ScienceWorldJar JAR = new JarInstaller(ScienceWorldJar.place(System.getenv())).install();

    private Installed() {}

    static ScienceWorldEnvironment open(String... tasks) {
        return ScienceWorldEnvironment.open(JAR, settings(tasks));
    }

    /** Settings with patience for a machine that is busy with other things. */
    static ScienceWorldSettings settings(String... tasks) {
        return new ScienceWorldSettings(
                List.of(tasks),
                List.of(),
                "easy",
                30,
                Optional.empty(),
                Path.of(System.getProperty("java.io.tmpdir")),
                Duration.ofMinutes(10));
    }
}
