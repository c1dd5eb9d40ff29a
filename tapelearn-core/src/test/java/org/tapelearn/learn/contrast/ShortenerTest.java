package org.tapelearn.learn.contrast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tapelearn.environment.Episode;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.run.End;
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
import org.tapelearn.textworld.TextWorldEnvironment;

class ShortenerTest {
    private static final TextWorldEnvironment WORLD = new TextWorldEnvironment(true);
    private static final Evaluator EVALUATOR = new Evaluator(0.7, true);
    private static final Shortener SHORTENER = new Shortener(WORLD, EVALUATOR, 14);
    private static final Task TASK = WORLD.families()
            .getFirst()
            .draw(Split.TRAIN, "castle", Wording.KNOWN, 0)
            .orElseThrow();

    @Test
    void leavesOutWhatASuccessDidNotNeed() {
        Judged success = success();
        assertThat(success.length()).isGreaterThan(shortest(success).length());
        Judged shortened = SHORTENER.shorten(success);
        assertThat(shortened.success()).isTrue();
        assertThat(shortened.grounded()).isTrue();
        assertThat(play(shortened.rollout().tape().calls()).success()).isTrue();
        for (int i = 0; i < shortened.length(); i++) {
            List<ToolCall> fewer = new ArrayList<>(shortened.rollout().tape().calls());
            fewer.remove(i);
            assertThat(play(fewer).success()).as("needs call %d", i).isFalse();
        }
    }

    @Test
    void namesTheTapeThatItCameFrom() {
        Judged success = success();
        TapeMetadata metadata = SHORTENER.shorten(success).rollout().tape().metadata();
        assertThat(metadata.parentId())
                .isEqualTo(success.rollout().tape().metadata().id());
    }

    @Test
    void keepsTheCallsThatEarnedPartialCredit() {
        Judged success = shortest(success());
        List<ToolCall> calls = new ArrayList<>(success.rollout().tape().calls());
        calls.removeLast();
        calls.add(ToolCall.of("look"));
        calls.addFirst(ToolCall.of("look"));
        Judged unfinished = play(calls);
        assertThat(unfinished.success()).isFalse();
        Judged shortened = SHORTENER.shorten(unfinished);
        assertThat(shortened.reward()).isEqualTo(unfinished.reward());
        assertThat(shortened.length()).isLessThanOrEqualTo(unfinished.length() - 2);
    }

    @Test
    void onlyCutsTheEndOfAnAttemptThatIsTooLong() {
        Judged success = success();
        Shortener impatient = new Shortener(WORLD, EVALUATOR, success.length() - 1);
        assertThat(impatient.shorten(success)).isEqualTo(success);
        List<ToolCall> calls =
                new ArrayList<>(shortest(success).rollout().tape().calls());
        calls.removeLast();
        List<ToolCall> longer = new ArrayList<>(calls);
        longer.add(ToolCall.of("look"));
        longer.addFirst(ToolCall.of("look"));
        List<ToolCall> cut = new Shortener(WORLD, EVALUATOR, 0)
                .shorten(play(longer))
                .rollout()
                .tape()
                .calls();
        assertThat(cut).isEqualTo(longer.subList(0, cut.size())).hasSizeLessThan(longer.size());
    }

    private static Judged shortest(Judged success) {
        return SHORTENER.shorten(success);
    }

    /** Walks at random until a walk succeeds, which takes detours. */
    private static Judged success() {
        for (int seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<ToolCall> calls = new ArrayList<>();
            try (Episode episode = WORLD.open(TASK, KEY.worldSeed())) {
                for (int i = 0; i < 14; i++) {
                    List<ToolCall> actions = episode.actions();
                    calls.add(actions.get(random.nextInt(actions.size())));
                    if (episode.step(calls.getLast()).ended()) {
                        break;
                    }
                }
            }
            Judged walk = play(calls);
            if (walk.grounded() && calls.contains(ToolCall.of("look"))) {
                return walk;
            }
        }
        throw new AssertionError("No random walk succeeded.");
    }

    private static final RolloutKey KEY = new RolloutKey(RolloutKey.Phase.EXPLORE, 1, 0, TASK.id(), 0);

    private static Judged play(List<ToolCall> calls) {
        try (Episode episode = WORLD.open(TASK, KEY.worldSeed())) {
            Tape tape = Runner.start(new Tape(new TapeMetadata(KEY.id(), null, "test", 0), List.of()), TASK, episode);
            for (ToolCall call : calls) {
                tape = Runner.record(tape, "test", call, episode.step(call));
            }
            List<Finding> findings =
                    TASK.criteria().stream().map(episode::check).toList();
            Rollout rollout = new Rollout(KEY, "v0", tape, new End.Finished(), findings, List.of());
            return new Judged(TASK, rollout, EVALUATOR.evaluate(TASK, rollout));
        }
    }
}
