package org.tapelearn.bench;

import java.util.SplittableRandom;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;

/** Takes any of the admissible calls. */
final class RandomAgent implements Agent {
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
