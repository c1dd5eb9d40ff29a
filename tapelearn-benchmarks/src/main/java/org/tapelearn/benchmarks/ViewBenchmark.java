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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tapelearn.agent.Views;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;

/** What the views of a tape of 10,000 steps cost, of which 100 call a subagent and as many respond; in milliseconds a tape. */
@State(Scope.Benchmark)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ViewBenchmark {
    static final int STEPS = 10_000;
    static final int CALLS = 100;

    private final Tape tape = tape();

    private static Tape tape() {
        List<Step> steps = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            String run = "r" + call;
            steps.add(new Step.Call(new StepMetadata("", "boss", "ask", run, ""), "hand", "work"));
            for (int i = 0; i < STEPS / CALLS - 2; i++) {
                StepMetadata metadata = new StepMetadata("", "boss/hand", "think", run + "t" + i, "");
                steps.add(new Step.Thought(metadata, "a thought"));
            }
            steps.add(new Step.Respond(new StepMetadata("", "boss/hand", "back", run + "b", ""), "", true));
        }
        return new Tape(new TapeMetadata("t", null, "boss", 0), steps);
    }

    /** Reads the tape once, as it would be read while it grows. */
    @Benchmark
    public long views() {
        Views views = new Views("boss");
        views.read(tape);
        return views.stepsRead();
    }

    /** The baseline: goes over the same steps, and keeps no view. */
    @Benchmark
    public long stepsAlone() {
        long characters = 0;
        for (Step step : tape.steps()) {
            characters += step.metadata().agent().length();
        }
        return characters;
    }
}
