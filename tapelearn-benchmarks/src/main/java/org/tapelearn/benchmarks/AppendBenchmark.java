package org.tapelearn.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
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

/** What one more step costs a tape that has some already, in nanoseconds a step; beside it, an immutable list that is copied. */
@State(Scope.Benchmark)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AppendBenchmark {
    /** Steps that are appended one after the other, so that the first, which may make room, does not decide alone. */
    static final int MORE = 100;

    @Param({"10", "1000", "100000"})
    int length;

    private Step step = new Step.Observation(StepMetadata.of("1"), "shown", false);
    private Tape tape = new Tape(new TapeMetadata("t", null, "benchmark", 0), List.of());
    private List<Step> list = List.of();

    @Setup
    public void fill() {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            steps.add(step);
        }
        tape = new Tape(tape.metadata(), steps);
        list = List.copyOf(steps);
    }

    @Benchmark
    @OperationsPerInvocation(MORE)
    public Tape append() {
        Tape grown = tape;
        for (int i = 0; i < MORE; i++) {
            grown = grown.append(step);
        }
        return grown;
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
