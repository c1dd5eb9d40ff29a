package org.tapelearn.export;

import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.learn.SessionCommit;
import org.tapelearn.learn.SessionSamples;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.TrajectoryPair;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.LlmLog;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Occasion;
import org.tapelearn.llm.Occasion.Purpose;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.Sampling;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.run.End;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.store.SqliteSessionStore;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.TaskOrigin;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/** A session of a few attempts, written by hand, and what is exported of it. */
final class SampleSession implements AutoCloseable {
    static final String ID = "s-1";
    static final List<ToolSpec> TOOLS = List.of(
            new ToolSpec(
                    "top",
                    "Shows rows.",
                    List.of(Parameter.text("table", "which"), Parameter.integer("n", "how many")),
                    ToolSpec.Effect.READS),
            new ToolSpec("say", "Answers.", List.of(Parameter.text("word", "what")), ToolSpec.Effect.ENDS));
    static final Evaluation GROUNDED = new Evaluation.Scored(1, true, true);
    static final Evaluation LUCKY = new Evaluation.Scored(1, true, false);
    static final Evaluation PARTIAL = new Evaluation.Scored(0.25, false, false);
    static final Evaluation FAILURE = new Evaluation.Scored(0, false, false);

    final SqliteSessionStore store;
    private final Path folder;
    private final List<Judged> attempts = new ArrayList<>();
    private final List<TrajectoryPair> pairs = new ArrayList<>();
    private int made;

    SampleSession(Path folder) {
        this.folder = folder;
        store = SqliteSessionStore.open(folder.resolve("store"));
        store.create(SessionSamples.session(ID));
    }

    static Task task(String id, Split split, String words) {
        return new Task(
                id,
                words,
                TaskCategory.EXPLORATION,
                TaskDifficulty.BEGINNER,
                "largest",
                "penguins",
                "plain",
                split,
                1,
                List.of(new Criterion("answer", "It is right.", NullNode.getInstance(), Criterion.Role.FINAL, 0)),
                new TaskOrigin.Seed(words));
    }

    /** Adds an attempt of a policy: each call is answered by its own words. */
    Judged policy(Task task, Evaluation evaluation, ToolCall... calls) {
        Tape tape = new Tape(new TapeMetadata("t" + made, null, "embedded", 0), List.of())
                .append(new Step.User(StepMetadata.of("0"), task.description()))
                .append(new Step.Observation(StepMetadata.of("1"), "tables: penguins", false));
        for (ToolCall call : calls) {
            String id = Integer.toString(tape.steps().size());
            tape = tape.append(new Step.Action(new StepMetadata(id, "embedded", "act"), call))
                    .append(new Step.Observation(StepMetadata.of(id + "o"), "did " + call, false));
        }
        return add(task, evaluation, tape);
    }

    /** Adds an attempt of which a tape is known. */
    Judged add(Task task, Evaluation evaluation, Tape tape) {
        RolloutKey key = new RolloutKey(RolloutKey.Phase.EXPLORE, 1, 0, task.id(), made++);
        Judged judged =
                new Judged(task, new Rollout(key, "v1", tape, new End.Finished(), List.of(), List.of()), evaluation);
        attempts.add(judged);
        return judged;
    }

    /** Adds an attempt of a model, which says these one after the other; each call is answered by its own words. */
    Judged model(Task task, Evaluation evaluation, String token, Completion... said) {
        Judged judged = policy(task, evaluation);
        List<Message> messages = new ArrayList<>(List.of(
                Message.of(Message.Role.SYSTEM, "Data stands in <data-%s>.".formatted(token)),
                Message.of(Message.Role.USER, task.description())));
        for (int i = 0; i < said.length; i++) {
            ask(judged, i, messages, said[i]);
            List<ToolRequest> requests = new ArrayList<>();
            for (ToolCall call : said[i].calls()) {
                requests.add(new ToolRequest("step-%d-%d".formatted(i, requests.size()), call));
            }
            messages.add(Message.asking(said[i].text(), requests));
            for (ToolRequest request : requests) {
                messages.add(Message.answer(
                        request.id(), request.call().tool(), "<data-%s>did %s".formatted(token, request.call())));
            }
        }
        return judged;
    }

    void ask(Judged attempt, int number, List<Message> messages, Completion said) {
        store.llmLog(ID)
                .add(new LlmLog.Entry(
                        "m",
                        new Prompt(
                                messages,
                                TOOLS,
                                Sampling.DEFAULT,
                                new Occasion(
                                        Purpose.ACT, attempt.rollout().key().id(), number)),
                        Optional.of(said),
                        "",
                        0.5,
                        Duration.ZERO));
    }

    void pair(Judged better, Judged worse) {
        pairs.add(new TrajectoryPair(better, worse, 0, 1));
    }

    /** Writes everything into the store. */
    SampleSession commit() {
        long index = store.lastCommit(ID).map(last -> last.index() + 1).orElse(0L);
        store.commit(ID, new SessionCommit(index, "{}", Map.of(), attempts, pairs, List.of()));
        attempts.clear();
        pairs.clear();
        return this;
    }

    TrainingData data(String... filters) {
        return new TrainingData(store, ID, Selection.of(Split.TRAIN, List.of(filters)), () -> TOOLS);
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    Receipt export(ExportFormat format, String... filters) {
        return new ExportFiles(file("out.jsonl"), true)
                .write(format, format == ExportFormat.OPENAI_PREFERENCE, "sample", data(filters));
    }

    /** Exports, and returns the lines. */
    List<String> lines(ExportFormat format, String... filters) {
        export(format, filters);
        return read("out.jsonl");
    }

    List<String> read(String name) {
        try {
            return Files.readAllLines(file(name));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
