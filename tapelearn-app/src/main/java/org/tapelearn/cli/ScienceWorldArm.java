package org.tapelearn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tapelearn.bench.ArmTable;

/**
 * An arm of the experiment on ScienceWorld: the ordinary learner, differently configured. All arms try the same test tasks.
 *
 * @param name as it is asked for
 * @param about one sentence
 * @param overrides of the configuration that all arms share
 */
record ScienceWorldArm(String name, String about, List<String> overrides) {
    /** Tasks left out of cloning and exploring in every arm; of some of them there are near relatives among the others, of some not. */
    private static final String UNSEEN =
            "[melt, find-animal, lifespan-shortest-lived, test-conductivity-of-unknown-substances, use-thermometer]";

    private static final List<String> SHARED = List.of(
            "environment=scienceworld",
            "word_vectors=false",
            "scienceworld.unseen_tasks=" + UNSEEN,
            "scienceworld.max_calls=100",
            "memory_warmer.enabled=false",
            "task_generator.enabled=false",
            "gate.enabled=false",
            "gate.max_pairs=1",
            "trajectory_optimizer.failure_analysis=false",
            "trajectory_optimizer.shortened_calls=0",
            "trajectory_optimizer.alternatives=64",
            "trajectory_optimizer.learning_rate=0.01",
            "environment_learner.max_learning_rounds=1",
            "environment_learner.curriculum=uniform",
            "evaluation.test_tasks=75");

    private static final List<String> CLONING = tapes(3);

    private static final List<String> EXPLORING = List.of(
            "environment_learner.tasks_per_round=25",
            "environment_learner.optimization_rounds_per_cycle=24",
            "environment_learner.max_environment_steps=75000",
            "trajectory_optimizer.trajectories_per_round=4",
            "trajectory_optimizer.temperature=0.5",
            "trajectory_optimizer.warming=0");

    /** Without gold paths success comes late: after sixteen waves there was two thirds of what there is after these. */
    private static final List<String> LONGER = List.of(
            "environment_learner.optimization_rounds_per_cycle=48", "environment_learner.max_environment_steps=150000");

    /** With gold paths, what only earned partial credit is worse than what is known: imitating it taught to do half of a task. */
    private static final List<String> WHOLE = List.of("trajectory_optimizer.partial_weight=0");

    private static final List<String> PAIRS = List.of(
            "trajectory_optimizer.contrastive_learning=true",
            "trajectory_optimizer.partial_pairs=true",
            "trajectory_optimizer.ending_weight=1");

    private static final List<String> NOT_EXPLORING = List.of("trajectory_optimizer.exploration=false");

    /** The arms that are run where none is named, in this order. */
    static final List<ScienceWorldArm> MAIN = List.of(
            arm("random", "any admissible call", List.of("policy=random", "environment_learner.max_learning_rounds=0")),
            arm("cloning", "three gold paths a task, cloned", CLONING, NOT_EXPLORING),
            arm(
                    "rejection-sampling",
                    "cloning, then exploring; of each group the best attempt is cloned",
                    CLONING,
                    EXPLORING,
                    WHOLE),
            eto("eto", "rejection sampling, the preference loss on pairs, and fatal calls made less likely", List.of()),
            arm("self-play", "exploring without any gold path", EXPLORING, LONGER));

    /** The arms that are run only where they are named: variations of cloning, of ETO and of self-play. */
    static final List<ScienceWorldArm> FURTHER = List.of(
            arm("cloning-1", "one gold path a task, cloned", tapes(1), NOT_EXPLORING),
            arm("cloning-10", "ten gold paths a task, cloned", tapes(10), NOT_EXPLORING),
            arm(
                    "eto-no-cloning",
                    "eto without any gold path, and nothing imitated",
                    EXPLORING,
                    WHOLE,
                    PAIRS,
                    List.of("trajectory_optimizer.cloning=false")),
            arm(
                    "self-play-failures",
                    "eto without any gold path: its own successes imitated, and learning from failures",
                    EXPLORING,
                    WHOLE,
                    PAIRS),
            eto(
                    "eto-curriculum",
                    "eto, practising more what is not yet mastered",
                    List.of("environment_learner.curriculum=mastery")),
            eto(
                    "eto-gate",
                    "eto, each two waves compared with the version before on selection tasks",
                    List.of(
                            "gate.enabled=true",
                            "gate.max_pairs=60",
                            "environment_learner.max_learning_rounds=12",
                            "environment_learner.optimization_rounds_per_cycle=2")),
            eto(
                    "eto-long",
                    "eto, twice as long",
                    List.of(
                            "environment_learner.optimization_rounds_per_cycle=48",
                            "environment_learner.max_environment_steps=150000")));

    /** All arms, in the order of the table. */
    static final List<ScienceWorldArm> ALL =
            Stream.concat(MAIN.stream(), FURTHER.stream()).toList();

    /** What is compared with what. */
    static List<ArmTable.Difference> differences(ArmTable table) {
        Stream<ArmTable.Difference> main = Stream.of(
                table.difference("eto", "cloning"),
                table.difference("rejection-sampling", "cloning"),
                table.difference("eto", "rejection-sampling"),
                table.difference("self-play", "random"),
                table.difference("eto-no-cloning", "random"),
                table.difference("self-play-failures", "random"));
        Stream<ArmTable.Difference> further =
                FURTHER.stream().map(arm -> table.difference(arm.name(), varied(arm.name())));
        return Stream.concat(main, further)
                .filter(difference -> difference.seen() != null)
                .toList();
    }

    /** The arm that a further arm varies: its name begins with that arm's. */
    private static String varied(String further) {
        return Stream.of("cloning", "eto", "self-play")
                .filter(further::startsWith)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> tapes(int each) {
        return List.of("expert.tapes_per_task=" + each);
    }

    private static ScienceWorldArm eto(String name, String about, List<String> changed) {
        return arm(name, about, CLONING, EXPLORING, WHOLE, PAIRS, changed);
    }

    @SafeVarargs
    private static ScienceWorldArm arm(String name, String about, List<String>... overrides) {
        List<String> all = new ArrayList<>(SHARED);
        for (List<String> some : overrides) {
            all.addAll(some);
        }
        return new ScienceWorldArm(name, about, List.copyOf(all));
    }
}
