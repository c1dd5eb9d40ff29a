package org.tapelearn.env.datascience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;

class EpisodeStateTest {
    private static DataScienceEnvironment environment;

    @BeforeAll
    static void open() {
        environment = DataScienceEnvironment.bundled();
    }

    @AfterAll
    static void close() {
        environment.close();
    }

    /** Walks at random and keeps all that was seen. */
    private static List<String> walk(Split split, long seed, int steps) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> seen = new ArrayList<>();
        try (Episode episode = environment.open(Episodes.task(split), 0)) {
            seen.add(episode.opening());
            for (int i = 0; i < steps; i++) {
                List<ToolCall> actions = episode.actions().stream()
                        .filter(call -> !call.tool().equals("submit_answer"))
                        .toList();
                assertThat(episode.actions()).hasSizeBetween(1, Actions.MOST);
                ToolCall call = actions.get(random.nextInt(actions.size()));
                seen.add(actions.size() + " " + call + " " + episode.step(call));
            }
        }
        return seen;
    }

    @ParameterizedTest
    @EnumSource(Split.class)
    void listsHundredsOfCallsAtMost(Split split) {
        for (int seed = 0; seed < 40; seed++) {
            assertThat(walk(split, seed, 25)).hasSize(26);
        }
    }

    @Test
    void seesTheTablesOfItsOwnSplitOnly() {
        for (Split split : Split.values()) {
            Set<String> names = environment.tables().all().stream()
                    .filter(table -> table.split() == split)
                    .map(Table::name)
                    .collect(Collectors.toSet());
            try (Episode episode = environment.open(Episodes.task(split), 0)) {
                assertThat(episode.opening().lines().map(line -> line.replaceFirst(" : .*", "")))
                        .containsExactlyInAnyOrderElementsOf(names);
                environment.tables().all().stream()
                        .filter(table -> table.split() != split)
                        .forEach(table -> assertThat(episode.step(ToolCall.of("describe_table", "table", table.name()))
                                        .error())
                                .as(table.name())
                                .isTrue());
            }
        }
    }

    @Test
    void listsColumnsAndValuesOnlyWhenTheyWereShown() {
        try (Episode episode = environment.open(Episodes.TASK, 0)) {
            assertThat(tools(episode)).containsExactlyInAnyOrder("list_tables", "describe_table");
            episode.step(ToolCall.of("describe_table", "table", "penguins"));
            assertThat(tools(episode)).contains("describe_column", "statistic").doesNotContain("filter_rows");
            episode.step(ToolCall.of("describe_column", "table", "penguins", "column", "Species"));
            assertThat(episode.actions())
                    .filteredOn(call -> call.tool().equals("filter_rows"))
                    .isNotEmpty()
                    .allMatch(call -> call.argument("column").equals("Species"))
                    .extracting(call -> call.argument("value"))
                    .contains("Adelie", "Gentoo");
        }
    }

    private static Set<String> tools(Episode episode) {
        return episode.actions().stream().map(ToolCall::tool).collect(Collectors.toSet());
    }

    @Test
    void knowsNothingOfOtherEpisodes() {
        try (Episode first = environment.open(Episodes.TASK, 0);
                Episode second = environment.open(Episodes.TASK, 0)) {
            List<ToolCall> fresh = second.actions();
            first.step(ToolCall.of("describe_table", "table", "penguins"));
            first.step(ToolCall.of("limit_rows", "table", "penguins", "n", "3"));
            assertThat(second.actions()).isEqualTo(fresh);
            Transition unknown = second.step(ToolCall.of("preview_table", "table", "t1"));
            assertThat(unknown.error()).isTrue();
            second.step(ToolCall.of("describe_table", "table", "penguins"));
            second.step(ToolCall.of("limit_rows", "table", "penguins", "n", "10"));
            assertThat(first.step(ToolCall.of("preview_table", "table", "t1")).observation())
                    .startsWith("t1 : 3 rows");
            assertThat(second.step(ToolCall.of("preview_table", "table", "t1")).observation())
                    .startsWith("t1 : 10 rows");
        }
    }

    @Test
    void answersTheSameOnManyThreads() throws Exception {
        List<List<String>> alone = new ArrayList<>();
        for (int seed = 100; seed < 124; seed++) {
            alone.add(walk(Split.SELECTION, seed, 12));
        }
        try (DataScienceEnvironment fresh = DataScienceEnvironment.bundled();
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            DataScienceEnvironment warm = environment;
            environment = fresh;
            try {
                List<Callable<List<String>>> walks = new ArrayList<>();
                for (int seed = 100; seed < 124; seed++) {
                    long own = seed;
                    walks.add(() -> walk(Split.SELECTION, own, 12));
                }
                List<List<String>> together = new ArrayList<>();
                for (var walk : threads.invokeAll(walks)) {
                    together.add(walk.get());
                }
                assertThat(together).isEqualTo(alone);
            } finally {
                environment = warm;
            }
        }
    }
}
