package org.tapelearn.learn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arm of a session that shows what partial credit is worth: a session of its own that learns the same from answers alone,
 * with equal budget and seed. Its row of unseen data sets becomes a row of the first session's report.
 */
final class AnswerOnlyArm {
    static final String ROW = "answer_only";

    private static final String PENDING =
            "Row %s is still to come: a session of its own learns for it; resume to go on.".formatted(ROW);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private AnswerOnlyArm() {}

    /** The id of the arm of a session. */
    static String id(String session) {
        return session + "-answer-only";
    }

    /** What the arm is configured with: the same without partial credit. */
    static LearnerConfig config(LearnerConfig config) {
        LearnerConfig.TrajectoryOptimizerConfig training = config.trajectoryOptimizer();
        return new LearnerConfig(
                config.seed(),
                config.environmentLearner(),
                new LearnerConfig.TrajectoryOptimizerConfig(
                        training.exploration(),
                        training.trajectoriesPerRound(),
                        training.maxExplorationRounds(),
                        training.successThreshold(),
                        training.learningRate(),
                        training.contrastiveLearning(),
                        training.failureAnalysis(),
                        training.cloning(),
                        false,
                        training.pairMargin(),
                        training.beta(),
                        training.preferenceWeight(),
                        training.temperature(),
                        training.warming(),
                        training.epsilon(),
                        training.shuffleRewards(),
                        training.shortenedCalls(),
                        training.alternatives(),
                        training.partialPairs(),
                        training.partialWeight(),
                        training.endingWeight()),
                config.memoryWarmer(),
                config.taskGenerator(),
                config.gate(),
                new LearnerConfig.EvaluationConfig(config.evaluation().testTasks(), false),
                config.expert());
    }

    /** The effective configuration of a session, as JSON, changed in the same way; a text that is none stays as it is. */
    static String configuration(String json) {
        try {
            if (MAPPER.readTree(json) instanceof ObjectNode tree) {
                tree.withObjectProperty("trajectory_optimizer").put("partial_credit", false);
                tree.withObjectProperty("evaluation").put("answer_only_arm", false);
                return tree.toString();
            }
            return json;
        } catch (JsonProcessingException none) {
            return json;
        }
    }

    /** The report of a session whose arm has still to learn. */
    static LearningReport awaited(LearningReport report) {
        List<String> notes = new ArrayList<>(report.notes());
        notes.add(PENDING);
        return report.with(report.rows(), notes);
    }

    /** The report of a session with the row of its arm. */
    static LearningReport compared(LearningReport report, LearningReport arm) {
        Map<String, LearningReport.Row> rows = new LinkedHashMap<>(report.rows());
        LearningReport.Row row = arm.rows().get(FinalTest.UNSEEN_DATA_SETS);
        if (row != null) {
            rows.put(ROW, row);
        }
        List<String> notes = new ArrayList<>(report.notes());
        notes.remove(PENDING);
        notes.add(
                "Row %s: unseen data sets after learning without partial credit, in a session of its own with equal seed and limits (%d rollouts, stopped by %s)."
                        .formatted(ROW, arm.rollouts(), arm.stopReason()));
        return report.with(rows, notes);
    }
}
