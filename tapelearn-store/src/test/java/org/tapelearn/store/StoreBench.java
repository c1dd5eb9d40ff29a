package org.tapelearn.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.learn.SessionCommit;
import org.tapelearn.learn.SessionSamples;
import org.tapelearn.learn.SessionStore.TapeQuery;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.run.End;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Finding;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.TaskOrigin;

/**
 * Measures commits of the size that a learning round makes: 600 attempts of 6 calls. Not part of the test run; see
 * docs/store.md for its command.
 */
class StoreBench {
    private static final int COMMITS = 40;
    private static final int WARM_UP = 10;
    private static final int TASKS = 50;
    private static final int ATTEMPTS = 12;
    private static final int CALLS = 6;

    @TempDir
    Path folder;

    @Test
    void commitsARoundInWellUnderATenthOfASecond() throws IOException {
        double[] millis = new double[COMMITS];
        long[] jsonBytes = {0};
        try (SqliteSessionStore store = SqliteSessionStore.open(folder)) {
            store.create(SessionSamples.session("bench"));
            Random random = new Random(1);
            for (int round = 0; round < COMMITS; round++) {
                List<Judged> rollouts = round(round, random);
                byte[] weights = new byte[256 * 1024];
                random.nextBytes(weights);
                SessionCommit commit = new SessionCommit(
                        round, "{\"round\":" + round + "}", Map.of("policy", weights), rollouts, List.of(), List.of());
                jsonBytes[0] +=
                        TapeBlob.packAll(rollouts.stream()
                                        .map(judged -> judged.rollout().tape())
                                        .toList())
                                .stream()
                                .mapToLong(TapeBlob::size)
                                .sum();
                long start = System.nanoTime();
                store.commit("bench", commit);
                millis[round] = (System.nanoTime() - start) / 1e6;
            }
            report(millis, jsonBytes[0], store);
        }
    }

    private void report(double[] millis, long jsonBytes, SqliteSessionStore store) throws IOException {
        double[] sorted = Arrays.stream(millis).skip(WARM_UP).sorted().toArray();
        double median = sorted[sorted.length / 2];
        int rollouts = COMMITS * TASKS * ATTEMPTS;
        long start = System.nanoTime();
        Set<String> ids = new HashSet<>();
        store.tapes("bench", TapeQuery.ALL).forEach(head -> ids.add(head.rolloutId()));
        double heads = (System.nanoTime() - start) / 1e6;
        start = System.nanoTime();
        int read = store.rollouts("bench", ids).size();
        double reading = (System.nanoTime() - start) / 1e6;
        start = System.nanoTime();
        store.hold("bench").close();
        double holding = (System.nanoTime() - start) / 1e6;
        long size = Files.size(folder.resolve(Database.FILE_NAME));
        System.out.printf(
                "commit of %d rollouts: median %.1f ms, slowest %.1f ms (%.0f rollouts/s), first %.0f ms%n",
                TASKS * ATTEMPTS, median, sorted[sorted.length - 1], TASKS * ATTEMPTS / median * 1e3, millis[0]);
        System.out.printf(
                "%d bytes a rollout in the file, %d bytes of tape JSON%n", size / rollouts, jsonBytes / rollouts);
        System.out.printf(
                "%d rollouts: heads %.0f ms, all read back %.0f ms, hold with check %.0f ms%n",
                read, heads, reading, holding);
        assertThat(read).isEqualTo(rollouts);
        assertThat(median).isLessThan(100);
    }

    private static List<Judged> round(int round, Random random) {
        List<Judged> rollouts = new ArrayList<>();
        for (int number = 0; number < TASKS; number++) {
            Task task = task(round * TASKS + number);
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                RolloutKey key = new RolloutKey(RolloutKey.Phase.EXPLORE, round, 0, task.id(), attempt);
                rollouts.add(new Judged(
                        task,
                        new Rollout(
                                key,
                                "v" + round,
                                tape(key.id(), task, random),
                                new End.Finished(),
                                List.of(
                                        new Finding("answer", false, "expected 200.9, found " + random.nextInt(1000)),
                                        new Finding("filtered", true, "species = Adelie")),
                                List.of("m" + random.nextInt(100))),
                        new Evaluation.Scored(0.3, false, false)));
            }
        }
        return rollouts;
    }

    private static Task task(int number) {
        return new Task(
                "mean_after_filter-penguins-" + number,
                "What is the mean of flipper length where species is Adelie, number " + number + "?",
                TaskCategory.DATA_ANALYSIS,
                TaskDifficulty.INTERMEDIATE,
                "mean_after_filter",
                "penguins",
                "plain",
                Split.TRAIN,
                2,
                List.of(
                        new Criterion(
                                "answer",
                                "The number is right.",
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("sql", "SELECT avg(\"flipper\") FROM penguins WHERE species = 'Adelie'")
                                        .put("tolerance", 0.001),
                                Criterion.Role.FINAL,
                                0),
                        new Criterion(
                                "filtered",
                                "The rows were filtered.",
                                JsonNodeFactory.instance.objectNode().put("column", "species"),
                                Criterion.Role.EVIDENCE,
                                1)),
                new TaskOrigin.Drawn("mean_after_filter", number));
    }

    private static Tape tape(String id, Task task, Random random) {
        String[] tools = {"describe_table", "filter_rows", "group_aggregate", "statistics", "sort_rows", "submit_answer"
        };
        String[] columns = {"species", "island", "bill_length_mm", "flipper_length_mm", "body_mass_g", "sex"};
        Tape tape = new Tape(new TapeMetadata(id, null, "embedded", 0), List.of())
                .append(new Step.User(StepMetadata.of("0"), task.description()))
                .append(new Step.Observation(StepMetadata.of("1"), "Tables: penguins (344 rows, 7 columns)", false));
        for (int i = 0; i < CALLS; i++) {
            int length = tape.steps().size();
            StringBuilder answer = new StringBuilder();
            for (int line = 0; line < 4; line++) {
                answer.append(columns[random.nextInt(columns.length)])
                        .append(": mean ")
                        .append(random.nextInt(100_000) / 100.0)
                        .append(", missing ")
                        .append(random.nextInt(20))
                        .append('\n');
            }
            tape = tape.append(new Step.Action(
                            new StepMetadata(Integer.toString(length), "embedded", "act"),
                            ToolCall.of(
                                    tools[random.nextInt(tools.length)],
                                    "table",
                                    "penguins",
                                    "column",
                                    columns[random.nextInt(columns.length)])))
                    .append(new Step.Observation(
                            StepMetadata.of(Integer.toString(length + 1)), answer.toString(), false));
        }
        return tape;
    }
}
