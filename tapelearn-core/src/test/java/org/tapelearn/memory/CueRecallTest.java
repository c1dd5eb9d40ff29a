package org.tapelearn.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.tape.ToolCall;

class CueRecallTest {
    private static final Recall RECALL = new CueRecall(List.of());
    private static final Memory MEMORY = new Memory(List.of(
            demonstration("count", "How many rows are in penguins?", "describe", "penguins"),
            demonstration("mean", "What is the average mass in penguins?", "statistic", "penguins"),
            demonstration("most", "Which island has the most rows in penguins?", "group", "penguins"),
            demonstration("many", "How many islands are named in penguins?", "distinct", "penguins")));

    @Test
    void recallsTheMostAlikeFirst() {
        assertThat(ids("What is the average wage in workers?", "new")).startsWith("mean");
        assertThat(ids("How many rows are in workers?", "new")).startsWith("count", "many");
    }

    @Test
    void doesNotMindWhatATaskNames() {
        assertThat(RECALL.recall(MEMORY, "How many rows are in penguins?", "new")
                        .getFirst()
                        .likeness())
                .isEqualTo(RECALL.recall(MEMORY, "How many rows are in workers?", "new")
                        .getFirst()
                        .likeness())
                .isCloseTo(1, org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void leavesOutWhatCameFromTheSameTask() {
        assertThat(ids("How many rows are in penguins?", "task-count")).doesNotContain("count");
    }

    @Test
    void recallsNothingForStrangeWords() {
        assertThat(ids("Paint it blue.", "new")).isEmpty();
        assertThat(RECALL.recall(Memory.EMPTY, "How many rows are in penguins?", "new"))
                .isEmpty();
    }

    private static List<String> ids(String description, String task) {
        return RECALL.recall(MEMORY, description, task).stream()
                .map(recalled -> recalled.item().id())
                .toList();
    }

    private static MemoryItem demonstration(String id, String cue, String tool, String table) {
        return new MemoryItem.Demonstration(
                id,
                "family",
                cue,
                List.of(ToolCall.of(tool, "table", table)),
                List.of("explore/1/0/task-" + id + "/0"),
                Standing.NEW);
    }
}
