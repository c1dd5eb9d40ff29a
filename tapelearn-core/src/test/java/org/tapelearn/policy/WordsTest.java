package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void areLowerCaseAndWithoutPlural() {
        assertThat(Words.of("The Cities' buses")).containsExactly("the", "city", "buse");
    }

    @Test
    void keepNumbersInOneForm() {
        assertThat(Words.of("4,050.0 rows, -3 of 1.50")).containsExactly("4050", "row", "-3", "of", "1.5");
    }

    @Test
    void keepSignsOfComparison() {
        assertThat(Words.of("rain<=3, snow ≥ 2 and wind != 0"))
                .containsExactly("rain", "<=", "3", "snow", "≥", "2", "and", "wind", "!=", "0");
    }
}
