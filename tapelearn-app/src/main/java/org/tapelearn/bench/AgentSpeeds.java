package org.tapelearn.bench;

import java.util.List;
import java.util.function.Consumer;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.NodeAgent;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.agent.ToolNode;
import org.tapelearn.agent.Views;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.Episode;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.ScriptedLlm;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.Recall;
import org.tapelearn.run.Limits;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Task;

/** Measures how fast agents of nodes are, on one thread: views of a long tape, and attempts with a model that answers at once. */
final class AgentSpeeds {
    private static final int STEPS = 10_000;
    private static final int CALLS = 100;
    private static final int READINGS = 200;

    private final Environment environment;
    private final long seed;

    AgentSpeeds(Environment environment, long seed) {
        this.environment = environment;
        this.seed = seed;
    }

    void measure(List<Task> tasks, Consumer<Figure> tell) {
        viewing(tell);
        attempts(tasks, tell);
    }

    /** Reads a tape with many calls of subagents as it grows; beside it, goes over the same steps without keeping views. */
    private static void viewing(Consumer<Figure> tell) {
        Tape tape = tape();
        double own = 0;
        double plain = 0;
        for (int pass = 0; pass < 2; pass++) {
            long start = System.nanoTime();
            long read = 0;
            for (int i = 0; i < READINGS; i++) {
                Views views = new Views("boss");
                views.read(tape);
                read += views.stepsRead();
            }
            own = read / seconds(start);
            start = System.nanoTime();
            long agents = 0;
            for (int i = 0; i < READINGS; i++) {
                for (Step step : tape.steps()) {
                    agents += step.metadata().agent().length();
                }
            }
            plain = agents == 0 ? 0 : (double) READINGS * STEPS / seconds(start);
        }
        tell.accept(new Figure("view steps, 100 calls", own, "going over the tape", plain));
    }

    /** A tape of {@value #STEPS} steps, of which {@value #CALLS} call a subagent and as many respond. */
    private static Tape tape() {
        Tape tape = new Tape(new TapeMetadata("t", null, "boss", 0), List.of());
        int part = STEPS / CALLS;
        for (int call = 0; call < CALLS; call++) {
            String run = "r" + call;
            tape = tape.append(new Step.Call(new StepMetadata("", "boss", "ask", run, ""), "hand", "work"));
            for (int i = 0; i < part - 2; i++) {
                tape = tape.append(
                        new Step.Thought(new StepMetadata("", "boss/hand", "think", run + "t" + i, ""), "a thought"));
            }
            tape = tape.append(new Step.Respond(new StepMetadata("", "boss/hand", "back", run + "b", ""), "", true));
        }
        return tape;
    }

    /** Attempts of an agent whose model asks for the same call as a plain agent makes. */
    private void attempts(List<Task> tasks, Consumer<Figure> tell) {
        double own = 0;
        double plain = 0;
        for (int pass = 0; pass < 2; pass++) {
            plain = rollouts(tasks, task -> new First(first(task)));
            own = rollouts(tasks, task -> {
                Completion always = Completion.call("", first(task));
                return NodeAgent.of("agent", ToolNode.of("act", "Use the tools."))
                        .asking(ScriptedLlm.of("double", prompt -> always));
            });
        }
        tell.accept(new Figure("node attempts, no latency", own, "a plain agent", plain));
    }

    private ToolCall first(Task task) {
        try (Episode episode = environment.open(task, seed)) {
            return episode.actions().getFirst();
        }
    }

    private interface Making {
        Agent of(Task task);
    }

    private double rollouts(List<Task> tasks, Making agents) {
        Runner runner = new Runner(environment, Recall.NOTHING, new Limits(5, 100), seed);
        List<PolicyVersion> versions = tasks.stream()
                .map(task -> new PolicyVersion("v", agents.of(task), Memory.EMPTY))
                .toList();
        long start = System.nanoTime();
        for (int i = 0; i < tasks.size(); i++) {
            Task task = tasks.get(i);
            RolloutKey key = new RolloutKey(RolloutKey.Phase.EXPLORE, 0, 0, task.id(), 0);
            runner.run(versions.get(i), task, key, Briefing.Mode.DEPLOYED, List.of());
        }
        return tasks.size() / seconds(start);
    }

    private static double seconds(long start) {
        return Math.max(1, System.nanoTime() - start) / 1e9;
    }

    /** Makes the same call again and again. */
    private record First(ToolCall call) implements Agent {
        @Override
        public String name() {
            return "plain";
        }

        @Override
        public Attempt begin(Briefing briefing) {
            return (tape, admissible) -> call;
        }
    }
}
