package org.tapelearn.learn.reflect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.archive.Archive;
import org.tapelearn.archive.ForgetfulModel;
import org.tapelearn.archive.Wanting;
import org.tapelearn.environment.Environment;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.evaluate.Judges;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.InMemorySessionStore;
import org.tapelearn.learn.Judging;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.WeakVerdicts;
import org.tapelearn.learn.seed.SeedClassifier;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Occasion;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.ScriptedLlm;

/** What judges say of tasks that nothing can check is practice, and no more. */
class WeakPracticeTest {
    private static final String UNCHECKED = Wanting.UNCHECKED;
    private static final Judges RIGHT = judging("catalogue");
    private static final Judges WRONG = judging("open");

    private final List<Prompt> asked = new ArrayList<>();
    private InMemorySessionStore store = new InMemorySessionStore();

    /** Judges that pass whoever begins with a tool. */
    private static Judges judging(String tool) {
        return (task, rollout) ->
                new Evaluation.Weak(rollout.tape().calls().getFirst().tool().equals(tool), "by the first call");
    }

    /** Errs always where a checker looks, and half of the times elsewhere. */
    private Completion forgetful(Prompt prompt) {
        synchronized (asked) {
            asked.add(prompt);
        }
        if (prompt.occasion().purpose() == Occasion.Purpose.REFLECT) {
            return ForgetfulModel.answer(prompt);
        }
        String told = prompt.messages().get(1).text();
        List<String> answers = prompt.messages().stream()
                .filter(message -> message.role() == Message.Role.TOOL)
                .map(Message::text)
                .toList();
        long luck = prompt.sampling().seed().orElse(0);
        return ForgetfulModel.act(
                told, answers, told.contains(UNCHECKED) && Math.floorMod(luck ^ (luck >>> 17), 2) == 0);
    }

    private LearningReport learn(Judging judging) {
        LearnerConfig base = LearnerConfig.LANGUAGE_MODEL;
        LearnerConfig few = new LearnerConfig(
                1,
                new LearnerConfig.EnvironmentLearnerConfig(
                        1, 4, 2, 0.95, 20, LearnerConfig.Curriculum.MASTERY, 2, 0, ""),
                base.trajectoryOptimizer(),
                base.memoryWarmer(),
                base.taskGenerator(),
                base.gate(),
                base.evaluation());
        Environment world = new Wanting(Archive.open());
        EnvironmentLearner learner = new EnvironmentLearner(
                world,
                ContextTrainer.of(ScriptedLlm.of("forgetful", this::forgetful), world.tools()),
                few,
                store,
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                LearningListener.NONE,
                SeedClassifier.RULES,
                judging);
        return learner.learn("s", List.of("Find out a code"), "{}");
    }

    private boolean reflectedOnTheUnchecked() {
        return asked.stream()
                .filter(prompt -> prompt.occasion().purpose() == Occasion.Purpose.REFLECT)
                .anyMatch(prompt -> prompt.messages().getLast().text().contains(UNCHECKED));
    }

    @Test
    void learnsFromPairsThatRightJudgesMade() {
        LearningReport report = learn(new Judging(RIGHT, 4));

        assertThat(report.weak().passed()).isPositive();
        assertThat(report.weak().failed()).isPositive();
        assertThat(report.weak().pairs()).isPositive();
        assertThat(reflectedOnTheUnchecked()).isTrue();
        assertThat(report.base().successRate()).isZero();
        assertThat(report.learned().successRate()).isGreaterThan(0.8);
    }

    @Test
    void provesNothingByWhatWrongJudgesSay() {
        LearningReport report = learn(new Judging(WRONG, 4));

        assertThat(report.weak().pairs()).isPositive();
        assertThat(reflectedOnTheUnchecked()).isTrue();
        assertThat(report.gate().committed()).isZero();
        assertThat(report.learned().successRate()).isZero();
    }

    @Test
    void countsNoWeakVerdictInAnyFigureOrGate() {
        LearningReport without = learn(Judging.NONE);
        List<SessionStore.TapeHead> gated = heads("gate-candidate");
        boolean tried =
                asked.stream().anyMatch(prompt -> prompt.messages().toString().contains(UNCHECKED));
        store = new InMemorySessionStore();
        LearningReport with = learn(new Judging((task, rollout) -> new Evaluation.Weak(true, "always"), 4));

        assertThat(with.weak().passed()).isGreaterThan(7);
        assertThat(with.weak().pairs()).isZero();
        assertThat(with.metrics()).isEqualTo(without.metrics());
        assertThat(with.rows()).isEqualTo(without.rows());
        assertThat(with.gate()).isEqualTo(without.gate());
        assertThat(with.curve())
                .usingRecursiveComparison()
                .ignoringFields("rollouts")
                .isEqualTo(without.curve());
        assertThat(heads("gate-candidate")).isEqualTo(gated);
        assertThat(without.weak()).isEqualTo(WeakVerdicts.NONE);
        assertThat(tried).isFalse();
    }

    private List<SessionStore.TapeHead> heads(String phase) {
        return store.tapes("s", new SessionStore.TapeQuery(phase, "", "", Integer.MAX_VALUE));
    }

    @Test
    void namesWhatNothingCanCheckInTheReport() {
        assertThat(learn(Judging.refused("The judges were never tried")))
                .satisfies(report -> assertThat(report.uncheckedSeeds())
                        .containsExactly(new LearningReport.UncheckedSeed(UNCHECKED, "add a check")))
                .satisfies(report -> assertThat(report.notes()).contains("The judges were never tried."));
    }
}
