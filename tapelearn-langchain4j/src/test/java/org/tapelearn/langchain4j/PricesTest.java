package org.tapelearn.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.llm.Price;

class PricesTest {
    @TempDir
    Path folder;

    @Test
    void comesWithADatedTable() {
        assertThat(Prices.bundled().date()).matches(".*20\\d\\d.*");
        assertThat(Prices.bundled().of("gpt-4o-mini")).contains(new Price(0.15, 0.6));
    }

    @Test
    void knowsAModelByItsNameWithADateBehindIt() {
        Prices prices = Prices.bundled();

        assertThat(prices.of("gpt-4o-mini-2024-07-18")).isEqualTo(prices.of("gpt-4o-mini"));
        assertThat(prices.of("claude-haiku-4-5-20251001")).isEqualTo(prices.of("claude-haiku-4-5"));
        assertThat(prices.of("gpt-4o-2024-05-13")).contains(new Price(5, 15));
        assertThat(prices.of("gpt-4o-audio-preview")).isEmpty();
    }

    @Test
    void readsTheUsersOwn() throws IOException {
        Path own = Files.writeString(folder.resolve("p.yaml"), "models:\n  mine: {prompt: 1, completion: 2.5}\n");

        assertThat(Prices.read(own).of("mine")).contains(new Price(1, 2.5));
    }

    @Test
    void showsTheRightFormWhereATableIsWrong() throws IOException {
        Path wrong = Files.writeString(folder.resolve("p.yaml"), "models:\n  mine: {prompt: cheap}\n");

        assertThatThrownBy(() -> Prices.read(wrong))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("for (mine)")
                .hasMessageContaining("gpt-4o-mini: {prompt: 0.15, completion: 0.60}");
        assertThatThrownBy(() -> Prices.read(folder.resolve("none"))).hasMessageContaining("--prices");
    }
}
