package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WeightsTest {
    private static final int[] SLOTS = {0, 63, 64, 4_711, Weights.SIZE - 1};
    private static final long KNOWN = Mix.of("row");
    private static final WordMeanings MEANINGS = (text, words) ->
            words.stream().map(word -> new float[] {0.6f, 0.8f}).toArray(float[][]::new);

    @Test
    void areReadBackAsTheyWere() {
        Weights weights = some();
        Weights read = Weights.of(weights.bytes());
        for (int slot : SLOTS) {
            int[] one = {slot};
            assertThat(read.score(one, 1)).isEqualTo(weights.score(one, 1)).isNotZero();
        }
        assertThat(read.score(new int[] {1}, 1)).isZero();
        assertThat(read.vocabulary().knows(KNOWN)).isTrue();
        assertThat(read.vocabulary().knows(Mix.of("other"))).isFalse();
        assertThat(read.bytes()).isEqualTo(weights.bytes());
    }

    @Test
    void goOnLearningAsIfNeverWritten() {
        Weights weights = some();
        Weights read = Weights.of(weights.bytes());
        weights.climb(SLOTS, -0.5, 0.1);
        read.climb(SLOTS, -0.5, 0.1);
        assertThat(read.bytes()).isEqualTo(weights.bytes());
    }

    @Test
    void refuseWhatIsNotTheirs() {
        byte[] bytes = some().bytes();
        assertThatThrownBy(() -> Weights.of(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("come from another version");
        assertThatThrownBy(() -> Weights.of(new byte[3])).isInstanceOf(IllegalArgumentException.class);
    }

    private static Weights some() {
        Weights weights = new Weights();
        weights.climb(SLOTS, 1, 0.1);
        weights.vocabulary().meet(new Goal("Count the rows.", MEANINGS));
        return weights;
    }
}
