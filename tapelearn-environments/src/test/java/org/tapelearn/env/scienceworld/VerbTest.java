package org.tapelearn.env.scienceworld;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tapelearn.tape.ToolCall;

class VerbTest {
    private static final Set<String> NAMES = Set.of("door to kitchen", "hallway", "seed in jar", "jar");

    @Test
    void tellsWhereOneNameEndsByTheNamesThereAre() {
        assertThat(Verb.call("move door to kitchen to hallway", NAMES))
                .contains(ToolCall.of("move", "thing", "door to kitchen", "target", "hallway"));
        assertThat(Verb.call("use seed in jar on jar", NAMES))
                .contains(ToolCall.of("use", "tool", "seed in jar", "thing", "jar"));
    }

    @Test
    void readsTheLongerPhraseFirst() {
        assertThat(Verb.call("wait1", NAMES)).contains(ToolCall.of("wait1"));
        assertThat(Verb.call("wait", NAMES)).contains(ToolCall.of("wait"));
        assertThat(Verb.call("look around", NAMES)).contains(ToolCall.of("look_around"));
        assertThat(Verb.call("look at jar", NAMES)).contains(ToolCall.of("look_at", "thing", "jar"));
        assertThat(Verb.call("disconnect jar", NAMES)).contains(ToolCall.of("disconnect", "part", "jar"));
    }

    @Test
    void readsWhatTheAuthorsSay() {
        assertThat(Verb.call("pour seed in jar in jar", NAMES))
                .contains(ToolCall.of("pour", "thing", "seed in jar", "target", "jar"));
    }

    @Test
    void choosesAmongReadingsByNumber() {
        assertThat(Verb.call("12", NAMES)).contains(ToolCall.of("choose", "number", "12"));
        assertThat(Verb.action(ToolCall.of("choose", "number", "12"))).contains("12");
    }

    @Test
    void saysWhatItRead() {
        for (String action :
                new String[] {"move door to kitchen to hallway", "pour jar into hallway", "inventory", "go to hallway"
                }) {
            assertThat(Verb.call(action, NAMES).flatMap(Verb::action)).contains(action);
        }
    }

    @Test
    void leavesOutWhatWouldStartAnewAndWhatIsKnown() {
        assertThat(Verb.call("reset task", NAMES)).isEmpty();
        assertThat(Verb.call("task", NAMES)).isEmpty();
    }

    @Test
    void knowsNoOtherToolAndNoOtherArguments() {
        assertThat(Verb.action(ToolCall.of("fly"))).isEmpty();
        assertThat(Verb.action(ToolCall.of("open", "door", "x"))).isEmpty();
    }
}
