package org.tapelearn.env.datascience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NumberColumnTest {
    @Test
    void packsRowsOfOneNumberIntoEqualRows() {
        List<List<@Nullable Object>> rows = List.of(List.of(1.5), List.of(Double.NaN), List.of(-0.0));
        assertThat(NumberColumn.packed(rows)).isInstanceOf(NumberColumn.class).isEqualTo(rows);
    }

    @Test
    void leavesOtherRowsAsTheyAre() {
        List<List<@Nullable Object>> whole = List.of(List.of(1.5), List.of(2L));
        List<List<@Nullable Object>> missing = List.of(Collections.singletonList(null));
        List<List<@Nullable Object>> two = List.of(List.of(1.5, 2.5));
        assertThat(NumberColumn.packed(whole)).isSameAs(whole);
        assertThat(NumberColumn.packed(missing)).isSameAs(missing);
        assertThat(NumberColumn.packed(two)).isSameAs(two);
    }
}
