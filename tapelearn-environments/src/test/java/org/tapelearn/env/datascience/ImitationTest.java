package org.tapelearn.env.datascience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tapelearn.environment.Episode;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.RewardMarginPairing;
import org.tapelearn.learn.contrast.TrajectoryOptimizer;
import org.tapelearn.memory.Recall;
import org.tapelearn.run.End;
import org.tapelearn.run.Limits;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Finding;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily.Wording;

/** What is imitated is shortened, but never by a call that makes a later one choosable. */
class ImitationTest {
    private static final Evaluator EVALUATOR = new Evaluator(0.7, true);
    private static DataScienceEnvironment environment;
    private static TrajectoryOptimizer optimizer;

    @BeforeAll
    static void open() {
        environment = DataScienceEnvironment.bundled();
        optimizer = new TrajectoryOptimizer(
                environment,
                new Runner(environment, Recall.NOTHING, Limits.DEFAULT, 1),
                EVALUATOR,
                new RewardMarginPairing(0.2),
                new TrajectoryOptimizer.Settings(1, 1, true, false, false, 1),
                1);
    }

    @AfterAll
    static void close() {
        environment.close();
    }

    @Test
    void leavesOutDetoursAndRenamesWhatTheyShifted() {
        Case asked = filteredStatistic();
        String table = asked.calls().getFirst().argument("table");
        List<ToolCall> detour = new ArrayList<>();
        detour.add(asked.calls().getFirst());
        detour.add(ToolCall.of("limit_rows", "table", table, "n", "3"));
        for (ToolCall call : asked.calls().subList(1, asked.calls().size())) {
            detour.add(call.argument("table").equals("t1") ? onSecond(call) : call);
        }
        Judged success = play(asked.task(), detour);
        assertThat(success.grounded()).isTrue();
        assertThat(imitated(success)).containsExactlyElementsOf(asked.calls());
    }

    @Test
    void keepsTheLookAtValuesThatTheAnswerCouldDoWithout() {
        Case asked = filteredStatistic();
        assertThat(asked.calls()).extracting(ToolCall::tool).contains("describe_column");
        List<ToolCall> without = asked.calls().stream()
                .filter(call -> !call.tool().equals("describe_column"))
                .toList();
        assertThat(play(asked.task(), without).grounded()).isTrue();
        Judged success = play(asked.task(), asked.calls());
        assertThat(imitated(success)).containsExactlyElementsOf(asked.calls());
    }

    private static List<ToolCall> imitated(Judged attempt) {
        return optimizer.imitating(attempt, 1).attempt().rollout().tape().calls();
    }

    /** A task with the solver's calls, the answer last. */
    private record Case(Task task, List<ToolCall> calls) {}

    /** A question for a statistic of the rows that meet a condition on a column of numbers. */
    private static Case filteredStatistic() {
        DrawnFamily family = (DrawnFamily) environment.families().stream()
                .filter(each -> each.name().equals("filtered_statistic"))
                .findFirst()
                .orElseThrow();
        for (String group : family.groups(Split.TRAIN)) {
            for (int number = 0; number < 20; number++) {
                Optional<Question> question = family.question(Split.TRAIN, group, number);
                if (question.isPresent() && question.get().size() == 4) {
                    Solver.Solution solution = Solver.solve(environment.tables(), family.name(), question.get());
                    List<ToolCall> calls = new ArrayList<>(solution.calls());
                    calls.add(ToolCall.of("submit_answer", "value", solution.answer()));
                    return new Case(
                            family.draw(Split.TRAIN, group, Wording.KNOWN, number)
                                    .orElseThrow(),
                            calls);
                }
            }
        }
        throw new AssertionError("No such task is drawn.");
    }

    private static ToolCall onSecond(ToolCall call) {
        Map<String, String> arguments = new LinkedHashMap<>(call.arguments());
        arguments.put("table", "t2");
        return new ToolCall(call.tool(), arguments);
    }

    private static Judged play(Task task, List<ToolCall> calls) {
        RolloutKey key = new RolloutKey(RolloutKey.Phase.EXPLORE, 1, 0, task.id(), 0);
        try (Episode episode = environment.open(task, key.worldSeed())) {
            Tape tape = Runner.start(new Tape(new TapeMetadata(key.id(), null, "test", 0), List.of()), task, episode);
            for (ToolCall call : calls) {
                tape = Runner.record(tape, "test", call, episode.step(call));
            }
            List<Finding> findings =
                    task.criteria().stream().map(episode::check).toList();
            Rollout rollout = new Rollout(key, "v0", tape, new End.Finished(), findings, List.of());
            return new Judged(task, rollout, EVALUATOR.evaluate(task, rollout));
        }
    }
}
