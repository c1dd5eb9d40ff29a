package org.tapelearn.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tapelearn.export.SampleSession.FAILURE;
import static org.tapelearn.export.SampleSession.GROUNDED;
import static org.tapelearn.export.SampleSession.LUCKY;
import static org.tapelearn.export.SampleSession.PARTIAL;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Message.Role;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.llm.Usage;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;

/** Which attempts give rows, and why the others do not. */
class TrainingDataTest {
    private static final Task TASK = SampleSession.task("t/1", Split.TRAIN, "Which is largest?");
    private static final ToolCall LOOK = ToolCall.of("top", "table", "penguins", "n", "3");

    @TempDir
    Path folder;

    private SampleSession session;

    @BeforeEach
    void open() {
        session = new SampleSession(folder);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static ToolCall say(String word) {
        return ToolCall.of("say", "word", word);
    }

    private static Completion saying(String word) {
        return Completion.call("", say(word));
    }

    @Nested
    class Attempts {
        @Test
        void giveARowOnlyWhereTheCheckerFoundSuccessAndItsEvidence() {
            session.policy(TASK, GROUNDED, say("a"));
            session.policy(TASK, LUCKY, say("b"));
            session.policy(TASK, PARTIAL, say("c"));
            session.policy(TASK, new Evaluation.Unscored("broken"), say("d"));
            session.commit();
            Receipt receipt = session.export(ExportFormat.TRL_SFT);
            assertThat(receipt.rows()).isEqualTo(1);
            assertThat(receipt.leftOut()).isEqualTo(Map.of(LeftOut.NOT_VERIFIED, 2L, LeftOut.UNSCORED, 1L));
        }

        @Test
        void ofSelectionAndTestTasksAreNeverTrainingRows() {
            session.policy(TASK, GROUNDED, say("a"));
            session.policy(SampleSession.task("t/2", Split.SELECTION, "Selected"), GROUNDED, say("a"));
            session.policy(SampleSession.task("t/3", Split.TEST, "Tested"), GROUNDED, say("a"));
            session.policy(SampleSession.task("t/4", Split.TRAIN, " tested "), GROUNDED, say("a"));
            session.commit();
            assertThat(session.lines(ExportFormat.TRL_SFT))
                    .singleElement()
                    .asString()
                    .contains("Which is largest?");
            assertThat(session.export(ExportFormat.TRL_SFT).leftOut())
                    .isEqualTo(Map.of(LeftOut.OTHER_SPLIT, 2L, LeftOut.SAME_WORDS_IN_OTHER_SPLIT, 1L));
        }

        @Test
        void withEqualWordsGiveOneRow() {
            session.policy(TASK, GROUNDED, say("a"));
            session.policy(TASK, GROUNDED, say("a"));
            session.commit();
            for (ExportFormat format : List.of(ExportFormat.TRL_SFT, ExportFormat.ATIF)) {
                assertThat(session.export(format).leftOut()).isEqualTo(Map.of(LeftOut.DUPLICATE, 1L));
            }
        }

        @Test
        void ofTeamsAreNoConversation() {
            session.policy(TASK, GROUNDED, say("a"));
            session.add(
                    TASK,
                    GROUNDED,
                    new Tape(
                            new TapeMetadata("t", null, "a", 1),
                            List.of(new Step.Call(StepMetadata.of("1"), "worker", "go"))));
            session.commit();
            assertThat(session.export(ExportFormat.TRL_SFT).leftOut()).isEqualTo(Map.of(LeftOut.NO_CONVERSATION, 1L));
        }
    }

    @Nested
    class ModelCalls {
        @Test
        void areTakenAsTheyWereSentAndAnswered() {
            session.model(TASK, GROUNDED, "00000001", Completion.call("I look.", LOOK), saying("Gentoo"));
            session.commit();
            Receipt receipt = session.export(ExportFormat.TRL_SFT);
            assertThat(receipt.fromModelCalls()).isEqualTo(1);
            assertThat(receipt.fromTapes()).isZero();
            assertThat(session.read("out.jsonl").getFirst())
                    .contains("Data stands in <data-00000001>.")
                    .contains("\"content\":\"I look.\",\"tool_calls\":[{\"id\":\"call_1\"")
                    .contains("\"content\":\"<data-00000001>did top(table=penguins, n=3)\"");
        }

        @Test
        void areTrainedOnOnceEachWhereAPromptShowsAnAnswerInOtherWords() {
            Judged attempt = session.policy(TASK, GROUNDED);
            List<Message> messages = new ArrayList<>(List.of(Message.of(Role.USER, "look")));
            session.ask(attempt, 0, messages, new Completion("", List.of(LOOK, LOOK), Usage.NONE));
            messages.add(Message.asking("", List.of(new ToolRequest("1", LOOK))));
            messages.add(Message.answer("1", "top", "rows"));
            session.ask(attempt, 1, messages, saying("Gentoo"));
            session.commit();
            List<String> lines = session.lines(ExportFormat.OPENAI_SFT);
            assertThat(lines).hasSize(2);
            assertThat(lines.getFirst()).containsOnlyOnce("\"weight\":1").doesNotContain("\"weight\":0");
            assertThat(lines.getLast()).containsOnlyOnce("\"weight\":1").containsOnlyOnce("\"weight\":0");
            assertThat(session.lines(ExportFormat.ATIF).getLast()).contains("\"is_copied_context\":true");
        }

        @Test
        void holdSeveralCallsOfOneAnswerInOneTurn() throws IOException {
            Completion two = new Completion("", List.of(LOOK, LOOK), Usage.NONE);
            session.model(TASK, GROUNDED, "00000001", two, saying("Gentoo"));
            session.commit();
            assertThat(session.lines(ExportFormat.OPENAI_SFT))
                    .singleElement()
                    .asString()
                    .contains("\"parallel_tool_calls\":true");
            JsonNode turn = new ObjectMapper()
                    .readTree(session.lines(ExportFormat.ATIF).getFirst())
                    .path("steps")
                    .get(2);
            assertThat(turn.path("tool_calls").findValuesAsText("tool_call_id")).containsExactly("call_1", "call_2");
            assertThat(turn.path("observation").path("results").findValuesAsText("source_call_id"))
                    .containsExactly("call_1", "call_2");
        }

        @Test
        void beginAnewWhereThePromptWasFittedToTheWindow() {
            Judged attempt = session.policy(TASK, GROUNDED);
            List<Message> messages = new ArrayList<>(List.of(Message.of(Role.USER, "a long story")));
            session.ask(attempt, 0, messages, Completion.text("first"));
            session.ask(
                    attempt,
                    1,
                    List.of(
                            Message.of(Role.USER, "a story"),
                            Message.of(Role.ASSISTANT, "first"),
                            Message.of(Role.USER, "go on")),
                    Completion.text("second"));
            session.commit();
            assertThat(session.lines(ExportFormat.TRL_SFT)).hasSize(2);
        }

        @Test
        void thatWereRefusedOrCutAreNeverTrainedOn() {
            Judged attempt = session.policy(TASK, GROUNDED);
            session.ask(
                    attempt,
                    0,
                    List.of(Message.of(Role.USER, "do")),
                    new Completion("I cannot", List.of(), Usage.NONE, Completion.Finish.REFUSED));
            session.ask(
                    attempt,
                    1,
                    List.of(Message.of(Role.USER, "do"), Message.of(Role.USER, "go on")),
                    Completion.text("done"));
            session.commit();
            assertThat(session.lines(ExportFormat.TRL_SFT))
                    .singleElement()
                    .asString()
                    .doesNotContain("cannot");
            assertThat(session.export(ExportFormat.TRL_SFT).leftOut()).isEqualTo(Map.of(LeftOut.NOTHING_TO_TRAIN, 1L));
        }
    }

    @Nested
    class Pairs {
        @Test
        void partBehindOnePromptThoughEachAttemptMarksDataInItsOwnWay() {
            session.pair(
                    session.model(TASK, GROUNDED, "00000001", Completion.call("", LOOK), saying("Gentoo")),
                    session.model(TASK, FAILURE, "00000002", Completion.call("", LOOK), saying("Adelie")));
            session.commit();
            String step = session.lines(ExportFormat.OPENAI_PREFERENCE).getFirst();
            assertThat(step).contains("Gentoo", "Adelie", "<data-00000001>").doesNotContain("00000002");
            assertThat(step.indexOf("did top")).isLessThan(step.indexOf("preferred_output"));
        }

        @Test
        void wantASuccessAndAFailureThatWereShownTheSame() {
            Judged good = session.policy(TASK, GROUNDED, say("a"));
            session.pair(good, session.policy(TASK, FAILURE, say("b")));
            session.pair(session.policy(TASK, PARTIAL, say("c")), session.policy(TASK, FAILURE, say("d")));
            Judged told = session.policy(TASK, GROUNDED);
            session.ask(told, 0, List.of(Message.of(Role.USER, "with a note")), saying("a"));
            Judged untold = session.policy(TASK, FAILURE);
            session.ask(untold, 0, List.of(Message.of(Role.USER, "without")), saying("b"));
            session.pair(told, untold);
            session.commit();
            Receipt receipt = session.export(ExportFormat.TRL_PREFERENCE);
            assertThat(receipt.rows()).isEqualTo(1);
            assertThat(receipt.leftOut()).isEqualTo(Map.of(LeftOut.NOT_VERIFIED, 1L, LeftOut.PROMPTS_DIFFER, 1L));
        }

        @Test
        void giveNoStepWhereOneSideHadEnded() {
            session.pair(session.policy(TASK, GROUNDED, LOOK, say("a")), session.policy(TASK, FAILURE, LOOK));
            session.pair(session.policy(TASK, GROUNDED, say("a")), session.policy(TASK, FAILURE, say("b")));
            session.commit();
            assertThat(session.export(ExportFormat.OPENAI_PREFERENCE).leftOut())
                    .isEqualTo(Map.of(LeftOut.NO_STEP_OF_BOTH, 1L));
            assertThat(session.export(ExportFormat.TRL_PREFERENCE).rows()).isEqualTo(2);
        }

        @Test
        void giveNothingWhereTheWorseSideNeverActed() {
            Judged good = session.policy(TASK, GROUNDED, say("a"));
            session.pair(good, session.policy(TASK, FAILURE));
            session.pair(good, session.policy(TASK, FAILURE, say("b")));
            session.commit();
            assertThat(session.export(ExportFormat.TRL_PREFERENCE).leftOut())
                    .isEqualTo(Map.of(LeftOut.NOTHING_TO_TRAIN, 1L));
        }

        @Test
        void cutALongFailureFiveTurnsBehindTheSuccess() {
            ToolCall[] many = new ToolCall[30];
            Arrays.fill(many, LOOK);
            session.pair(session.policy(TASK, GROUNDED, say("a")), session.policy(TASK, FAILURE, many));
            session.commit();
            String line = session.lines(ExportFormat.TRL_PREFERENCE).getFirst();
            assertThat(line.substring(line.indexOf("\"rejected\"")).split("\"train\":true", -1))
                    .hasSize(6 + 1);
        }
    }

    @Nested
    class Filters {
        @Test
        void narrowByEveryCondition() {
            session.policy(TASK, GROUNDED, say("a"));
            session.policy(TASK, PARTIAL, say("b"));
            session.commit();
            assertThat(session.lines(ExportFormat.TRL_SFT, "outcome=partial", "min-reward=0.2"))
                    .singleElement()
                    .asString()
                    .contains("b");
            assertThat(session.export(ExportFormat.TRL_SFT, "phase=explore", "family=largest", "version=v1")
                            .rows())
                    .isEqualTo(1);
            assertThat(session.export(ExportFormat.TRL_SFT, "outcome=partial", "outcome=success")
                            .filters())
                    .containsExactly("outcome=partial", "outcome=success");
            assertThatThrownBy(() -> session.export(ExportFormat.TRL_SFT, "phase=test-base"))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessageContaining("so nothing is written")
                    .hasMessageContaining("2: the filters leave it out");
        }

        @ParameterizedTest
        @CsvSource({
            "phse=explore, Maybe you meant (phase)",
            "phase=explor, Maybe you meant (explore)",
            "outcome=succes, Maybe you meant (success)",
            "family=larges, Maybe you meant (largest)",
            "version=v11, Maybe you meant (v1)",
            "min-reward=2, 'a number from 0 to 1, but found (2)'",
            "explore, 'expects a condition as (phase=explore), but found (explore)'"
        })
        void refuseWhatTheyDoNotKnow(String filter, String said) {
            session.policy(TASK, GROUNDED, say("a"));
            session.commit();
            assertThatThrownBy(() -> session.data(filter))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessageContaining(said);
        }
    }
}
