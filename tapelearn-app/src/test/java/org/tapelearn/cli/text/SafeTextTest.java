package org.tapelearn.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SafeTextTest {
    @Test
    void showsEscapeSequencesInsteadOfObeyingThem() {
        assertThat(SafeText.oneLine("a\u001b[2Jb\u0007\u009b31m\r\n"))
                .isEqualTo("a\\u001b[2Jb\\u0007\\u009b31m\\u000d\\n");
        assertThat(SafeText.lines("a\r\nb\u202ec")).isEqualTo("a\nb\\u202ec");
        assertThat(SafeText.oneLine("half \ud800 pair")).isEqualTo("half \\ud800 pair");
    }

    @Test
    void keepsWordsOfAllScriptsAndEmoji() {
        assertThat(SafeText.oneLine("Größe 大小 👩‍🔬")).isEqualTo("Größe 大小 👩‍🔬");
    }

    @Property
    void neverLetsAControlCharacterThrough(@ForAll String text) {
        assertThat(SafeText.oneLine(text).codePoints()).noneMatch(Character::isISOControl);
        assertThat(SafeText.lines(text).codePoints().filter(point -> point != '\n'))
                .noneMatch(Character::isISOControl);
    }

    @Property
    void cutsToTheWidth(@ForAll String text, @ForAll @IntRange(min = 2, max = 100) int width) {
        assertThat(SafeText.cut(text, width).length()).isLessThanOrEqualTo(width);
    }

    @Property
    void wrapsToTheTerminal(@ForAll String text) {
        assertThat(Layout.wrap(SafeText.oneLine(text), "- ", "  ")).allMatch(line -> line.length() <= Layout.WIDTH);
    }

    @Test
    void alignsTablesAndGivesLongLabelsALineOfTheirOwn() {
        List<String> lines =
                Layout.table(List.of(List.of("name", "x"), List.of("n".repeat(100), "12.5 [1, 2]"), List.of("b", "7")));

        assertThat(lines).allMatch(line -> line.length() <= Layout.WIDTH);
        assertThat(lines.get(1)).startsWith("nnn").endsWith("…");
        assertThat(lines.get(2)).matches(" +12\\.5 \\[1, 2]");
        assertThat(lines.get(3)).startsWith("b ").endsWith("  7");
    }
}
