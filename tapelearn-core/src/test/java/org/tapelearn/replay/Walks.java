package org.tapelearn.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.environment.Environment;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.Recall;
import org.tapelearn.run.Limits;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily.Wording;
import org.tapelearn.textworld.TextWorldEnvironment;

/** Attempts in the text world, for the tests of this package. */
final class Walks {
    static final TextWorldEnvironment WORLD = new TextWorldEnvironment(true);
    static final Task TASK = WORLD.families()
            .getFirst()
            .draw(Split.TRAIN, "castle", Wording.KNOWN, 0)
            .orElseThrow();
    static final RolloutKey KEY = new RolloutKey(RolloutKey.Phase.EXPLORE, 1, 0, TASK.id(), 0);

    private Walks() {}

    static Runner runner(Environment environment) {
        return new Runner(environment, Recall.NOTHING, new Limits(10, 99), 1);
    }

    static PolicyVersion version(String id, Agent agent) {
        return new PolicyVersion(id, agent, Memory.EMPTY);
    }

    /** Ten calls, or fewer where it finishes by chance. */
    static Rollout random() {
        return runner(WORLD)
                .run(version("v0", new RandomAgent("random", 0)), TASK, KEY, Briefing.Mode.DEPLOYED, List.of());
    }

    /** Returns a tape with another step in the place of one. */
    static Tape changed(Tape tape, int index, Step step) {
        List<Step> steps = new ArrayList<>(tape.steps());
        steps.set(index, step);
        return new Tape(tape.metadata(), steps);
    }

    /** Takes any admissible call but the last (to finish), by its seed and that of the briefing. */
    record RandomAgent(String name, long salt) implements Agent {
        @Override
        public Attempt begin(Briefing briefing) {
            SplittableRandom random = new SplittableRandom(briefing.seed() + salt);
            return (tape, admissible) -> admissible.get(random.nextInt(Math.max(1, admissible.size() - 1)));
        }
    }
}
