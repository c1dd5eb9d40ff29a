package org.tapelearn.env.scienceworld;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.tapelearn.environment.EnvironmentFault;

/**
 * One simulator with classes, a thread and a scratch folder of its own. A call that takes longer than the world's patience
 * breaks the world: its thread cannot be stopped for sure, so it is left behind and never used again. Used by one thread at a
 * time.
 */
final class World implements AutoCloseable {
    private final Duration patience;
    private final ExecutorService thread;
    private final Path scratch;
    private final WorldLoader loader;
    private final Simulator simulator;
    private boolean broken;

    /** Work on the simulator. */
    @FunctionalInterface
    interface Work<T> {
        T on(Simulator simulator) throws ReflectiveOperationException;
    }

    /**
     * Starts a simulator.
     *
     * @param temporary the folder in which the world makes its scratch folder
     * @param patience how long a call may take, such as the first, which loads some thousand classes
     */
    World(Path jar, Path temporary, Duration patience) {
        this.patience = patience;
        this.scratch = scratch(temporary);
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("scienceworld").factory());
        try {
            this.loader = new WorldLoader(jar, scratch);
            this.simulator = await("starting", () -> new Simulator(loader));
        } catch (IOException | RuntimeException failed) {
            thread.shutdownNow();
            delete(scratch);
            if (failed instanceof EnvironmentFault fault) {
                throw fault;
            }
            throw new EnvironmentFault(
                    "ScienceWorld could not be started from (%s): %s".formatted(jar, failed), failed);
        }
    }

    private static Path scratch(Path temporary) {
        try {
            return Files.createTempDirectory(temporary, "scienceworld");
        } catch (IOException full) {
            throw new EnvironmentFault(
                    "ScienceWorld needs a folder for a small file, and none could be made in (%s): %s. Make room there, or choose another: TAPELEARN_JAVA_OPTS=-Djava.io.tmpdir=DIR"
                            .formatted(temporary, full),
                    full);
        }
    }

    /**
     * Lets the simulator work, in its own thread.
     *
     * @param what names the work, for complaints
     */
    <T> T call(String what, Work<T> work) {
        if (broken) {
            throw new EnvironmentFault(
                    "ScienceWorld broke before, and was asked for (%s).".formatted(what),
                    new IllegalStateException("a broken world"));
        }
        return await(what, () -> work.on(simulator));
    }

    private <T> T await(String what, Callable<T> work) {
        Future<T> result = thread.submit(work);
        try {
            return result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            broken = true;
            result.cancel(true);
            throw new EnvironmentFault(
                    "ScienceWorld hangs: (%s) took longer than %d ms.".formatted(what, patience.toMillis()), late);
        } catch (ExecutionException failed) {
            broken = true;
            throw new EnvironmentFault(
                    "ScienceWorld broke at (%s): %s".formatted(what, failed.getCause()), reason(failed));
        } catch (InterruptedException interrupted) {
            broken = true;
            Thread.currentThread().interrupt();
            throw new EnvironmentFault("Interrupted at (%s).".formatted(what), interrupted);
        }
    }

    /** What was thrown in the world's thread. */
    private static Throwable reason(ExecutionException failed) {
        Throwable cause = failed.getCause();
        return cause == null ? failed : cause;
    }

    boolean isBroken() {
        return broken;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        delete(scratch);
        try {
            loader.close();
        } catch (IOException kept) {
            throw new EnvironmentFault("ScienceWorld's jar could not be closed: " + kept, kept);
        }
    }

    /** What cannot be deleted stays: it is small, and lies where things are temporary. */
    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> inside = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : inside) {
                Files.deleteIfExists(file);
            }
        } catch (IOException stays) {
            folder.toFile().deleteOnExit();
        }
    }
}
