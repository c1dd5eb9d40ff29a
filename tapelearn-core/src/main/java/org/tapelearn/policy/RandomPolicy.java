package org.tapelearn.policy;

import java.util.SplittableRandom;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;

/** A control without parameters: takes any of the admissible calls, by the seed of the attempt. */
public final class RandomPolicy implements Agent {
    @Override
    public String name() {
        return "random";
    }

    @Override
    public Attempt begin(Briefing briefing) {
        SplittableRandom random = new SplittableRandom(briefing.seed());
        return (tape, admissible) -> admissible.get(random.nextInt(admissible.size()));
    }
}
