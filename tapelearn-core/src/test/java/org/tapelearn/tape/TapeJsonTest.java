package org.tapelearn.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TapeJsonTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void readsWhatItWrote() {
        Tape tape = new Tape(
                new TapeMetadata("child", "parent", "agent", 3),
                List.of(
                        new Step.User(StepMetadata.of("0"), "Umlaut \u00e4, quote \", line\nbreak, \ud83d\ude00"),
                        new Step.Thought(new StepMetadata("1", "agent", "think"), "hm"),
                        new Step.Action(
                                new StepMetadata("2", "agent", "act"),
                                ToolCall.of("filter", "column", "a b", "value", "1.50")),
                        new Step.Observation(StepMetadata.of("3"), "no such column", true),
                        new Step.Observation(StepMetadata.of("4"), "rows", false)));
        assertThat(TapeJson.read(TapeJson.write(tape))).isEqualTo(tape);
    }

    @Property(tries = 200)
    void readsAnyTextItWrote(@ForAll String content, @ForAll String value) {
        Tape tape = new Tape(
                new TapeMetadata("t", null, "", 0),
                List.of(
                        new Step.Observation(StepMetadata.of("0"), content, false),
                        new Step.Action(StepMetadata.of("1"), ToolCall.of("tool", "argument", value))));
        assertThat(TapeJson.read(TapeJson.write(tape))).isEqualTo(tape);
    }

    @Test
    void namesTheCallThatAnObservationAnswers() {
        Tape tape = new Tape(
                new TapeMetadata("t", null, "", 0),
                List.of(
                        new Step.Action(StepMetadata.of("7"), ToolCall.of("look")),
                        new Step.Observation(StepMetadata.of("8"), "a room", false)));
        assertThat(TapeJson.toJson(tape).at("/steps/1/tool_call_id").asText()).isEqualTo("7");
    }

    @Test
    void keepsUnknownKindsWhole() throws Exception {
        String json = """
                {"metadata": {"id": "t"}, "steps": [
                  {"kind": "plan", "metadata": {"id": "9", "other": {"x": [1, null, 2.5]}}, "steps": [{"deep": true}]},
                  {"kind": "user", "content": {"parts": ["not", "text"]}, "metadata": {"id": "1"}}]}""";
        Tape tape = TapeJson.read(json);
        assertThat(tape.steps()).allMatch(step -> step instanceof Step.Unknown);
        assertThat(tape.steps().getFirst().kind()).isEqualTo("plan");
        assertThat(tape.steps().getFirst().metadata().id()).isEqualTo("9");
        JsonNode written = MAPPER.readTree(TapeJson.write(tape));
        assertThat(written.path("steps")).isEqualTo(MAPPER.readTree(json).path("steps"));
        assertThat(TapeJson.read(written.toString())).isEqualTo(tape);
    }

    @Test
    void readsArgumentsThatAreNotText() {
        Tape tape = TapeJson.read("""
                {"steps": [{"kind": "tool_call", "metadata": {},
                  "function": {"name": "top", "arguments": {"n": 3, "desc": true, "by": "age"}}}]}""");
        assertThat(tape.calls()).containsExactly(ToolCall.of("top", "n", "3", "desc", "true", "by", "age"));
    }

    @Test
    void saysWhereTheTextStopsBeingATape() {
        assertThatThrownBy(() -> TapeJson.read("{\"steps\": [\n  oops]}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> TapeJson.read("{\"stepz\": [], \"metadata\": {}}"))
                .hasMessageContaining("\"steps\" was expected")
                .hasMessageContaining("stepz, metadata");
    }
}
