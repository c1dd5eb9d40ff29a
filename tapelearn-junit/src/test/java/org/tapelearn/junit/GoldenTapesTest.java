package org.tapelearn.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.environment.CustomEnvironment;
import org.tapelearn.environment.Environment;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.Recall;
import org.tapelearn.replay.Recording;
import org.tapelearn.run.Limits;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily.Wording;

class GoldenTapesTest {
    private static final String TAPES = "target/golden-tapes";

    private final Path folder = Path.of(TAPES);

    /** What the environment and the agent of the tests below do; each test sets it. */
    private static final class Present {
        private static String greeting = "Hello";
        private static String person = "Ada";

        private Present() {}
    }

    private static Environment hall() {
        return CustomEnvironment.of("hall", ArrayList<String>::new)
                .tool(
                        "greet",
                        "Greets somebody.",
                        "person",
                        seen -> List.of("Ada", "Bo"),
                        (seen, person) -> Present.greeting + ", " + person)
                .answer("leave", "Leaves.", "word", seen -> List.of("bye"), (seen, word) -> seen.add(word))
                .tasks(
                        "greeting",
                        1,
                        (split, wording, number) -> new CustomEnvironment.Question<>(
                                "Greet somebody, request " + number, seen -> seen.contains("bye")));
    }

    /** Greets one person, then leaves. */
    private static Agent polite(String person) {
        return new Agent() {
            @Override
            public String name() {
                return "polite";
            }

            @Override
            public Attempt begin(Briefing briefing) {
                return (tape, admissible) -> tape.calls().isEmpty()
                        ? ToolCall.of("greet", "person", person)
                        : ToolCall.of("leave", "word", "bye");
            }
        };
    }

    @BeforeEach
    void record() throws IOException {
        Files.createDirectories(folder);
        Present.greeting = "Hello";
        Present.person = "Ada";
        try (Environment environment = hall()) {
            for (int number = 0; number < 2; number++) {
                Task task = environment
                        .families()
                        .getFirst()
                        .draw(
                                Split.TRAIN,
                                environment
                                        .families()
                                        .getFirst()
                                        .groups(Split.TRAIN)
                                        .getFirst(),
                                Wording.KNOWN,
                                number)
                        .orElseThrow();
                var rollout = new Runner(environment, Recall.NOTHING, Limits.DEFAULT, 1)
                        .run(
                                new PolicyVersion("v0", polite("Ada"), Memory.EMPTY),
                                task,
                                new RolloutKey(RolloutKey.Phase.TEST_BASE, 0, 0, task.id(), 0),
                                Briefing.Mode.DEPLOYED,
                                List.of());
                Files.writeString(
                        folder.resolve("greeting-%d.json".formatted(number)),
                        Recording.of("hall", task, rollout).write());
            }
        }
    }

    @AfterEach
    void compareAgain() {
        System.clearProperty(GoldenTape.SWITCH);
    }

    @Test
    void passWhereNothingChanged() {
        run(Environments.class).assertStatistics(stats -> stats.succeeded(2).failed(0));
        run(Agents.class).assertStatistics(stats -> stats.succeeded(2).failed(0));
    }

    @Test
    void failWithTheFirstDifferenceOfTheEnvironment() {
        Present.greeting = "Good day";

        Events tests = run(Environments.class);
        tests.assertStatistics(stats -> stats.failed(2));
        tests.failed()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                test(),
                                finishedWithFailure(message(text -> text.contains("greeting-0.json: Step 4 differs")
                                        && text.contains("expected: Hello, Ada")
                                        && text.contains("found:    Good day, Ada")
                                        && text.contains("-Dtapelearn.golden=update")))));
    }

    @Test
    void failWithTheFirstOtherChoiceOfTheAgent() {
        Present.person = "Bo";

        run(Environments.class).assertStatistics(stats -> stats.succeeded(2));
        run(Agents.class)
                .failed()
                .assertThatEvents()
                .haveExactly(
                        2,
                        event(finishedWithFailure(message(text -> text.contains("what the agent does")
                                && text.contains("greet(person=Ada)")
                                && text.contains("greet(person=Bo)")))));
    }

    @Test
    void areWrittenAnewWhenAsked() {
        Present.greeting = "Good day";
        Present.person = "Bo";
        System.setProperty(GoldenTape.SWITCH, "update");
        run(Agents.class).assertStatistics(stats -> stats.succeeded(2));
        System.clearProperty(GoldenTape.SWITCH);

        run(Agents.class).assertStatistics(stats -> stats.succeeded(2));
        assertThat(folder.resolve("greeting-1.json")).content().contains("Good day, Bo");

        Present.greeting = "Hi";
        run(Environments.class).assertStatistics(stats -> stats.failed(2));
        System.setProperty(GoldenTape.SWITCH, "update");
        run(Environments.class).assertStatistics(stats -> stats.succeeded(2));
        System.clearProperty(GoldenTape.SWITCH);
        run(Environments.class).assertStatistics(stats -> stats.succeeded(2));
        assertThat(folder.resolve("greeting-1.json")).content().contains("Hi, Bo");
    }

    @Test
    void sayWhereRecordingsWereLookedFor() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Nowhere.class))
                .execute()
                .allEvents()
                .failed()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(finishedWithFailure(message(text ->
                                text.contains("no-such-tapes") && text.contains("tapelearn replay ID --save FILE")))));
    }

    /** A user's tests of the environment. */
    static final class Environments {
        @GoldenTapes(TAPES)
        void stillAnswersTheSame(GoldenTape tape) {
            try (Environment environment = hall()) {
                tape.check(environment);
            }
        }
    }

    /** A user's tests of the agent. */
    static final class Agents {
        @GoldenTapes(TAPES)
        void stillActsTheSame(GoldenTape tape) {
            try (Environment environment = hall()) {
                tape.check(environment, polite(Present.person));
            }
        }
    }

    /** A user's tests without recordings. */
    static final class Nowhere {
        @GoldenTapes("no-such-tapes")
        void areNotThere(GoldenTape tape) {
            assertThat(tape).isNull();
        }
    }

    private static Events run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .testEvents();
    }
}
