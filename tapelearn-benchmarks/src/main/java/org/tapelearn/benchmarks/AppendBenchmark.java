package org.tapelearn.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;

/**
 * What one more step costs a tape that has some already, in nanoseconds a step, as it grows to twice its length again and again;
 * beside it, an immutable list that is copied with every step.
 */
@State(Scope.Benchmark)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AppendBenchmark {
    @Param({"10", "1000", "100000"})
    int length;

    private Step step = new Step.Observation(StepMetadata.of("1"), "shown", false);
    private Tape start = new Tape(new TapeMetadata("t", null, "benchmark", 0), List.of());
    private Tape tape = start;
    private List<Step> list = List.of();

    @Setup
    public void fill() {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            steps.add(step);
        }
        start = new Tape(start.metadata(), steps);
        tape = start;
        list = List.copyOf(steps);
    }

    @Benchmark
    public Tape append() {
        tape = tape.steps().size() < 2 * length ? tape.append(step) : start;
        return tape;
    }

    /** What an immutable list costs that is copied with every step: it grows with the length. */
    @Benchmark
    public List<Step> copiedList() {
        List<Step> copy = new ArrayList<>(list.size() + 1);
        copy.addAll(list);
        copy.add(step);
        return copy;
    }
}
