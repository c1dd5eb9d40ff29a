package org.tapelearn.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepKindsTest {
    /** A user's own record. */
    record Verbs(List<String> verbs, int count) {}

    private static final StepKinds KINDS = StepKinds.NONE.with("all_verbs", Verbs.class);

    @Test
    void makesStepsOfAUsersRecords() {
        Tape tape = TapeJson.read("""
                {"steps": [{"kind": "all_verbs", "verbs": ["run"], "count": 1, "metadata": {"id": "1"}}]}""", KINDS);
        assertThat(tape.steps().getFirst())
                .isInstanceOfSatisfying(
                        Step.Custom.class, step -> assertThat(step.value()).isEqualTo(new Verbs(List.of("run"), 1)));
        assertThat(tape.steps().getFirst().metadata().id()).isEqualTo("1");
    }

    @Test
    void givesBackWhatTheRecordDoesNotHold() throws IOException {
        String text = """
                {"steps": [{"count": 1, "more": [null, 1.0], "kind": "all_verbs", "verbs": null},
                {"kind": "all_verbs", "verbs": ["a"], "count": 2.0, "metadata": null}]}""";
        Tape tape = TapeJson.read(text, KINDS);
        assertThat(tape.steps()).allMatch(step -> step instanceof Step.Custom);
        assertThat(RoundTripTest.tree(TapeJson.write(tape)).toString())
                .isEqualTo(RoundTripTest.tree(text).toString());
    }

    @Test
    void leavesWhatDoesNotFitUnknown() {
        Tape tape = TapeJson.read("""
                {"steps": [{"kind": "all_verbs", "verbs": "run"}, {"kind": "other"}]}""", KINDS);
        assertThat(tape.steps()).allMatch(step -> step instanceof Step.Unknown);
    }

    @Test
    void writesAProgramsRecords() {
        Tape tape = new Tape(
                new TapeMetadata("t", null, "", 0),
                List.of(new Step.Custom(StepMetadata.of("1"), "all_verbs", new Verbs(List.of("go"), 1))));
        assertThat(TapeJson.toJson(tape).at("/steps/0/verbs/0").asText()).isEqualTo("go");
        assertThat(TapeJson.read(TapeJson.write(tape), KINDS)).isEqualTo(tape);
    }

    @Test
    void refusesTheFormatsOwnKindsAndComponents() {
        record Odd(String kind) {}
        assertThatThrownBy(() -> KINDS.with("user", Verbs.class)).hasMessage("""
                The kind (user) is the format's own; register (Verbs) under another name.""");
        assertThatThrownBy(() -> KINDS.with("odd", Odd.class)).hasMessageContaining("which every step has already");
    }
}
