package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ObservationIndexTest {
    private static final ObservationIndex ROWS = new ObservationIndex("""
            t1 : 3 rows (city, mean_of_rain)
            Bergen | 6.1
            Cairo | 0.2
            Lima | 1.5""");

    @Test
    void findsWhereAValueStands() {
        assertThat(ROWS.find("Cairo").line()).isEqualTo(2);
        assertThat(ROWS.find("0.2").cell()).isEqualTo(1);
        assertThat(ROWS.find("Oslo")).isEqualTo(ObservationIndex.NOWHERE);
    }

    @Test
    void namesTheHeadOfItsColumn() {
        assertThat(ROWS.find("Cairo").header()).isEqualTo("city");
        assertThat(ROWS.find("6.1").header()).isEqualTo("mean_of_rain");
        assertThat(ROWS.find("t1").header()).isEmpty();
    }

    @Test
    void ranksTheNumbersAtTheEndsOfLines() {
        assertThat(ROWS.rank(1)).isEqualTo(ObservationIndex.LARGEST);
        assertThat(ROWS.rank(2)).isEqualTo(ObservationIndex.SMALLEST);
        assertThat(ROWS.rank(3)).isEqualTo(ObservationIndex.BETWEEN);
        assertThat(ROWS.rank(0)).isEqualTo(ObservationIndex.UNCOMPARED);
    }

    @Test
    void comparesNothingWhereAllNumbersAreEqual() {
        assertThat(new ObservationIndex("a | 1\nb | 1").rank(0)).isEqualTo(ObservationIndex.UNCOMPARED);
    }
}
