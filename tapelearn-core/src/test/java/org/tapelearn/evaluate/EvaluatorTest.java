package org.tapelearn.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.tapelearn.run.End;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Criterion.Role;
import org.tapelearn.task.Finding;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.TaskOrigin;

class EvaluatorTest {
    private static final Evaluator EVALUATOR = new Evaluator(0.7, true);
    private static final List<Role> ROLES = List.of(Role.FINAL, Role.EVIDENCE, Role.MILESTONE, Role.MILESTONE);

    @Test
    void makesSuccessOfTheFinalCriterionAlone() {
        Evaluation.Scored lucky = scored(EVALUATOR, ROLES, true, false, false, false);
        assertThat(lucky).isEqualTo(new Evaluation.Scored(1, true, false));
        assertThat(lucky.outcome()).isEqualTo(Evaluation.Outcome.SUCCESS);
    }

    @Test
    void callsASuccessGroundedWhenItsEvidenceIsThere() {
        assertThat(scored(EVALUATOR, ROLES, true, true, false, false).grounded())
                .isTrue();
        assertThat(scored(EVALUATOR, List.of(Role.FINAL), true).grounded()).isTrue();
    }

    @Test
    void paysMilestonesByWeightAndNeverAsMuchAsSuccess() {
        Evaluation.Scored all = scored(EVALUATOR, ROLES, false, true, true, true);
        assertThat(all.reward()).isCloseTo(0.63, within(1e-12));
        assertThat(all.success()).isFalse();
        assertThat(all.grounded()).isFalse();
        assertThat(all.outcome()).isEqualTo(Evaluation.Outcome.PARTIAL);
        assertThat(scored(EVALUATOR, ROLES, false, true, false, false).reward()).isCloseTo(0.21, within(1e-12));
        Evaluation.Scored nothing = scored(EVALUATOR, ROLES, false, false, false, false);
        assertThat(nothing.outcome()).isEqualTo(Evaluation.Outcome.FAILURE);
    }

    @Test
    void paysAMilestoneByTheDegreeToWhichItHolds() {
        Task task = task(List.of(Role.FINAL, Role.MILESTONE));
        Rollout half = rollout(task, new End.Finished(), List.of(false, false));
        Rollout scored = new Rollout(
                half.key(),
                half.versionId(),
                half.tape(),
                half.end(),
                List.of(new Finding("c0", false, ""), new Finding("c1", false, "score 0.5", 0.5)),
                List.of());
        assertThat(EVALUATOR.evaluate(task, scored)).isEqualTo(new Evaluation.Scored(0.63 * 0.5, false, false));
        assertThatThrownBy(() -> new Finding("c1", false, "", -1)).hasMessageContaining("(c1) to -1.0");
    }

    @Property(tries = 200)
    void keepsPartialCreditBelowTheThreshold(
            @ForAll @DoubleRange(min = 0.01, max = 1) double threshold, @ForAll @Size(3) List<Boolean> found) {
        Evaluation.Scored scored =
                scored(new Evaluator(threshold, true), ROLES, false, found.get(0), found.get(1), found.get(2));
        assertThat(scored.reward()).isBetween(0.0, threshold).isNotEqualTo(threshold);
    }

    @Test
    void paysNothingButSuccessWithoutPartialCredit() {
        Evaluator strict = new Evaluator(0.7, false);
        assertThat(scored(strict, ROLES, false, true, true, true).reward()).isZero();
        assertThat(scored(strict, ROLES, true, true, true, true).reward()).isEqualTo(1);
    }

    @Test
    void scoresATruncatedAttemptByTheStateItReached() {
        Task task = task(ROLES);
        Evaluation evaluation =
                EVALUATOR.evaluate(task, rollout(task, new End.Truncated("steps"), List.of(true, true, true, true)));
        assertThat(evaluation).isEqualTo(new Evaluation.Scored(1, true, true));
    }

    @Test
    void scoresNothingThatBrokeOrThatNobodyCanCheck() {
        Task task = task(ROLES);
        assertThat(EVALUATOR.evaluate(task, rollout(task, new End.Broken("disk full"), List.of())))
                .isEqualTo(new Evaluation.Unscored("broken: disk full"));
        Task unchecked = task(List.of());
        assertThat(EVALUATOR.evaluate(unchecked, rollout(unchecked, new End.Finished(), List.of())))
                .isInstanceOf(Evaluation.Unscored.class);
    }

    @Test
    void refusesAThresholdOutOfRange() {
        assertThatThrownBy(() -> new Evaluator(0, true)).hasMessageContaining("but is 0.0");
        assertThatThrownBy(() -> new Evaluator(Double.NaN, true)).hasMessageContaining("NaN");
    }

    private static Evaluation.Scored scored(Evaluator evaluator, List<Role> roles, Boolean... found) {
        Task task = task(roles);
        return (Evaluation.Scored) evaluator.evaluate(task, rollout(task, new End.Finished(), List.of(found)));
    }

    private static Task task(List<Role> roles) {
        List<Criterion> criteria = new ArrayList<>();
        roles.forEach(role ->
                criteria.add(new Criterion("c" + criteria.size(), "It holds.", NullNode.getInstance(), role, 1)));
        return new Task(
                "task",
                "Do it.",
                TaskCategory.EXPLORATION,
                TaskDifficulty.BEGINNER,
                "family",
                "group",
                "plain",
                Split.TRAIN,
                1,
                criteria,
                new TaskOrigin.Seed("Do it."));
    }

    private static Rollout rollout(Task task, End end, List<Boolean> found) {
        List<Finding> findings = new ArrayList<>();
        found.forEach(holds -> findings.add(new Finding("c" + findings.size(), holds, "")));
        return new Rollout(
                new RolloutKey(RolloutKey.Phase.EXPLORE, 1, 0, task.id(), 0),
                "v0",
                new Tape(new TapeMetadata("tape", null, "agent", 0), List.of()),
                end,
                findings,
                List.of());
    }
}
