package org.tapelearn.env.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tapelearn.task.Split;

class ParametersTest {
    private static final List<String> MANY =
            IntStream.range(0, 20).mapToObj(i -> "v" + i).toList();

    private static List<Map<String, String>> drawn(Parameters parameters, Split split) {
        List<Map<String, String>> drawn = new ArrayList<>();
        for (int group = 0; group < parameters.groups(split); group++) {
            for (long number = 0; number < 40; number++) {
                parameters.draw(split, group, number).ifPresent(drawn::add);
            }
        }
        return drawn;
    }

    private static Set<String> values(Parameters parameters, Split split, String name) {
        Set<String> values = new HashSet<>();
        drawn(parameters, split).forEach(each -> values.add(each.get(name)));
        return values;
    }

    @Test
    void givesEachValueOfALongListToOneSplit() {
        Parameters parameters = new Parameters(List.of(new Parameters.Parameter("a", MANY, false)), List.of(), 1);

        Set<String> train = values(parameters, Split.TRAIN, "a");
        Set<String> selection = values(parameters, Split.SELECTION, "a");
        Set<String> test = values(parameters, Split.TEST, "a");

        assertThat(train).hasSize(12).doesNotContainAnyElementsOf(selection).doesNotContainAnyElementsOf(test);
        assertThat(selection).hasSize(4).doesNotContainAnyElementsOf(test);
        assertThat(test).hasSize(4);
    }

    @Test
    void givesEachCombinationOfShortListsToOneSplit() {
        Parameters parameters = new Parameters(
                List.of(
                        new Parameters.Parameter("a", List.of("1", "2", "3"), false),
                        new Parameters.Parameter("b", List.of("x", "y", "z"), false)),
                List.of(),
                1);

        Set<Map<String, String>> all = new HashSet<>();
        int count = 0;
        for (Split split : Split.values()) {
            Set<Map<String, String>> own = new HashSet<>(drawn(parameters, split));
            assertThat(own).isNotEmpty();
            count += own.size();
            all.addAll(own);
        }

        assertThat(all).hasSize(9);
        assertThat(count).isEqualTo(9);
    }

    @Test
    void neverGivesDistinctParametersTheSameValue() {
        Parameters parameters = new Parameters(
                List.of(new Parameters.Parameter("a", MANY, true), new Parameters.Parameter("b", MANY, false)),
                List.of("a", "b"),
                1);

        for (Split split : Split.values()) {
            assertThat(drawn(parameters, split))
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each.get("a")).isNotEqualTo(each.get("b")));
        }
    }

    @Test
    void sharesOutOtherwiseWithAnotherSeedAndAlikeWithTheSame() {
        List<Parameters.Parameter> one = List.of(new Parameters.Parameter("a", MANY, false));

        assertThat(drawn(new Parameters(one, List.of(), 1), Split.TEST))
                .isEqualTo(drawn(new Parameters(one, List.of(), 1), Split.TEST))
                .isNotEqualTo(drawn(new Parameters(one, List.of(), 2), Split.TEST));
    }

    @Test
    void groupsShareNoValueOfTheFirstLongList() {
        Parameters parameters = new Parameters(List.of(new Parameters.Parameter("a", MANY, false)), List.of(), 1);

        Set<String> seen = new HashSet<>();
        for (int group = 0; group < parameters.groups(Split.TRAIN); group++) {
            Set<String> own = new HashSet<>();
            for (long number = 0; number < 40; number++) {
                own.add(parameters
                        .draw(Split.TRAIN, group, number)
                        .orElseThrow()
                        .get("a"));
            }
            own.forEach(value -> assertThat(seen.add(value)).as(value).isTrue());
        }
        assertThat(seen).hasSize(12);
    }
}
