package org.tapelearn.env.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

class GroundedCallsTest {
    private final SeenValues seen = new SeenValues();

    private List<String> calls(Parameter... parameters) {
        return GroundedCalls.of(List.of(new ToolSpec("tool", "", List.of(parameters), ToolSpec.Effect.READS)), seen)
                .stream()
                .map(ToolCall::toString)
                .toList();
    }

    @Test
    void callsWhatNeedsNoArguments() {
        assertThat(calls()).containsExactly("tool()");
    }

    @Test
    void leavesOutArgumentsThatNeedNotBeGiven() {
        seen.read("x: 1", "");

        assertThat(calls(new Parameter("head", "", Parameter.Type.NUMBER, List.of(), false)))
                .containsExactly("tool()");
    }

    @Test
    void givesPathsToArgumentsThatTakePaths() {
        seen.read("[FILE] mill.txt\n[DIR] old notes\ncode: 4711", "/workspace");

        assertThat(calls(Parameter.text("filePath", "")))
                .containsExactly("tool(filePath=mill.txt)", "tool(filePath=old notes)");
    }

    @Test
    void joinsNamesToTheFolderTheyWereListedIn() {
        seen.read("[FILE] a.txt", "notes");

        assertThat(calls(Parameter.text("path", ""))).containsExactly("tool(path=notes/a.txt)");
    }

    @Test
    void givesNumbersToNumbersAndCellsToTexts() {
        seen.read("code: 4711 | Ann Lee | this is a longer sentence of many words", "");

        assertThat(calls(Parameter.integer("count", ""))).containsExactly("tool(count=4711)");
        assertThat(calls(Parameter.text("name", "")))
                .contains("tool(name=Ann Lee)", "tool(name=4711)")
                .doesNotContain("tool(name=sentence)");
    }

    @Test
    void combinesChoicesAndTruthValues() {
        assertThat(calls(
                        Parameter.choice("kind", "", List.of("a", "b")),
                        new Parameter("deep", "", Parameter.Type.BOOLEAN, List.of(), true)))
                .containsExactly(
                        "tool(kind=a, deep=true)",
                        "tool(kind=a, deep=false)",
                        "tool(kind=b, deep=true)",
                        "tool(kind=b, deep=false)");
    }

    @Test
    void listsSomeHundredsAtMost() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            many.append("v").append(i).append('\n');
        }
        seen.read(many.toString(), "");

        assertThat(calls(Parameter.text("a", ""), Parameter.text("b", ""))).hasSize(60);
    }
}
