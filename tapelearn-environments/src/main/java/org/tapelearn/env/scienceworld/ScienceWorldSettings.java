package org.tapelearn.env.scienceworld;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How ScienceWorld is opened.
 *
 * @param tasks the names of the tasks to have; empty for all thirty
 * @param unseen those of them kept for the final report, never trained on
 * @param simplifications the simulator's own, joined by commas; {@code easy} stands for what its authors call so, nothing for none
 * @param maxCalls calls that an attempt may make, at least 1
 * @param goldPaths a file that keeps the gold paths found, so that they are found once; none keeps them not
 * @param temporary a folder for small files
 * @param patience how long the simulator may take for one call
 */
public record ScienceWorldSettings(
        List<String> tasks,
        List<String> unseen,
        String simplifications,
        int maxCalls,
        Optional<Path> goldPaths,
        Path temporary,
        Duration patience) {
    public ScienceWorldSettings {
        tasks = List.copyOf(tasks);
        unseen = List.copyOf(unseen);
        if (maxCalls < 1) {
            throw new IllegalArgumentException(
                    "An attempt needs at least 1 call, but may make %d.".formatted(maxCalls));
        }
    }

    /** All tasks, simplified as its authors do, 50 calls. */
    public static ScienceWorldSettings defaults() {
        return of(List.of(), List.of(), "easy", 50);
    }

    /** These tasks, in the usual temporary folder and with patience for two minutes. */
    public static ScienceWorldSettings of(
            List<String> tasks, List<String> unseen, String simplifications, int maxCalls) {
        return new ScienceWorldSettings(
                tasks,
                unseen,
                simplifications,
                maxCalls,
                Optional.empty(),
                Path.of(System.getProperty("java.io.tmpdir")),
                Duration.ofMinutes(2));
    }

    /** The same, with gold paths kept in a file. */
    public ScienceWorldSettings keepingGoldPaths(Path file) {
        return new ScienceWorldSettings(
                tasks, unseen, simplifications, maxCalls, Optional.of(file), temporary, patience);
    }
}
