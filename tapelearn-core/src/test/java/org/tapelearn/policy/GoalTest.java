package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoalTest {
    private static final Goal GOAL = new Goal("The maximum of the 12 statistics, as ever", WordMeanings.NONE);

    @Test
    void usesTheWordsThatItSays() {
        assertThat(GOAL.uses("maximum")).isTrue();
        assertThat(GOAL.uses("minimum")).isFalse();
    }

    @Test
    void usesWhatAbbreviatesThem() {
        assertThat(GOAL.uses("max")).isTrue();
        assertThat(GOAL.uses("ma")).isFalse();
        assertThat(GOAL.uses("maximal")).isFalse();
    }
}
