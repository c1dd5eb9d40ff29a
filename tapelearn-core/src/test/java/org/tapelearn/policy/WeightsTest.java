package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightsTest {
    private static final long KNOWN = Mix.of("row");
    private static final WordMeanings MEANINGS = (text, words) ->
            words.stream().map(word -> new float[] {0.6f, 0.8f}).toArray(float[][]::new);
    private static final Factor FACTOR = factor(0, 64, new Likeness(7, new float[] {0.5f, -0.5f}));
    private static final Factor OTHER = factor(1, 2, new Likeness(8, new float[] {1}));

    @Test
    void areReadBackAsTheyWere() {
        Weights weights = some();
        Weights read = Weights.of(weights.bytes());
        for (Reading reading : Reading.values()) {
            assertThat(read.score(FACTOR, reading))
                    .isEqualTo(weights.score(FACTOR, reading))
                    .isNotZero();
            assertThat(read.score(OTHER, reading)).isZero();
        }
        assertThat(read.vocabulary().knows(KNOWN)).isTrue();
        assertThat(read.vocabulary().knows(Mix.of("other"))).isFalse();
        assertThat(read.bytes()).isEqualTo(weights.bytes());
    }

    @Test
    void goOnLearningAsIfNeverWritten() {
        Weights weights = some();
        Weights read = Weights.of(weights.bytes());
        for (Reading reading : Reading.values()) {
            weights.climb(FACTOR, reading, -0.5, 0.1);
            read.climb(FACTOR, reading, -0.5, 0.1);
        }
        assertThat(read.bytes()).isEqualTo(weights.bytes());
    }

    @Test
    void oneReadingLearnsNothingFromAnother() {
        for (Reading reading : Reading.values()) {
            Weights weights = new Weights();
            weights.climb(FACTOR, reading, 1, 0.1);
            for (Reading asked : Reading.values()) {
                double score = weights.score(FACTOR, asked);
                assertThat(score != 0).isEqualTo(asked == reading);
            }
        }
    }

    @Test
    void rowsGrowWithTheVocabulary() {
        Weights weights = some();
        double before = weights.score(FACTOR, Reading.LIKENESS);
        Factor longer = factor(0, 64, new Likeness(7, new float[] {0, 0, 1}));
        weights.climb(longer, Reading.LIKENESS, 1, 0.1);
        assertThat(weights.score(longer, Reading.LIKENESS)).isPositive();
        assertThat(weights.score(FACTOR, Reading.LIKENESS)).isGreaterThan(before);
        assertThat(Weights.of(weights.bytes()).bytes()).isEqualTo(weights.bytes());
    }

    @Test
    void areReadThatAnEarlierBuildWroteWithoutBlanks() {
        Weights weights = new Weights();
        weights.climb(FACTOR, Reading.NAMES, 1, 0.1);
        byte[] bytes = weights.bytes();
        Weights earlier =
                Weights.of(Arrays.copyOf(bytes, bytes.length - weights.blanks().byteCount()));
        assertThat(earlier.score(FACTOR, Reading.NAMES))
                .isEqualTo(weights.score(FACTOR, Reading.NAMES))
                .isNotZero();
        assertThat(earlier.blanks().isEmpty()).isTrue();
    }

    @Test
    void refuseWhatIsNotTheirs() {
        byte[] bytes = some().bytes();
        assertThatThrownBy(() -> Weights.of(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("come from another version");
        assertThatThrownBy(() -> Weights.of(new byte[3])).isInstanceOf(IllegalArgumentException.class);
    }

    private static Factor factor(int state, int word, Likeness likeness) {
        return new Factor(
                new int[] {state},
                new int[] {word},
                new int[] {word},
                new int[] {word},
                new int[] {word},
                new int[] {word},
                new Likeness[] {likeness});
    }

    private static Weights some() {
        Weights weights = new Weights();
        for (Reading reading : Reading.values()) {
            weights.climb(FACTOR, reading, 1, 0.1);
        }
        weights.vocabulary().meet(new Goal("Count the rows.", MEANINGS));
        weights.blanks().take(List.of(new Blanks.Place(5, true), new Blanks.Place(7, false)));
        return weights;
    }
}
