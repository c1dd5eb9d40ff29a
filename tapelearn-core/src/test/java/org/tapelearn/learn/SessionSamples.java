package org.tapelearn.learn;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.TrajectoryPair;
import org.tapelearn.run.End;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.RolloutKey.Phase;
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

/** Made-up sessions for tests of stores: equal arguments give equal values. */
public final class SessionSamples {
    private static final String[] WORDS = {
        "mean",
        "penguins",
        "the",
        "largest",
        "flipper length",
        "état",
        "数据",
        "🐧",
        "\"quoted\"",
        "a\nb",
        "NULL",
        "'; --",
        "\t"
    };

    private SessionSamples() {}

    public static SessionRecord session(String id) {
        return new SessionRecord(id, "text-world", Long.MIN_VALUE, "{\"seed\":1}", "running", 1_700_000_000_000L, "");
    }

    /** Returns the commit of an index: some rollouts of every kind, pairs among them, events of every kind. */
    public static SessionCommit commit(long index, int rollouts, long seed) {
        Random random = new Random(31 * seed + index);
        List<Judged> judged = new ArrayList<>();
        for (int i = 0; i < rollouts; i++) {
            judged.add(judged(task(random.nextInt(5)), Math.toIntExact(index), i, random));
        }
        List<SessionEvent> events = new ArrayList<>();
        for (SessionEvent.Kind kind : SessionEvent.Kind.values()) {
            for (int i = random.nextInt(3); i > 0; i--) {
                events.add(new SessionEvent(kind, (int) index, words(random, 2), "{\"x\":" + random.nextInt() + "}"));
            }
        }
        byte[] weights = new byte[random.nextInt(2000)];
        random.nextBytes(weights);
        String state = "{\"index\":%d,\"salt\":%d}".formatted(index, random.nextInt());
        return new SessionCommit(
                index, state, Map.of("weights-" + index % 3, weights), judged, pairs(judged, random), events);
    }

    private static List<TrajectoryPair> pairs(List<Judged> judged, Random random) {
        List<TrajectoryPair> pairs = new ArrayList<>();
        for (Judged better : judged) {
            for (Judged worse : judged) {
                if (better.task().id().equals(worse.task().id())
                        && better.reward() > worse.reward()
                        && worse.scored()
                        && random.nextInt(4) == 0) {
                    pairs.add(new TrajectoryPair(better, worse, random.nextInt(9), 1 - random.nextDouble()));
                }
            }
        }
        return pairs;
    }

    /** Returns one of some tasks, each with another origin and checks of every kind of number. */
    public static Task task(int number) {
        ObjectNode check = JsonNodeFactory.instance
                .objectNode()
                .put("sql", "SELECT avg(\"flipper length\") FROM penguins -- état 🐧")
                .put("int", number)
                .put("long", (long) number)
                .put("big", Long.MAX_VALUE)
                .put("double", number / 3.0)
                .put("whole", 2.0)
                .put("float", 0.1f)
                .put("nan", Double.NaN)
                .put("decimal", new BigDecimal("1.50"))
                .put("$as", "a key that needs care")
                .putNull("nothing");
        check.putArray("list").add(1L).add("x").addObject().put("deep", 7L);
        List<TaskOrigin> origins = List.of(
                new TaskOrigin.Drawn("mean_after_filter", 1L << 40),
                new TaskOrigin.Seed("Analyse the penguins"),
                new TaskOrigin.Variation("parent"),
                new TaskOrigin.Progression("parent", 2),
                new TaskOrigin.ToolExploration("plot"));
        return new Task(
                "task/" + number,
                "What is the mean of number " + number + "?",
                cycle(TaskCategory.class, number),
                cycle(TaskDifficulty.class, number),
                number % 2 == 0 ? "mean_after_filter" : "largest_group",
                "penguins",
                "plain",
                cycle(Split.class, number),
                1 + number,
                List.of(
                        new Criterion("answer", "The answer is right.", check, Criterion.Role.FINAL, 0),
                        new Criterion("seen", "Seen.", check.path("list"), Criterion.Role.EVIDENCE, 1 / 3.0)),
                origins.get(number % origins.size()));
    }

    private static <E extends Enum<E>> E cycle(Class<E> type, int number) {
        List<E> all = List.copyOf(EnumSet.allOf(type));
        return all.get(number % all.size());
    }

    /** Returns an attempt at a task, of any kind of end and judgement. */
    public static Judged judged(Task task, int round, int attempt, Random random) {
        Phase phase = cycle(Phase.class, random.nextInt(60));
        RolloutKey key = new RolloutKey(phase, round, random.nextInt(3), task.id(), attempt);
        Tape tape = tape(key.id(), random);
        List<Finding> findings = List.of(
                new Finding("answer", random.nextBoolean(), words(random, 4)),
                new Finding("seen", random.nextBoolean(), "", random.nextInt(5) / 4.0));
        return switch (random.nextInt(5)) {
            case 0 ->
                new Judged(
                        task,
                        new Rollout(key, "v" + round, tape, new End.Broken("server \u0001 down"), List.of(), List.of()),
                        new Evaluation.Unscored("broken: server down"));
            case 1 ->
                new Judged(
                        task,
                        new Rollout(key, "v" + round, tape, new End.Truncated("steps"), findings, List.of("m1", "m2")),
                        new Evaluation.Scored(random.nextInt(3) * 0.21, false, random.nextBoolean()));
            case 2 ->
                new Judged(
                        task,
                        new Rollout(key, "v" + round, tape, new End.Finished(), findings, List.of()),
                        new Evaluation.Weak(random.nextBoolean(), words(random, 5)));
            default ->
                new Judged(
                        task,
                        new Rollout(key, "v" + round, tape, new End.Finished(), findings, List.of(words(random, 1))),
                        new Evaluation.Scored(1, true, random.nextBoolean()));
        };
    }

    private static Tape tape(String id, Random random) {
        Tape tape = new Tape(new TapeMetadata(id, random.nextBoolean() ? null : "parent", "embedded", 0), List.of())
                .append(new Step.User(StepMetadata.of("0"), words(random, 8)))
                .append(new Step.Thought(new StepMetadata("1", "embedded", "think"), words(random, 3)));
        for (int call = random.nextInt(7); call > 0; call--) {
            int length = tape.steps().size();
            tape = tape.append(new Step.Action(
                            new StepMetadata(Integer.toString(length), "embedded", "act"),
                            ToolCall.of("filter", "table", words(random, 1), "value", words(random, 2))))
                    .append(new Step.Observation(
                            StepMetadata.of(Integer.toString(length + 1)), words(random, 20), random.nextBoolean()));
        }
        return tape;
    }

    private static String words(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return text.toString();
    }
}
