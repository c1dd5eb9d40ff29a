package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tapelearn.policy.WordMeanings.Word;

class KeptMeaningsTest {
    private static final List<Word> WORDS = List.of(new Word("mean", 0, 4));

    private final AtomicInteger asked = new AtomicInteger();
    private final KeptMeanings kept = new KeptMeanings((text, words) -> {
        asked.incrementAndGet();
        return new float[][] {{0.6f, -0.8f, 0.001f}};
    });

    @Test
    void asksOnceAndAnswersTheSameEachTime() {
        float[][] first = kept.of("mean", WORDS);
        float[][] again = kept.of("mean", WORDS);
        assertThat(asked).hasValue(1);
        assertThat(again).isDeepEqualTo(first);
    }

    @Test
    void keepsWithinOnePartInAHundredOfTheLargest() {
        float[] vector = kept.of("mean", WORDS)[0];
        assertThat(vector[0]).isCloseTo(0.6f, within(0.008f));
        assertThat(vector[1]).isCloseTo(-0.8f, within(0.008f));
        assertThat(vector[2]).isCloseTo(0.001f, within(0.008f));
    }

    @Test
    void keepsThatNothingIsKnown() {
        assertThat(new KeptMeanings(WordMeanings.NONE).of("mean", WORDS)).isEmpty();
    }
}
