package org.tapelearn.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.NodeAgent;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.agent.ToolNode;
import org.tapelearn.environment.CustomEnvironment;
import org.tapelearn.environment.Environment;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.Prompt;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.Recall;
import org.tapelearn.run.Limits;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

/** Rollouts a second of five calls each, by an agent of nodes whose model answers at once, in a world that answers at once; beside it, a plain agent that makes the same calls. */
@State(Scope.Benchmark)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class RolloutBenchmark {
    static final int CALLS = 5;

    private static final ToolCall LOOK = new ToolCall("look", Map.of("place", "hall"));

    private final Environment world = world();
    private final Task task = task(world);
    private final Runner runner = new Runner(world, Recall.NOTHING, new Limits(CALLS, 2 * CALLS), 1);
    private final PolicyVersion nodes =
            version(NodeAgent.of("nodes", ToolNode.of("act", "Use the tools.")).asking(new Immediate()));
    private final PolicyVersion plain = version(new Looking());

    private static Environment world() {
        return CustomEnvironment.of("house", () -> new ArrayList<String>())
                .tool("look", "Looks into a room.", "place", seen -> List.of("hall"), (seen, place) -> {
                    seen.add(place);
                    return "The hall is empty.";
                })
                .tasks(
                        "looking",
                        1,
                        (split, wording, number) ->
                                new CustomEnvironment.Question<>("Look " + number, seen -> !seen.isEmpty()));
    }

    private static Task task(Environment world) {
        TaskFamily family = world.families().getFirst();
        return family.draw(Split.TRAIN, family.groups(Split.TRAIN).getFirst(), TaskFamily.Wording.KNOWN, 1)
                .orElseThrow();
    }

    private static PolicyVersion version(Agent agent) {
        return new PolicyVersion("v", agent, Memory.EMPTY);
    }

    @Benchmark
    public Rollout nodes() {
        return run(nodes);
    }

    @Benchmark
    public Rollout plainAgent() {
        return run(plain);
    }

    private Rollout run(PolicyVersion version) {
        RolloutKey key = new RolloutKey(RolloutKey.Phase.EXPLORE, 0, 0, task.id(), 0);
        return runner.run(version, task, key, Briefing.Mode.DEPLOYED, List.of());
    }

    /** A model that asks for the same call at once, whatever it is asked. */
    private static final class Immediate implements Llm {
        private static final Completion ALWAYS = Completion.call("", LOOK);

        @Override
        public String name() {
            return "immediate";
        }

        @Override
        public Completion complete(Prompt prompt) {
            return ALWAYS;
        }
    }

    /** Makes the same call again and again. */
    private static final class Looking implements Agent {
        @Override
        public String name() {
            return "plain";
        }

        @Override
        public Attempt begin(Briefing briefing) {
            return (Tape tape, List<ToolCall> admissible) -> LOOK;
        }
    }
}
