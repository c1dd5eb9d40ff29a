package org.tapelearn.learn.warm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.learn.contrast.Attempts;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.TrajectoryPair;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.MemoryItem;
import org.tapelearn.memory.Standing;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.textworld.TextWorldEnvironment;

class MemoryLookupTest {
    private static final MemoryWarmer WARMER = new MemoryWarmer(
            new MemoryWarmer.Settings(100, 0.7, 0.95, true, true), new TextWorldEnvironment(true).families());
    private static final Memory MEMORY = new Memory(List.of(
            demonstration("a", "fetch", "Fetch the lamp from the attic", "go", "take"),
            demonstration("b", "fetch", "Fetch the lamp from the attic, please", "look", "go", "take"),
            demonstration("c", "open_container", "Open the chest in the cellar", "go", "open"),
            demonstration("d", "deliver", "Carry the lamp to the cellar", "go", "take", "go", "drop")));

    @Test
    void ranksWhatIsInMemoryByTheQuery() {
        assertThat(first("Open a chest")).isEqualTo("c");
        assertThat(first("Fetch a lamp from an attic")).isEqualTo("a");
        assertThat(WARMER.retrieveRelevantMemory(MEMORY, "Fetch a lamp", null, null, 2))
                .hasSize(2);
        assertThat(WARMER.retrieveRelevantMemory(MEMORY, "the lamp", TaskCategory.INTEGRATION, null, 1))
                .extracting(MemoryItem::id)
                .containsExactly("d");
        assertThat(WARMER.retrieveRelevantMemory(MEMORY, "a lamp", null, TaskDifficulty.EXPERT, 1))
                .extracting(MemoryItem::id)
                .containsExactly("d");
    }

    @Test
    void givesNothingForWhatItKnowsNothingOf() {
        assertThat(WARMER.retrieveRelevantMemory(
                        MEMORY, "Write a poem on the sea, please", TaskCategory.EXPLORATION, null, 5))
                .isEmpty();
        assertThat(WARMER.retrieveRelevantMemory(MEMORY, "What is in the chest?", null, null, 5))
                .extracting(MemoryItem::id)
                .containsExactly("c");
    }

    private static String first(String query) {
        return WARMER.retrieveRelevantMemory(MEMORY, query, null, null, 5)
                .getFirst()
                .id();
    }

    @Test
    void makesATemplateOfTheShortestSuccess() {
        SuccessTemplate template = WARMER.getSuccessTemplate(
                        MEMORY, TaskCategory.EXPLORATION, TaskDifficulty.INTERMEDIATE)
                .orElseThrow();
        assertThat(template.calls())
                .containsExactly(ToolCall.of("go", "thing", "{thing}"), ToolCall.of("take", "thing", "{thing_2}"));
        assertThat(template.evidence()).containsExactly("rollout-a");
        assertThat(WARMER.getSuccessTemplate(MEMORY, TaskCategory.CREATIVE, TaskDifficulty.EXPERT))
                .isEmpty();
    }

    @Test
    void givesEqualValuesOneVariable() {
        MemoryItem.Demonstration twice = new MemoryItem.Demonstration(
                "e",
                "fetch",
                "cue",
                List.of(ToolCall.of("open", "table", "t1"), ToolCall.of("read", "source", "t1", "column", "t2")),
                List.of("r"),
                Standing.NEW);
        assertThat(SuccessTemplate.of(twice).calls().getLast())
                .isEqualTo(ToolCall.of("read", "source", "{table}", "column", "{column}"));
    }

    @Test
    void minesSequencesThatSucceedMoreOftenThanAttemptsAtLarge() {
        List<Judged> attempts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            attempts.add(Attempts.success("look open take"));
            attempts.add(Attempts.failure("look wait take"));
        }
        Warmup warmup = WARMER.warmMemory(Memory.EMPTY, PatternLibrary.EMPTY, attempts, List.of());
        List<PatternLibrary.Suggestion> found = WARMER.getPatternSuggestions(warmup.patterns(), "anything", 10);
        assertThat(found)
                .extracting(PatternLibrary.Suggestion::tools)
                .containsExactlyInAnyOrder(
                        List.of("look", "open"), List.of("open", "take"), List.of("look", "open", "take"));
        assertThat(found).allSatisfy(one -> {
            assertThat(one.uses()).isEqualTo(4);
            assertThat(one.successes()).isEqualTo(4);
            assertThat(one.lift()).isEqualTo((5.0 / 6) / (5.0 / 10));
        });
        assertThat(WARMER.getPatternSuggestions(warmup.patterns(), "anything", 1))
                .hasSize(1);
        assertThat(warmup.patternLibrarySize()).isEqualTo(3);
    }

    @Test
    void countsASequenceOnlyFromWhenItWasFirstSeen() {
        List<Judged> bad = List.of(Attempts.failure("look wait"), Attempts.failure("look wait"));
        List<Judged> good = List.of(Attempts.success("look open"), Attempts.success("look open"));
        PatternLibrary library = PatternLibrary.EMPTY.with(bad).with(good);
        PatternLibrary.Family family = library.families().firstEntry().getValue();
        assertThat(family.attempts()).isEqualTo(4);
        assertThat(family.sequences().get("look>open")).isEqualTo(new PatternLibrary.Sequence(2, 2, 2, 0));
        assertThat(library.size())
                .as("it succeeded as often as all since it was seen")
                .isZero();
    }

    @Test
    void saysWhatWarmingCameTo() {
        List<TrajectoryPair> pairs = List.of(
                new TrajectoryPair(Attempts.success("look open"), Attempts.failure("look wait"), 1, 1),
                new TrajectoryPair(Attempts.success("look open"), Attempts.failure("look wait"), 1, 1));
        List<Judged> attempts = List.of(Attempts.success("look open"), Attempts.failure("look wait"));
        Warmup warmup = WARMER.warmMemory(Memory.EMPTY, PatternLibrary.EMPTY, attempts, pairs);
        assertThat(warmup.trajectoriesStored()).isEqualTo(1);
        assertThat(warmup.memoryCategories()).containsEntry("unknown", 2);
        assertThat(warmup.successTemplates()).isEqualTo(1);
        assertThat(warmup.memoryQualityAverage()).isEqualTo(0.5);
        assertThat(warmup.warmupMetrics()).isEqualTo(new Warmup.WarmupMetrics(2, 1, 2, 1, 0));
        Warmup again = WARMER.warmMemory(warmup.memory(), warmup.patterns(), attempts, List.of());
        assertThat(again.trajectoriesStored()).isZero();
        assertThat(again.memory().items()).hasSize(2);
    }

    @Test
    void movesQualityByRewardAndCleansUpWhatHarmed() {
        Memory better = WARMER.updateMemoryQuality(MEMORY, "a", true, 1);
        assertThat(quality(better)).isGreaterThan(quality(MEMORY));
        Memory worse = WARMER.updateMemoryQuality(MEMORY, "a", false, 0.6);
        assertThat(quality(worse)).isLessThan(quality(MEMORY));
        assertThat(quality(WARMER.updateMemoryQuality(MEMORY, "a", false, 0))).isLessThan(quality(worse));
        assertThat(WARMER.updateMemoryQuality(MEMORY, "none", true, 1)).isEqualTo(MEMORY);

        MemoryWarmer keeping = new MemoryWarmer(new MemoryWarmer.Settings(100, 0.7, 0.95, true, false));
        Memory harmed = MEMORY;
        for (int i = 0; i < 20; i++) {
            harmed = keeping.updateMemoryQuality(harmed, "a", false, 0);
        }
        assertThat(keeping.cleanupMemory(harmed, false).items()).hasSize(4);
        assertThat(keeping.cleanupMemory(harmed, true).items()).hasSize(3);
        assertThat(WARMER.cleanupMemory(harmed, false).items()).hasSize(3);
        MemoryStatistics statistics = keeping.getMemoryStatistics(harmed, PatternLibrary.EMPTY);
        assertThat(statistics.uses()).isEqualTo(20);
        assertThat(statistics.successes()).isZero();
        assertThat(statistics.demonstrations()).isEqualTo(4);
        assertThat(statistics.limit()).isEqualTo(100);
    }

    private static double quality(Memory memory) {
        return memory.items().getFirst().standing().quality();
    }

    private static MemoryItem demonstration(String id, String family, String cue, String... tools) {
        List<ToolCall> calls = new ArrayList<>();
        for (String tool : tools) {
            calls.add(ToolCall.of(tool, "thing", tool + calls.size()));
        }
        return new MemoryItem.Demonstration(id, family, cue, calls, List.of("rollout-" + id), Standing.NEW);
    }
}
