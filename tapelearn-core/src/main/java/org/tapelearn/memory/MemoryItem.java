package org.tapelearn.memory;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.tapelearn.tape.ToolCall;

/** Something learned that can be recalled for a later task. Every item says what it came from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = MemoryItem.Demonstration.class, name = "demonstration"),
    @JsonSubTypes.Type(value = MemoryItem.Insight.class, name = "insight")
})
public sealed interface MemoryItem {
    String id();

    /** The task family that the item was learned on. */
    String family();

    /** The words by which the item is found: the task's description with its particulars replaced. */
    String cue();

    /** The ids of the rollouts that the item came from, never empty. */
    List<String> evidence();

    Standing standing();

    /** Returns this item with another standing. */
    MemoryItem with(Standing standing);

    /**
     * A verified success as an example.
     *
     * @param calls the calls of the shortest grounded success, in order
     */
    record Demonstration(
            String id, String family, String cue, List<ToolCall> calls, List<String> evidence, Standing standing)
            implements MemoryItem {
        public Demonstration {
            calls = List.copyOf(calls);
            evidence = List.copyOf(evidence);
        }

        @Override
        public MemoryItem with(Standing changed) {
            return new Demonstration(id, family, cue, calls, evidence, changed);
        }
    }

    /**
     * What a first divergence taught: in this situation, one action led to success and another did not.
     *
     * @param text the insight in words, at most 60
     * @param prefer the tool chosen by the successes
     * @param avoid the tool chosen by the failures
     * @param after the tool called before, empty at the start
     */
    record Insight(
            String id,
            String family,
            String cue,
            String text,
            String after,
            String prefer,
            String avoid,
            List<String> evidence,
            Standing standing)
            implements MemoryItem {
        public Insight {
            evidence = List.copyOf(evidence);
        }

        @Override
        public MemoryItem with(Standing changed) {
            return new Insight(id, family, cue, text, after, prefer, avoid, evidence, changed);
        }
    }
}
