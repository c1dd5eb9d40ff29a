package org.tapelearn.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tapelearn.cli.text.Figures;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.tape.Step;

/** A success and a failure of one task beside each other, call by call. */
record PairView(String task, Side better, Side worse, int divergence) {

    /** One attempt: its id, how it was judged, and its turns. */
    record Side(String rolloutId, String verdict, List<Turn> turns) {}

    /** A call and what the environment answered. */
    record Turn(String call, String answer, boolean error) {}

    /** Reads the report's example from the store; empty when there is none. */
    static Optional<PairView> of(LearningReport report, SessionStore store) {
        LearningReport.PairExample example = report.example();
        if (example.better().isEmpty() || example.worse().isEmpty()) {
            return Optional.empty();
        }
        List<Judged> attempts = store.rollouts(report.session(), Set.of(example.better(), example.worse()));
        Optional<Judged> better = withId(attempts, example.better());
        Optional<Judged> worse = withId(attempts, example.worse());
        if (better.isEmpty() || worse.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new PairView(example.description(), side(better.get()), side(worse.get()), example.divergence()));
    }

    private static Optional<Judged> withId(List<Judged> attempts, String id) {
        return attempts.stream()
                .filter(attempt -> attempt.rollout().key().id().equals(id))
                .findFirst();
    }

    private static Side side(Judged attempt) {
        List<Turn> turns = new ArrayList<>();
        String call = "";
        for (Step step : attempt.rollout().tape().steps()) {
            switch (step) {
                case Step.Action action -> {
                    if (!call.isEmpty()) {
                        turns.add(new Turn(call, "", false));
                    }
                    call = action.call().toString();
                }
                case Step.Observation observation -> {
                    if (!call.isEmpty()) {
                        turns.add(new Turn(call, observation.content(), observation.error()));
                    }
                    call = "";
                }
                case Step.User user -> {}
                case Step.Thought thought -> {}
                case Step.Message message -> {}
                case Step.Calls calls -> {}
                case Step.Control control -> {}
                case Step.Stop stop -> {}
                case Step.Failure failure -> {}
                case Step.Custom custom -> {}
                case Step.Unknown unknown -> {}
            }
        }
        if (!call.isEmpty()) {
            turns.add(new Turn(call, "", false));
        }
        return new Side(attempt.rollout().key().id(), verdict(attempt.evaluation()), turns);
    }

    private static String verdict(Evaluation evaluation) {
        return switch (evaluation) {
            case Evaluation.Scored scored ->
                "%s, reward %s"
                        .formatted(
                                switch (scored.outcome()) {
                                    case SUCCESS -> scored.grounded() ? "success, grounded" : "success";
                                    case PARTIAL -> "partial";
                                    case FAILURE -> "failure";
                                },
                                Figures.decimal(scored.reward()));
            case Evaluation.Weak weak -> "judges say %s (weak)".formatted(weak.passed() ? "done" : "not done");
            case Evaluation.Unscored unscored -> "unscored: " + unscored.reason();
        };
    }

    int turns() {
        return Math.max(better.turns().size(), worse.turns().size());
    }
}
