package org.tapelearn.learn;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.learn.contrast.Reflection;
import org.tapelearn.learn.generate.AutonomousTaskGenerator;
import org.tapelearn.learn.seed.SeedTask;
import org.tapelearn.learn.warm.Warmup;
import org.tapelearn.task.Task;

/** Tells at DEBUG what the loop decides, to the Java platform's logger {@value #NAME}. */
final class Decisions {
    static final String NAME = "org.tapelearn.learn";
    private static final Logger LOG = System.getLogger(NAME);

    private Decisions() {}

    static void wave(
            LearningState state,
            List<Task> tasks,
            List<Judged> rollouts,
            Tally tally,
            PolicyTrainer.Batch batch,
            Warmup warmup) {
        LOG.log(
                Level.DEBUG,
                () ->
                        "round %d wave %d: practised %s; %d attempts, %d succeeded, %d unscored; %d to imitate, %d pairs; memory %d items (+%d demonstrations, +%d insights, -%d)"
                                .formatted(
                                        state.round(),
                                        state.wave(),
                                        families(tasks),
                                        rollouts.size(),
                                        tally.successes(),
                                        rollouts.size() - tally.attempts(),
                                        batch.examples().size(),
                                        batch.pairs().size(),
                                        warmup.memory().items().size(),
                                        warmup.trajectoriesStored(),
                                        warmup.warmupMetrics().insightsGained(),
                                        warmup.warmupMetrics().itemsDropped()));
    }

    private static Map<String, Long> families(List<Task> tasks) {
        return tasks.stream().collect(Collectors.groupingBy(Task::family, TreeMap::new, Collectors.counting()));
    }

    static void reflected(Reflection.Reflected reflected) {
        LOG.log(
                Level.DEBUG,
                () -> "reflected on %d pairs: %d operations applied, %d refused%s"
                        .formatted(
                                reflected.asked(),
                                reflected.applied(),
                                reflected.refused().size(),
                                reflected.refused().isEmpty()
                                        ? ""
                                        : " (" + String.join("; ", reflected.refused()) + ")"));
    }

    static void generated(AutonomousTaskGenerator.Generation generation) {
        LOG.log(
                Level.DEBUG,
                () -> "new tasks: took up %s; refused %s".formatted(generation.admitted(), generation.refused()));
    }

    static void seeds(List<SeedTask> seeds) {
        LOG.log(
                Level.DEBUG,
                () -> seeds.stream()
                        .map(seed -> seed.checkable()
                                ? "%s (%s, %s) asks for %s"
                                        .formatted(
                                                seed.description(), seed.category(), seed.difficulty(), seed.families())
                                : "%s cannot be checked: %s".formatted(seed.description(), seed.whatToAdd()))
                        .collect(Collectors.joining("; ", "seeds: ", "")));
    }

    static void gate(GateRound.Outcome outcome) {
        LOG.log(
                Level.DEBUG,
                () -> "gate: %s; the candidate %s%s"
                        .formatted(
                                outcome.message(),
                                outcome.accepted()
                                        ? "is now in force"
                                        : outcome.keep() ? "goes on learning" : "is dropped",
                                outcome.state().stopped()
                                        ? "; learning ends: " + outcome.state().stopReason()
                                        : ""));
    }
}
