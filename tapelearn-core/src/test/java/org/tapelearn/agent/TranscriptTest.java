package org.tapelearn.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Message.Role;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.tape.Form;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;

class TranscriptTest {
    private static final ToolCall LOOK = ToolCall.of("look");
    private static final ToolCall WAIT = ToolCall.of("wait");

    private static List<Message> transcript(Step... steps) {
        return Transcript.of(new Views("a").read(new Tape(new TapeMetadata("t", null, "", 0), List.of(steps))));
    }

    private static Step.Observation seen(String words, String callId) {
        return new Step.Observation(StepMetadata.of(""), words, false, callId, Form.OWN);
    }

    @Test
    void namesACallByItsStepAndItsAnswerByTheCall() {
        List<Message> messages = transcript(new Step.Action(StepMetadata.of("7"), LOOK), seen("a room", ""));

        assertThat(messages.getFirst().requests()).containsExactly(new ToolRequest("7", LOOK));
        assertThat(messages.getLast()).isEqualTo(Message.answer("7", "look", "a room"));
    }

    @Test
    void answersSeveralCallsByTheirNamesOrInTheirOrder() {
        Step.Calls both = new Step.Calls(
                StepMetadata.of("1"), List.of(new Step.NamedCall("x", LOOK), new Step.NamedCall("y", WAIT)));

        assertThat(transcript(both, seen("later", "y"), seen("a room", "x")).subList(1, 3))
                .containsExactly(Message.answer("y", "wait", "later"), Message.answer("x", "look", "a room"));
        assertThat(transcript(both, seen("a room", ""), seen("later", "")).subList(1, 3))
                .containsExactly(Message.answer("x", "look", "a room"), Message.answer("y", "wait", "later"));
    }

    @Test
    void takesWhatAnswersNothingAsNews() {
        List<Message> messages =
                transcript(new Step.Action(StepMetadata.of("7"), LOOK), seen("a room", ""), seen("a bang", ""));

        assertThat(messages.getLast()).isEqualTo(Message.of(Role.USER, "a bang"));
    }
}
