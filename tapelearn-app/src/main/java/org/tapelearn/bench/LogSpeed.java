package org.tapelearn.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.NodeAgent;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.agent.ToolNode;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.Episode;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.learn.SessionCommit;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.LoggedLlm;
import org.tapelearn.llm.Price;
import org.tapelearn.llm.ScriptedLlm;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.Recall;
import org.tapelearn.run.Limits;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.store.SqliteSessionStore;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Task;

/** Measures what the log of model calls costs: attempts of an agent whose model answers at once, committed, with the log and without. */
final class LogSpeed {
    private static final int PASSES = 5;
    private static final int CALLS = 12;

    private final Environment environment;
    private final long seed;

    LogSpeed(Environment environment, long seed) {
        this.environment = environment;
        this.seed = seed;
    }

    /** Takes turns, so that what else the machine does falls on both; the better pass of each counts. */
    void measure(List<Task> tasks, Path scratch, Consumer<Figure> tell) {
        double logged = 0;
        double plain = 0;
        try (SqliteSessionStore store = SqliteSessionStore.open(scratch)) {
            for (int pass = 0; pass < PASSES; pass++) {
                plain = Math.max(plain, attempts(tasks, store, "plain-" + pass, false));
                logged = Math.max(logged, attempts(tasks, store, "logged-" + pass, true));
            }
        }
        tell.accept(new Figure("attempts, calls logged", logged, "not logged", plain));
    }

    private double attempts(List<Task> tasks, SqliteSessionStore store, String session, boolean log) {
        store.create(new SessionRecord(session, environment.name(), seed, "{}", "running", 0, ""));
        Runner runner = new Runner(environment, Recall.NOTHING, new Limits(CALLS, 100), seed);
        Evaluator evaluator = new Evaluator(0.7, true);
        List<Judged> judged = new ArrayList<>();
        List<Llm> models =
                tasks.stream().map(task -> model(task, store, session, log)).toList();
        long start = System.nanoTime();
        for (int i = 0; i < tasks.size(); i++) {
            Task task = tasks.get(i);
            NodeAgent agent =
                    NodeAgent.of("agent", ToolNode.of("act", "Use the tools.")).asking(models.get(i));
            RolloutKey key = new RolloutKey(RolloutKey.Phase.EXPLORE, 0, 0, task.id(), i);
            Rollout rollout = runner.run(
                    new PolicyVersion("v", agent, Memory.EMPTY), task, key, Briefing.Mode.DEPLOYED, List.of());
            judged.add(new Judged(task, rollout, evaluator.evaluate(task, rollout)));
        }
        store.commit(session, new SessionCommit(0, "{}", Map.of(), judged, List.of(), List.of()));
        return tasks.size() / (Math.max(1, System.nanoTime() - start) / 1e9);
    }

    private Llm model(Task task, SqliteSessionStore store, String session, boolean log) {
        ToolCall call;
        try (Episode episode = environment.open(task, seed)) {
            call = episode.actions().getFirst();
        }
        Completion always = Completion.call("I go on.", call);
        Llm model = ScriptedLlm.of("double", prompt -> always);
        return log ? new LoggedLlm(model, store.llmLog(session), Price.FREE, System::nanoTime) : model;
    }
}
