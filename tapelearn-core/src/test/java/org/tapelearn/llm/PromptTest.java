package org.tapelearn.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.llm.Message.Role;
import org.tapelearn.tape.ToolCall;

class PromptTest {
    private static final ToolCall LOOK = ToolCall.of("look");

    @Test
    void leavesSamplingToTheModelUnlessTold() {
        assertThat(new Prompt(List.of(), List.of()).sampling()).isEqualTo(Sampling.DEFAULT);
    }

    @Test
    void fillsInWhatItsSamplingLeavesOpen() {
        Sampling own = Sampling.DEFAULT.withTemperature(0.5);
        Sampling other = Sampling.DEFAULT.withTemperature(1).withSeed(3).withMaxTokens(9);

        assertThat(own.orElse(other))
                .isEqualTo(
                        Sampling.DEFAULT.withTemperature(0.5).withMaxTokens(9).withSeed(3));
    }

    @Test
    void refusesASamplingThatNoModelHas() {
        assertThatThrownBy(() -> Sampling.DEFAULT.withTemperature(2.5))
                .hasMessageContaining("from 0 to 2")
                .hasMessageContaining("2.5");
        assertThatThrownBy(() -> Sampling.DEFAULT.withTemperature(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Sampling.DEFAULT.withMaxTokens(0)).hasMessageContaining("at least 1 token");
    }

    @Test
    void letsOnlyAnAssistantAskAndOnlyAToolAnswer() {
        assertThatThrownBy(() -> new Message(Role.USER, "", List.of(LOOK))).hasMessageContaining("Only an assistant");
        assertThatThrownBy(() -> new Message(Role.USER, "", List.of(), "1", "look"))
                .hasMessageContaining("Only a tool");
        assertThat(Message.answer("1", "look", "a room").role()).isEqualTo(Role.TOOL);
    }

    @Test
    void keepsUnreadableRequestsApartFromCalls() {
        Completion completion = new Completion(
                "",
                List.of(new ToolRequest("a", LOOK), ToolRequest.unread("b", "take", "{\"what\": ")),
                Usage.NONE,
                Completion.Finish.CALLS);

        assertThat(completion.calls()).containsExactly(LOOK);
        assertThat(completion.requests()).extracting(ToolRequest::isReadable).containsExactly(true, false);
    }
}
