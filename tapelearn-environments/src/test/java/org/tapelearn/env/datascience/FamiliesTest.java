package org.tapelearn.env.datascience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tapelearn.environment.Episode;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.task.TaskFamily.Wording;

class FamiliesTest {
    private static final int NUMBERS = 2;
    private static DataScienceEnvironment environment;

    @BeforeAll
    static void open() {
        environment = DataScienceEnvironment.bundled();
    }

    @AfterAll
    static void close() {
        environment.close();
    }

    /** A drawn task with the solver's way to do it. */
    private record Case(Task task, Solver.Solution solution) {}

    private static List<Case> cases(TaskFamily family) {
        List<Case> cases = new ArrayList<>();
        for (Split split : Split.values()) {
            for (String group : family.groups(split)) {
                for (long number = 0; number < NUMBERS; number++) {
                    Optional<Question> question = ((DrawnFamily) family).question(split, group, number);
                    Optional<Task> task = family.draw(split, group, Wording.KNOWN, number);
                    if (task.isPresent()) {
                        cases.add(new Case(
                                task.get(), Solver.solve(environment.tables(), family.name(), question.orElseThrow())));
                    }
                }
            }
        }
        return cases;
    }

    @Test
    void asksTrainingQuestionsAgainInOtherWords() {
        SplittableRandom random = new SplittableRandom(1);
        int others = 0;
        int asked = 0;
        for (TaskFamily family : environment.families()) {
            for (Case one : cases(family)) {
                Optional<Task> reworded = family.reword(one.task(), random);
                assertThat(reworded.isPresent())
                        .as(one.task().id())
                        .isEqualTo(one.task().split() == Split.TRAIN);
                if (reworded.isPresent()) {
                    Task again = reworded.get();
                    assertThat(again.criteria()).isEqualTo(one.task().criteria());
                    assertThat(again.wording()).startsWith("reworded");
                    assertThat(again.group()).isEqualTo(one.task().group());
                    others += again.description().equals(one.task().description()) ? 0 : 1;
                    asked++;
                }
            }
        }
        assertThat(asked).isGreaterThan(300);
        assertThat(others).isGreaterThan(95 * asked / 100);
    }

    /** A sentence whose slots its question does not fill would end a session in the middle of learning. */
    @Test
    void fillsEverySlotOfEveryRewording() {
        SplittableRandom random = new SplittableRandom(1);
        for (TaskFamily family : environment.families()) {
            Task task = cases(family).stream()
                    .map(Case::task)
                    .filter(one -> one.split() == Split.TRAIN)
                    .findFirst()
                    .orElseThrow();
            Phrasebook.Section said = Phrasebook.bundled().section(family.name());
            int lines = said.lines(Phrasebook.Choice.KNOWN).size()
                    + said.lines(Phrasebook.Choice.REWORDED).size();
            Set<String> used = new HashSet<>();
            for (int i = 0; i < 3_000 && used.size() < lines; i++) {
                Task again = family.reword(task, random).orElseThrow();
                assertThat(again.description()).doesNotContain("{", "}");
                used.add(again.wording());
            }
            assertThat(used).as(family.name()).hasSize(lines);
        }
    }

    /** Else the shorter way would be learned, and is wrong for every other question of the family. */
    @Test
    void asksForNoDifferenceThatOneOfItsPartsIsAlready() {
        Facts facts = new Facts(environment.tables());
        int asked = 0;
        for (TaskFamily family : environment.families()) {
            if (List.of("value_range", "compare_groups").contains(family.name())) {
                for (Case one : cases(family)) {
                    List<String> parts = one.task().criteria().stream()
                            .filter(criterion -> criterion.role() == Criterion.Role.EVIDENCE)
                            .map(criterion -> criterion.check().path("sql").asText())
                            .toList();
                    assertThat(parts).hasSize(3);
                    assertThat(facts.differ(parts.get(0), parts.get(2)))
                            .as(one.task().description())
                            .isTrue();
                    assertThat(facts.differ(parts.get(1), parts.get(2)))
                            .as(one.task().description())
                            .isTrue();
                    asked++;
                }
            }
        }
        assertThat(asked).isGreaterThan(20);
    }

    @TestFactory
    Stream<DynamicTest> solvesEachFamilyWithCallsOfTheList() {
        return environment.families().stream()
                .map(family -> DynamicTest.dynamicTest(family.name(), () -> {
                    List<Case> cases = cases(family);
                    assertThat(cases).isNotEmpty();
                    cases.forEach(FamiliesTest::plays);
                }));
    }

    private static void plays(Case played) {
        try (Episode episode = environment.open(played.task(), 0)) {
            double credit = credit(episode, played.task());
            for (ToolCall call : played.solution().calls()) {
                assertThat(episode.actions()).as(played.toString()).contains(call);
                assertThat(episode.step(call).error())
                        .as(call + " of " + played)
                        .isFalse();
                double next = credit(episode, played.task());
                assertThat(next).as(call + " of " + played).isGreaterThanOrEqualTo(credit);
                credit = next;
            }
            ToolCall submit = submit(episode, played.solution().answer());
            assertThat(episode.step(submit).ended()).isTrue();
            for (Criterion criterion : played.task().criteria()) {
                assertThat(episode.check(criterion).holds())
                        .as(criterion.name() + " " + criterion.check() + " of " + played)
                        .isTrue();
            }
            assertThat(played.solution().calls())
                    .as(played.toString())
                    .hasSizeGreaterThanOrEqualTo(played.task().size());
        }
    }

    /** The offered answer that is the wanted one, or nearest to it where it is a number calculated from rounded ones. */
    private static ToolCall submit(Episode episode, String answer) {
        List<ToolCall> offered = episode.actions().stream()
                .filter(call -> call.tool().equals("submit_answer"))
                .toList();
        return offered.stream()
                .filter(call -> call.argument("value").equals(answer))
                .findFirst()
                .orElseGet(() -> offered.stream()
                        .filter(call -> distance(call, answer) < Double.POSITIVE_INFINITY)
                        .min(Comparator.comparingDouble(call -> distance(call, answer)))
                        .orElseThrow(
                                () -> new AssertionError("Nothing like %s is offered: %s".formatted(answer, offered))));
    }

    private static double distance(ToolCall call, String answer) {
        try {
            return Math.abs(Double.parseDouble(call.argument("value")) - Double.parseDouble(answer));
        } catch (NumberFormatException notNumbers) {
            return Double.POSITIVE_INFINITY;
        }
    }

    private static double credit(Episode episode, Task task) {
        return task.criteria().stream()
                .filter(criterion -> criterion.role() != Criterion.Role.FINAL)
                .filter(criterion -> episode.check(criterion).holds())
                .mapToDouble(Criterion::weight)
                .sum();
    }

    @Test
    void refusesWrongAnswers() {
        for (TaskFamily family : environment.families()) {
            for (Case played : cases(family).stream().limit(3).toList()) {
                for (String wrong : List.of("", "-123456.5", "t9", "p7", "nobody", "NaN", "Infinity")) {
                    try (Episode episode = environment.open(played.task(), 0)) {
                        played.solution().calls().forEach(episode::step);
                        episode.step(ToolCall.of("submit_answer", "value", wrong));
                        assertThat(episode.check(played.task().criteria().getLast())
                                        .holds())
                                .as(wrong + " for " + played)
                                .isFalse();
                    }
                }
            }
        }
    }

    @Test
    void drawsEqualTasksForEqualArguments() {
        List<TaskFamily> again = Families.all(environment.tables());
        for (int i = 0; i < again.size(); i++) {
            TaskFamily family = environment.families().get(i);
            for (Wording wording : Wording.values()) {
                String group = family.groups(Split.TRAIN).getFirst();
                assertThat(again.get(i).draw(Split.TRAIN, group, wording, 5))
                        .isEqualTo(family.draw(Split.TRAIN, group, wording, 5));
            }
        }
    }

    @Test
    void asksTheSameQuestionInOtherWords() {
        for (TaskFamily family : environment.families()) {
            String group = family.groups(Split.TEST).getFirst();
            Task known = family.draw(Split.TEST, group, Wording.KNOWN, 1).orElseThrow();
            Task heldOut = family.draw(Split.TEST, group, Wording.HELD_OUT, 1).orElseThrow();
            assertThat(heldOut.criteria()).isEqualTo(known.criteria());
            assertThat(heldOut.description()).isNotEqualTo(known.description());
            assertThat(heldOut.wording()).startsWith("held-out-");
        }
    }

    @Test
    void hasTwentyFamiliesToLearnAndThreeToKeepBack() {
        assertThat(environment.families().stream().filter(TaskFamily::heldOut)).hasSize(3);
        assertThat(environment.families().stream().filter(family -> !family.heldOut()))
                .hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void drawsHundredsOfTestTasksForEachRowOfTheReport() {
        assertThat(distinct(false, Wording.KNOWN)).hasSizeGreaterThanOrEqualTo(200);
        assertThat(distinct(false, Wording.HELD_OUT)).hasSizeGreaterThanOrEqualTo(200);
        assertThat(distinct(true, Wording.KNOWN)).hasSizeGreaterThanOrEqualTo(200);
    }

    private static Set<List<Criterion>> distinct(boolean heldOut, Wording wording) {
        Set<List<Criterion>> questions = new HashSet<>();
        for (TaskFamily family : environment.families()) {
            for (String group : family.heldOut() == heldOut ? family.groups(Split.TEST) : List.<String>of()) {
                for (long number = 0; number < 25; number++) {
                    family.draw(Split.TEST, group, wording, number).ifPresent(task -> questions.add(task.criteria()));
                }
            }
        }
        return questions;
    }
}
