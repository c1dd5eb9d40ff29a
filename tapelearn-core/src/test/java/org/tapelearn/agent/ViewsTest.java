package org.tapelearn.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;

class ViewsTest {
    private final Views views = new Views("boss");
    private Tape tape = new Tape(new TapeMetadata("t", null, "boss", 0), List.of());

    private Step last(Step step) {
        tape = tape.append(step);
        return step;
    }

    private static StepMetadata by(String agent, String node, String run) {
        return new StepMetadata("", agent, node, run, "");
    }

    private final StepMetadata world = StepMetadata.of("");

    @BeforeEach
    void begin() {
        last(new Step.User(world, "Find nouns."));
    }

    @Test
    void showTheCalledAgentItsOwnPartOnly() {
        Step call = last(new Step.Call(by("boss", "ask", "1"), "reader", "Read."));
        Step thought = last(new Step.Thought(by("boss/reader", "think", "2"), "hm"));
        Step answer = last(new Step.Observation(world, "a text", false));

        View view = views.read(tape);
        assertThat(view.agent()).isEqualTo("boss/reader");
        assertThat(view.name()).isEqualTo("reader");
        assertThat(view.steps()).containsExactly(call, thought, answer);
        assertThat(views.depth()).isEqualTo(2);
    }

    @Test
    void handTheCallerWhatTheSubagentLeft() {
        Step user = tape.steps().getFirst();
        Step call = last(new Step.Call(by("boss", "ask", "1"), "reader", "Read."));
        Step found = last(new Step.Assistant(by("boss/reader", "say", "2"), "text, verbs"));
        Step respond = last(new Step.Respond(by("boss/reader", "back", "3"), "", true));

        View view = views.read(tape);
        assertThat(view.agent()).isEqualTo("boss");
        assertThat(view.steps()).containsExactly(user, call, respond, found);
        assertThat(view.output("reader")).contains(found);
        assertThat(view.output("nobody")).isEmpty();
    }

    @Test
    void keepTheOutputToThemselvesWhereItIsNotToBeCopied() {
        last(new Step.Call(by("boss", "ask", "1"), "reader", "Read."));
        Step found = last(new Step.Assistant(by("boss/reader", "say", "2"), "secret"));
        last(new Step.Respond(by("boss/reader", "back", "3"), "done", false));

        assertThat(views.read(tape).steps()).doesNotContain(found);
        assertThat(views.top().output("reader")).contains(found);
    }

    @Test
    void nestAsDeepAsAgentsCallOneAnother() {
        last(new Step.Call(by("boss", "ask", "1"), "lead", ""));
        last(new Step.Call(by("boss/lead", "ask", "2"), "hand", ""));

        assertThat(views.read(tape).agent()).isEqualTo("boss/lead/hand");
        last(new Step.Respond(by("boss/lead/hand", "back", "3"), "", false));
        last(new Step.Respond(by("boss/lead", "back", "4"), "", false));
        assertThat(views.read(tape).agent()).isEqualTo("boss");
        last(new Step.Respond(by("boss", "back", "5"), "", false));
        assertThat(views.isOver()).isFalse();
        assertThatThrownBy(() -> views.read(tape)).hasMessageContaining("no agent is at work");
        assertThat(views.isOver()).isTrue();
    }

    @Test
    void knowWhichNodeIsNext() {
        last(new Step.Thought(by("boss", "think", "1"), "a"));
        last(new Step.NextNode(by("boss", "think", "1"), "act"));
        assertThat(views.read(tape).lastNode()).isEqualTo("think");
        assertThat(views.top().nextNode()).isEqualTo("act");

        last(new Step.Thought(by("boss", "act", "2"), "b"));
        assertThat(views.read(tape).nextNode()).isEmpty();
        assertThat(views.top().lastNode()).isEqualTo("act");
        last(new Step.Thought(by("boss", "act", "3"), "c"));
        assertThat(views.read(tape).runs("act")).isEqualTo(2);
        assertThat(views.top().runs("think")).isEqualTo(1);
    }

    @Test
    void deliverMessagesAtOnceOrWithTheNextCall() {
        last(new Step.Call(by("boss", "ask", "1"), "reader", ""));
        Step news =
                last(new Step.Broadcast(by("boss/reader", "tell", "2"), "News.", "reader", List.of("boss", "writer")));
        last(new Step.Respond(by("boss/reader", "back", "3"), "", false));

        assertThat(views.read(tape).steps()).contains(news);
        last(new Step.Call(by("boss", "ask", "4"), "writer", "Write."));
        assertThat(views.read(tape).steps()).last().isEqualTo(news);
        last(new Step.Respond(by("boss/writer", "back", "5"), "", false));
        Step again = last(new Step.Call(by("boss", "ask", "6"), "writer", "Write."));
        assertThat(views.read(tape).steps()).containsExactly(again);
    }

    @Test
    void readEachStepOnce() {
        List<Integer> read = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            last(new Step.Thought(by("boss", "think", "" + i), "x"));
            int before = views.stepsRead();
            views.read(tape);
            views.read(tape);
            read.add(views.stepsRead() - before);
        }

        assertThat(read.getFirst()).isEqualTo(2);
        assertThat(read.subList(1, 1_000)).containsOnly(1);
        assertThat(views.stepsRead()).isEqualTo(tape.steps().size());
    }

    @Test
    void refuseAShorterTape() {
        views.read(tape);

        assertThatThrownBy(() -> views.read(tape.prefix(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 steps");
    }
}
