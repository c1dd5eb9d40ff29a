package org.tapelearn.learn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.learn.contrast.TrajectoryOptimizer;
import org.tapelearn.task.Split;
import org.tapelearn.task.TaskFamily;

/**
 * Keeps late successes of each family that is not solved, and all that an expert showed, and adds some of both to what a wave teaches, partly in other
 * words. What was shown is never forgotten, since one's own successes may do without it: where all is in sight nobody has to search.
 */
final class Replay {
    private static final int KEPT = 8;
    private static final int DRAWN = 4;
    private static final double WEIGHT = 0.5;

    private final LearningParts parts;
    private final Map<String, List<Judged>> kept = new HashMap<>();

    Replay(LearningParts parts) {
        this.parts = parts;
    }

    /** Fetches from the store what a state says was kept. */
    void load(String session, LearningState state) {
        state.replay().forEach((family, ids) -> {
            Map<String, Judged> found = new HashMap<>();
            parts.store
                    .rollouts(session, Set.copyOf(ids))
                    .forEach(judged -> found.put(judged.rollout().key().id(), judged));
            kept.put(family, new ArrayList<>(ids.stream().map(found::get).toList()));
        });
    }

    /**
     * Adds earlier successes of families that are not solved; and once half of the families go well, all of it once more with its
     * questions in other words.
     */
    PolicyTrainer.Batch with(PolicyTrainer.Batch batch, LearningState state) {
        List<PolicyTrainer.Example> imitated = new ArrayList<>(batch.examples());
        imitated.addAll(drawn(state));
        List<PolicyTrainer.Example> examples = new ArrayList<>();
        boolean reword = halfGoesWell(state);
        for (PolicyTrainer.Example example : imitated) {
            examples.add(example);
            if (reword) {
                examples.addAll(reworded(example, state.round()));
            }
        }
        return new PolicyTrainer.Batch(
                examples,
                parts.config.trajectoryOptimizer().contrastiveLearning() ? batch.pairs() : List.of(),
                batch.endings(),
                batch.memory());
    }

    private List<PolicyTrainer.Example> drawn(LearningState state) {
        List<PolicyTrainer.Example> examples = new ArrayList<>();
        SplittableRandom random =
                new SplittableRandom(parts.config.seed() * 31 + state.round() * 7L + state.wave() * 1_000_003L);
        for (String family : state.families()) {
            if (!state.mastery().solved(family)) {
                List<Judged> successes = kept.getOrDefault(family, List.of());
                examples.addAll(some(own(successes), random));
                examples.addAll(some(successes.stream().filter(Replay::shown).toList(), random));
            }
        }
        return examples;
    }

    /** Draws some, with repetition; none from nothing. */
    private List<PolicyTrainer.Example> some(List<Judged> successes, SplittableRandom random) {
        List<PolicyTrainer.Example> examples = new ArrayList<>();
        for (int i = 0; i < DRAWN && !successes.isEmpty(); i++) {
            Judged winner = successes.get(random.nextInt(successes.size()));
            examples.add(parts.optimizer.imitating(winner, WEIGHT));
        }
        return examples;
    }

    private static List<Judged> own(List<Judged> successes) {
        return successes.stream().filter(success -> !shown(success)).toList();
    }

    private static boolean shown(Judged success) {
        return success.rollout().versionId().equals(TrajectoryOptimizer.EXPERT);
    }

    /** Tells whether half of the families that are practised, or wait for their turn, go well. */
    private boolean halfGoesWell(LearningState state) {
        List<String> names = parts.config.taskGenerator().enabled()
                ? parts.environment.families().stream()
                        .filter(family ->
                                !family.heldOut() && !family.groups(Split.TRAIN).isEmpty())
                        .map(TaskFamily::name)
                        .toList()
                : state.families();
        return 2 * names.stream().filter(state.mastery()::goesWell).count() >= names.size();
    }

    /**
     * Returns an example with its question in other words: what solves the one solves the other. They are the same words
     * throughout a round, since reading new ones takes longer than learning from them.
     */
    private List<PolicyTrainer.Example> reworded(PolicyTrainer.Example example, int round) {
        List<PolicyTrainer.Example> others = new ArrayList<>();
        Judged attempt = example.attempt();
        SplittableRandom random = new SplittableRandom((parts.config.seed() * 31 + round) * 1_000_003L
                + attempt.task().id().hashCode());
        for (TaskFamily family : parts.families(List.of(attempt.task().family()))) {
            for (int i = 0; i < parts.config.taskGenerator().rewordings(); i++) {
                family.reword(attempt.task(), random)
                        .map(task -> new Judged(task, attempt.rollout(), attempt.evaluation()))
                        .ifPresent(judged -> others.add(new PolicyTrainer.Example(judged, example.weight())));
            }
        }
        return others;
    }

    /** Keeps the shortest grounded success of each task of a wave, and forgets one's own at families that are solved. */
    void keep(List<Judged> rollouts, Mastery mastery) {
        if (!parts.config.trajectoryOptimizer().cloning()) {
            return;
        }
        TrajectoryOptimizer.byTask(rollouts).values().stream()
                .map(TrajectoryOptimizer::shortestSuccess)
                .flatMap(Optional::stream)
                .forEach(winner -> {
                    List<Judged> successes = kept.computeIfAbsent(winner.task().family(), family -> new ArrayList<>());
                    successes.add(winner);
                    List<Judged> own = own(successes);
                    if (own.size() > KEPT) {
                        successes.remove(own.getFirst());
                    }
                });
        kept.forEach((family, successes) -> successes.removeIf(success -> mastery.solved(family) && !shown(success)));
        kept.values().removeIf(List::isEmpty);
    }

    /** The ids of what is kept, by family. */
    SortedMap<String, List<String>> ids() {
        SortedMap<String, List<String>> ids = new TreeMap<>();
        kept.forEach((family, successes) -> ids.put(
                family,
                successes.stream().map(judged -> judged.rollout().key().id()).toList()));
        return ids;
    }
}
