package org.tapelearn.learn.contrast;

import java.util.List;
import java.util.Optional;
import org.tapelearn.agent.Agent;
import org.tapelearn.memory.Memory;

/** Turns judged attempts into a better policy. Deterministic: equal arguments give equal policies on any machine. */
public interface PolicyTrainer {
    /** The policy before it has learned anything. */
    Agent untrained();

    /** Returns the policy after one update; the given one is unchanged. */
    Agent train(Agent policy, Batch batch);

    /** Writes a policy of this trainer as bytes. */
    byte[] save(Agent policy);

    /** Reads what {@link #save} wrote. */
    Agent load(byte[] bytes);

    /** What writes insights in words, for agents that learn by reading them; without it insights come from first divergences alone. */
    default Optional<Reflection> reflection() {
        return Optional.empty();
    }

    /**
     * What to learn from.
     *
     * @param examples attempts to imitate
     * @param pairs attempts to tell apart
     * @param endings failed attempts whose last call ended them, to do less like
     * @param memory what the agent may recall from while it acts on what it learns
     */
    record Batch(List<Example> examples, List<TrajectoryPair> pairs, List<Judged> endings, Memory memory) {
        public static final Batch NOTHING = new Batch(List.of(), List.of(), Memory.EMPTY);

        public Batch {
            examples = List.copyOf(examples);
            pairs = List.copyOf(pairs);
            endings = List.copyOf(endings);
        }

        /** A batch without endings. */
        public Batch(List<Example> examples, List<TrajectoryPair> pairs, Memory memory) {
            this(examples, pairs, List.of(), memory);
        }

        /** Returns a batch of nothing but examples. */
        public static Batch imitating(List<Example> examples) {
            return new Batch(examples, List.of(), Memory.EMPTY);
        }
    }

    /**
     * An attempt to imitate.
     *
     * @param weight at least 0; 1 is a full example
     */
    record Example(Judged attempt, double weight) {}
}
