package org.tapelearn.learn.contrast;

import java.util.List;
import org.tapelearn.memory.Memory;

/** Writes down what pairs teach, in words, for an agent that learns by what it is told. */
@FunctionalInterface
public interface Reflection {
    /**
     * Returns the memory with what some pairs teach; the one given is unchanged.
     *
     * @param occasion where in the session this is, unique within it; equal arguments ask a model the same
     */
    Reflected reflect(Memory memory, List<TrajectoryPair> pairs, String occasion);

    /**
     * What came of it.
     *
     * @param asked pairs that were thought about
     * @param applied operations that changed the memory
     * @param refused why others did not, in their order
     */
    record Reflected(Memory memory, int asked, int applied, List<String> refused) {
        public Reflected {
            refused = List.copyOf(refused);
        }

        public static Reflected nothing(Memory memory) {
            return new Reflected(memory, 0, 0, List.of());
        }
    }
}
