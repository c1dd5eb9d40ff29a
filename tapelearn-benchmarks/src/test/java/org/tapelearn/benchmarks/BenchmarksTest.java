package org.tapelearn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.tapelearn.agent.Views;
import org.tapelearn.run.Rollout;
import org.tapelearn.tape.Tape;

/** That the benchmarks measure what they say; how fast it is, no test asks. */
class BenchmarksTest {
    @Test
    void eachBenchmarkRuns() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("org.tapelearn.benchmarks.*")
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(20))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();

        List<String> names = new ArrayList<>();
        results.forEach(result -> names.add(result.getPrimaryResult().getLabel()));
        assertThat(names).hasSize(14).contains("append", "views", "read", "write", "nodes");
        assertThat(results)
                .allSatisfy(result ->
                        assertThat(result.getPrimaryResult().getScore()).isPositive());
    }

    @Test
    void growsATapeToTwiceItsLengthAndBeginsAnew() {
        AppendBenchmark benchmark = new AppendBenchmark();
        benchmark.length = 3;
        benchmark.fill();

        List<Integer> lengths = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            lengths.add(benchmark.append().steps().size());
        }

        assertThat(lengths).containsExactly(4, 5, 6, 3, 4);
        assertThat(benchmark.copiedList()).hasSize(4);
    }

    @Test
    void viewsReadEveryStepOnce() {
        assertThat(new ViewBenchmark().views()).isEqualTo(ViewBenchmark.STEPS);
        assertThat(new Views("boss").depth()).isEqualTo(1);
    }

    @Test
    void textComesBackAsTheSameTape() {
        TextBenchmark benchmark = new TextBenchmark();
        TextBenchmark.Read read = new TextBenchmark.Read();

        Tape tape = benchmark.read(read);

        assertThat(tape.steps()).hasSize(400);
        assertThat(benchmark.readPlainTree(read)).hasToString(benchmark.write(read));
        assertThat(read.megabytes).isPositive();
    }

    @Test
    void bothAgentsMakeFiveCalls() {
        RolloutBenchmark benchmark = new RolloutBenchmark();

        for (Rollout rollout : List.of(benchmark.nodes(), benchmark.plainAgent())) {
            assertThat(rollout.tape().calls()).hasSize(RolloutBenchmark.CALLS);
        }
    }
}
