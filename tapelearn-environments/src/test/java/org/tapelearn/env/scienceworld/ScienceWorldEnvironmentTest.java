package org.tapelearn.env.scienceworld;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tapelearn.environment.EnvironmentChecker;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.run.Parallel;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.task.TaskFamily.Wording;

/** Drives the real simulator. */
class ScienceWorldEnvironmentTest {
    private static final String[] TASKS = {
        "find-plant", "boil", "power-component", "grow-fruit", "identify-life-stages-2"
    };
    private static final int CALLS = 12;

    private static ScienceWorldEnvironment environment;

    @BeforeAll
    static void open() {
        environment = Installed.open(TASKS);
    }

    @AfterAll
    static void close() {
        environment.close();
    }

    @Test
    void answersAsAPlainLoopOverItsInterfaceDoes() {
        try (PlainLoop plain = new PlainLoop(Installed.JAR, Installed.settings())) {
            for (String task : TASKS) {
                Walk walk = walk(environment, new WorldTask(task, 3), CALLS);
                List<PlainLoop.Said> said = plain.play(task, 3, walk.calls);
                assertThat(said).hasSize(walk.calls.size() + 1);
                for (int i = 0; i < said.size(); i++) {
                    int at = i;
                    assertThat(
                                    i == 0
                                            ? ""
                                            : walk.shown
                                                    .get(i)
                                                    .lines()
                                                    .findFirst()
                                                    .orElseThrow())
                            .as("%s after %d calls", task, i)
                            .isEqualToIgnoringWhitespace(said.get(i).answer());
                    assertThat(walk.score.get(i))
                            .isEqualTo(Math.clamp(said.get(i).score(), 0, 1));
                    assertThat(tools(walk.actions.get(i)).entrySet())
                            .as("%s after %d calls", task, i)
                            .allSatisfy(tool -> assertThat(tool.getValue())
                                    .isLessThanOrEqualTo(valid(said, at).getOrDefault(tool.getKey(), 0L)));
                }
                assertThat(walk.shown.getFirst())
                        .contains(said.getFirst().room())
                        .contains(said.getFirst().carried());
            }
        }
    }

    /** How many calls of each tool the simulator's own interface lists. */
    private static Map<String, Long> valid(List<PlainLoop.Said> said, int at) {
        return tools(said.get(at).valid().stream()
                .flatMap(action -> Verb.call(action, Set.of()).stream())
                .toList());
    }

    private static Map<String, Long> tools(List<ToolCall> calls) {
        return calls.stream().collect(Collectors.groupingBy(ToolCall::tool, Collectors.counting()));
    }

    @Test
    void listsNothingThatIsNotUnderstood() {
        for (String task : TASKS) {
            Walk walk = walk(environment, new WorldTask(task, 5), CALLS);
            assertThat(walk.shown).as(task).noneMatch(text -> text.contains("No known action"));
        }
    }

    @Test
    void reachesNoFurtherThanAClosedDoor() {
        try (Episode episode = environment.open("boil", 5)) {
            episode.step(ToolCall.of("teleport_to", "place", "kitchen"));
            ToolCall focus = ToolCall.of("focus_on", "thing", "ice");
            assertThat(episode.actions()).doesNotContain(focus);
            episode.step(ToolCall.of("open", "thing", "freezer"));
            assertThat(episode.actions()).contains(focus);
        }
    }

    @Test
    void isTheSameAloneAndInParallel() {
        List<WorldTask> tasks = new ArrayList<>();
        for (String task : TASKS) {
            tasks.add(new WorldTask(task, 1));
            tasks.add(new WorldTask(task, 2));
        }
        List<String> alone = tasks.stream()
                .map(task -> walk(environment, task, CALLS).toString())
                .toList();
        try (ScienceWorldEnvironment other = Installed.open(TASKS)) {
            assertThat(Parallel.map(
                                    3,
                                    tasks.reversed(),
                                    task -> walk(other, task, CALLS).toString())
                            .reversed())
                    .isEqualTo(alone);
        }
    }

    /** But for the number of calls listed: a busy room of its has up to 2,740. */
    @Test
    void keepsTheContractOfEnvironments() {
        try (ScienceWorldEnvironment few = Installed.open("identify-life-stages-2")) {
            assertThat(new EnvironmentChecker(few, 1, 2, 6, 1).violations()).allSatisfy(violation -> {
                assertThat(violation.rule()).startsWith("there are some actions before the end");
                assertThat(Integer.parseInt(violation.found())).isBetween(1_001, 3_000);
            });
        }
    }

    @Test
    void printsNothingAndWritesNothingWhereItRuns() {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (ScienceWorldEnvironment fresh = Installed.open("boil")) {
            walk(fresh, new WorldTask("boil", 4), 3);
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(Path.of("object_type_ids.tsv")).doesNotExist();
    }

    @Test
    void splitsTheVariationsAsItsAuthorsDo() {
        TaskFamily boil = family("boil");
        assertThat(boil.groups(Split.TRAIN)).hasSize(14).contains("boil-0", "boil-13");
        assertThat(boil.groups(Split.SELECTION)).hasSize(7).contains("boil-14", "boil-20");
        assertThat(boil.groups(Split.TEST)).hasSize(9).contains("boil-21", "boil-29");
        assertThat(environment.families()).hasSize(TASKS.length).noneMatch(TaskFamily::heldOut);
    }

    @Test
    void asksEveryVariationAsATaskOfItsOwn() {
        TaskFamily boil = family("boil");
        Task first = task(boil, "boil-0");
        assertThat(first.description()).startsWith("Your task is to boil water.");
        assertThat(boil.question(first)).isNotEqualTo(boil.question(task(boil, "boil-1")));
        assertThat(boil.draw(Split.TRAIN, "boil-0", Wording.HELD_OUT, 0)).isEmpty();
    }

    @Test
    void knowsAnExpertsWay() {
        TaskFamily family = family("find-plant");
        Task task = task(family, "find-plant-0");
        List<ToolCall> calls = family.expert(task);
        int listed = 0;
        try (Episode episode = environment.open(task, 0)) {
            for (ToolCall call : calls) {
                listed += episode.actions().contains(call) ? 1 : 0;
                episode.step(call);
            }
            assertThat(episode.check(task.criteria().getFirst()).holds()).isTrue();
        }
        assertThat(listed).isEqualTo(calls.size());
        assertThat(calls.getFirst()).isEqualTo(ToolCall.of("teleport_to", "place", "greenhouse"));
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        try (Episode episode = environment.open("boil", 0)) {
            assertThat(episode.step(ToolCall.of("open", "thing", "moon")))
                    .satisfies(answer -> assertThat(answer.error()).isTrue())
                    .extracting(Transition::observation)
                    .asString()
                    .contains("No known action matches that input.");
            assertThat(episode.step(ToolCall.of("opne", "thing", "moon")).observation())
                    .contains("There is no tool (opne)")
                    .contains("Maybe you meant (open)");
            assertThat(episode.step(ToolCall.of("open", "door", "moon")).observation())
                    .isEqualTo("The tool (open) takes (thing), not (door).");
        }
    }

    private static TaskFamily family(String name) {
        return environment.families().stream()
                .filter(family -> family.name().equals(name.replace('-', '_')))
                .findFirst()
                .orElseThrow();
    }

    private static Task task(TaskFamily family, String group) {
        return family.draw(Split.TRAIN, group, Wording.KNOWN, 0).orElseThrow();
    }

    /** Takes calls at random, but for those that may fail the task. */
    private static Walk walk(ScienceWorldEnvironment environment, WorldTask task, int calls) {
        Walk walk = new Walk();
        SplittableRandom random = new SplittableRandom(task.hashCode());
        Task asked = environment.families().stream()
                .filter(family -> family.name().equals(task.name().replace('-', '_')))
                .findFirst()
                .flatMap(family -> family.draw(Split.TRAIN, task.id(), Wording.KNOWN, 0))
                .orElseThrow();
        try (Episode episode = environment.open(asked, 0)) {
            walk.see(episode, asked, episode.opening());
            for (int i = 0; i < calls && !walk.actions.getLast().isEmpty(); i++) {
                List<ToolCall> open = walk.actions.getLast().stream()
                        .filter(call -> !call.tool().equals("focus_on"))
                        .toList();
                ToolCall call = open.get(random.nextInt(open.size()));
                walk.calls.add(call);
                walk.see(episode, asked, episode.step(call).observation());
            }
        }
        return walk;
    }

    private static final class Walk {
        private final List<ToolCall> calls = new ArrayList<>();
        private final List<String> shown = new ArrayList<>();
        private final List<List<ToolCall>> actions = new ArrayList<>();
        private final List<Double> score = new ArrayList<>();

        void see(Episode episode, Task task, String text) {
            shown.add(text);
            actions.add(episode.actions());
            score.add(episode.check(task.criteria().getLast()).degree());
        }

        @Override
        public String toString() {
            return "%s %s %s %s".formatted(calls, shown, actions, score);
        }
    }
}
