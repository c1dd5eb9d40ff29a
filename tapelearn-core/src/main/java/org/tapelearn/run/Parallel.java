package org.tapelearn.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/** Does independent work on several threads and gives results in the order of the input. */
public final class Parallel {
    private Parallel() {}

    /** More threads than processors wait for others most of the time, so they are virtual. */
    private static ThreadFactory factory(int threads) {
        return threads > Runtime.getRuntime().availableProcessors()
                ? Thread.ofVirtual().factory()
                : Thread.ofPlatform().daemon().factory();
    }

    /** Maps every element; the first exception, in input order, is thrown on. */
    public static <T, R> List<R> map(int threads, List<T> inputs, Function<T, R> work) {
        if (threads <= 1 || inputs.size() <= 1) {
            return inputs.stream().map(work).toList();
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, inputs.size()), factory(threads))) {
            List<Callable<R>> tasks = new ArrayList<>();
            for (T input : inputs) {
                tasks.add(() -> work.apply(input));
            }
            List<R> results = new ArrayList<>();
            for (var future : pool.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("Parallel work failed.", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for parallel work.", interrupted);
        }
    }
}
