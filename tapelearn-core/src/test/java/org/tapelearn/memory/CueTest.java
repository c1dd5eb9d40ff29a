package org.tapelearn.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.tape.ToolCall;

class CueTest {
    private static final List<ToolCall> CALLS = List.of(
            ToolCall.of("filter", "table", "car_models", "column", "city_mpg", "operator", ">=", "value", "20"),
            ToolCall.of("statistic", "table", "t1", "column", "mpg", "measure", "mean"));

    @Test
    void putsParametersInThePlaceOfWhatWasGivenForThem() {
        assertThat(cue("What is the mean MPG in car models where city mpg is >= 20?"))
                .isEqualTo("what is the mean {column} in {table} where {column} is >= {value}");
    }

    @Test
    void keepsWhatIsChosenFromAList() {
        assertThat(cue("The mean, please.")).isEqualTo("the mean please");
    }

    @Test
    void keepsShortWords() {
        assertThat(Cue.of("Go to a.", List.of(ToolCall.of("go", "place", "a")), (tool, parameter) -> true))
                .isEqualTo("go to a");
    }

    private static String cue(String description) {
        return Cue.of(
                description,
                CALLS,
                (tool, parameter) -> !List.of("operator", "measure").contains(parameter));
    }
}
