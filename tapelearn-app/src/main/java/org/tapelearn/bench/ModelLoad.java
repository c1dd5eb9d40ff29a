package org.tapelearn.bench;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.Episode;
import org.tapelearn.langchain4j.Connection;
import org.tapelearn.langchain4j.Deadlines;
import org.tapelearn.langchain4j.ModelSpec;
import org.tapelearn.langchain4j.RobustLlm;
import org.tapelearn.langchain4j.Robustness;
import org.tapelearn.langchain4j.Waiting;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.llm.Budget;
import org.tapelearn.llm.BudgetedLlm;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.LoggedLlm;
import org.tapelearn.llm.Price;
import org.tapelearn.llm.Prompt;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.Recall;
import org.tapelearn.prompt.LlmAgent;
import org.tapelearn.prompt.Templates;
import org.tapelearn.run.Limits;
import org.tapelearn.run.Parallel;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.store.SqliteSessionStore;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Task;

/**
 * Measures how many attempts at once a model that takes its time can serve: turns a second of agents with the prompts, budget, retries and
 * log of a session, beside those of attempts that do nothing but wait for the model.
 */
public final class ModelLoad {
    private static final int ANSWER_TOKENS = 1_024;
    private static final String SESSION = "bench";

    private final Environment environment;
    private final long seed;
    private final Load load;
    private final List<Task> tasks;
    private final ToolCall call;

    /**
     * How much is asked of the model.
     *
     * @param attempts at once
     * @param turns of each
     * @param latency of each answer
     * @param passes of which the first only warms up
     */
    public record Load(int attempts, int turns, Duration latency, int passes) {
        public Load {
            if (attempts < 1 || turns < 1 || !latency.isPositive() || passes < 2) {
                throw new IllegalArgumentException(
                        "Expected were 1 attempt and turn or more, a latency and 2 passes or more, but these are %d, %d, %s and %d."
                                .formatted(attempts, turns, latency, passes));
            }
        }

        /** A thousand attempts at once of ten turns, a fifth of a second each. */
        public static final Load DEFAULT = new Load(1_000, 10, Duration.ofMillis(200), 4);

        /** The same with other attempts at once. */
        public Load of(int others) {
            return new Load(others, turns, latency, passes);
        }

        double ideal() {
            return attempts * 1e9 / latency.toNanos();
        }
    }

    public ModelLoad(Environment environment, long seed, Load load) {
        this.environment = environment;
        this.seed = seed;
        this.load = load;
        this.tasks = Throughput.tasks(environment, seed, load.attempts());
        try (Episode episode = environment.open(tasks.getFirst(), seed)) {
            this.call = episode.actions().getFirst();
        }
    }

    /** Measures with a model in the process and with one behind HTTP; the mean of all passes but the first counts. */
    public void measure(Path scratch, Consumer<Figure> tell) {
        Completion always = Completion.call("", call);
        measure(
                "turns, model in process",
                new Late(prompt -> {
                    slept(load.latency());
                    return always;
                }),
                scratch,
                tell);
        try (LateServer server = new LateServer(call, load.latency())) {
            ModelSpec spec = ModelSpec.parse("openai-compatible:%s#double".formatted(server.address()));
            measure("turns, model over HTTP", Connection.to(spec, Map.of(), Deadlines.DEFAULT), scratch, tell);
        }
    }

    private void measure(String name, Llm model, Path scratch, Consumer<Figure> tell) {
        double seconds = 0;
        for (int pass = 0; pass < load.passes(); pass++) {
            try (SqliteSessionStore store = SqliteSessionStore.open(scratch.resolve(name + pass))) {
                store.create(new SessionRecord(SESSION, environment.name(), seed, "{}", "running", 0, ""));
                long start = System.nanoTime();
                attempts(stacked(model, store));
                seconds += pass == 0 ? 0 : (System.nanoTime() - start) / 1e9;
            }
        }
        double turns = (double) (load.passes() - 1) * load.attempts() * load.turns();
        tell.accept(new Figure(name, turns / seconds, "waiting alone", load.ideal()));
    }

    /** A model as a session asks it. */
    private Llm stacked(Llm model, SqliteSessionStore store) {
        Budget budget = new Budget(Budget.Caps.NONE, Clock.systemUTC());
        Llm robust = new RobustLlm(
                new BudgetedLlm(model, budget, Price.FREE, ANSWER_TOKENS),
                Robustness.DEFAULT.withConcurrency(load.attempts()),
                Waiting.REAL,
                seed);
        return new LoggedLlm(robust, store.llmLog(SESSION), Price.FREE, System::nanoTime);
    }

    private void attempts(Llm model) {
        Agent agent = LlmAgent.of(model, Templates.BUNDLED, LlmAgent.Settings.DEFAULT);
        PolicyVersion version = new PolicyVersion("v", agent, Memory.EMPTY);
        Runner runner = new Runner(environment, Recall.NOTHING, new Limits(load.turns(), load.turns() + 1), seed);
        Parallel.map(
                load.attempts(), IntStream.range(0, load.attempts()).boxed().toList(), i -> {
                    RolloutKey key = new RolloutKey(
                            RolloutKey.Phase.EXPLORE, 0, 0, tasks.get(i).id(), i);
                    return runner.run(version, tasks.get(i), key, Briefing.Mode.DEPLOYED, List.of());
                });
    }

    /** Returns the bytes of memory that an attempt holds while it waits for the model at its last turn. */
    public long bytesOfAWaitingAttempt(Path scratch) {
        CountDownLatch waiting = new CountDownLatch(load.attempts());
        CountDownLatch end = new CountDownLatch(1);
        Completion always = Completion.call("", call);
        Late model = new Late(prompt -> {
            if (prompt.occasion().number() == load.turns() - 1) {
                waiting.countDown();
                awaited(end);
            }
            return always;
        });
        try (SqliteSessionStore store = SqliteSessionStore.open(scratch.resolve("waiting"))) {
            store.create(new SessionRecord(SESSION, environment.name(), seed, "{}", "running", 0, ""));
            long before = used();
            Llm stacked = stacked(model, store);
            Thread all = Thread.ofPlatform().start(() -> attempts(stacked));
            awaited(waiting);
            long held = used() - before;
            end.countDown();
            ended(all);
            return Math.max(0, held) / load.attempts();
        }
    }

    /** A model that answers after a while. */
    private record Late(Function<Prompt, Completion> answer) implements Llm {
        @Override
        public String name() {
            return "double";
        }

        @Override
        public Completion complete(Prompt prompt) {
            return answer.apply(prompt);
        }
    }

    private static void slept(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void ended(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
