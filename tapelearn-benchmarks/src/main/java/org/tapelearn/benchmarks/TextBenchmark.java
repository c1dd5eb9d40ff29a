package org.tapelearn.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeJson;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;

/** How fast a tape becomes JSON text and comes back; "megabytes" are those of the text in UTF-8, a second. Beside it, plain trees of the same text. */
@State(Scope.Benchmark)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class TextBenchmark {
    private static final ObjectMapper PLAIN = new ObjectMapper();

    private final Tape tape = tape();
    private final String text = TapeJson.write(tape);
    private final double size = text.getBytes(StandardCharsets.UTF_8).length / 1e6;
    private final JsonNode tree = tree(text);

    /** What JMH divides by the seconds. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Read {
        public double megabytes;
    }

    private static Tape tape() {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            StepMetadata metadata = new StepMetadata("", "agent", "act", "p" + i, "");
            ToolCall call = new ToolCall("filter_rows", Map.of("table", "penguins", "column", "mass", "least", "" + i));
            steps.add(new Step.Action(metadata, call));
            String shown = "species  mass\n" + "Adelie \"x\"  3750\n".repeat(i % 40);
            steps.add(new Step.Observation(metadata, shown, i % 7 == 0));
        }
        return new Tape(new TapeMetadata("t", null, "agent", 0), steps);
    }

    private static JsonNode tree(String text) {
        try {
            return PLAIN.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tape that was written cannot be read.", impossible);
        }
    }

    @Benchmark
    public Tape read(Read read) {
        read.megabytes += size;
        return TapeJson.read(text);
    }

    @Benchmark
    public JsonNode readPlainTree(Read read) {
        read.megabytes += size;
        return tree(text);
    }

    @Benchmark
    public String write(Read read) {
        read.megabytes += size;
        return TapeJson.write(tape);
    }

    @Benchmark
    public String writePlainTree(Read read) {
        read.megabytes += size;
        return tree.toString();
    }
}
