package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private static final List<List<String>> SENSES =
            List.of(List.of("mean", "average"), List.of("largest", "biggest"), List.of("row", "line"));

    private final AtomicInteger asked = new AtomicInteger();

    /** One direction a sense; a word without any has one of its own. */
    private final WordMeanings meanings = (text, words) -> {
        asked.incrementAndGet();
        return words.stream().map(word -> direction(word.text())).toArray(float[][]::new);
    };

    private static float[] direction(String word) {
        float[] vector = new float[SENSES.size() + 1];
        int sense = 0;
        while (sense < SENSES.size() && !SENSES.get(sense).contains(word)) {
            sense++;
        }
        vector[sense] = 1;
        return vector;
    }

    @Test
    void readsAWordNeverMetAsTheNearestInMeaning() {
        Vocabulary vocabulary = new Vocabulary();
        vocabulary.meet(goal("mean of the largest rows"));

        long[] read = read(vocabulary, "average over the biggest lines");

        assertThat(read[0]).isEqualTo(Mix.of("mean"));
        assertThat(read[2]).isEqualTo(Mix.of("the"));
        assertThat(read[3]).isEqualTo(Mix.of("largest"));
        assertThat(read[4]).isEqualTo(Mix.of("row"));
    }

    @Test
    void readsKnownWordsAsTheyAre() {
        Vocabulary vocabulary = new Vocabulary();
        vocabulary.meet(goal("mean of the largest rows"));
        vocabulary.meet(goal("average of the largest rows"));

        assertThat(read(vocabulary, "average")).containsExactly(Mix.of("average"));
    }

    @Test
    void readsAllNumbersAlike() {
        assertThat(read(new Vocabulary(), "17 42")).containsExactly(Situation.NUMBER, Situation.NUMBER);
    }

    @Test
    void aWordWithoutMeaningStaysUnread() {
        Vocabulary vocabulary = new Vocabulary();
        vocabulary.meet(new Goal("mean", WordMeanings.NONE));

        assertThat(new Situation(new Goal("average", WordMeanings.NONE), new ToolShapes(List.of()))
                        .readings(vocabulary))
                .containsExactly(0);
    }

    @Test
    void stopsAskingOnceAWordIsSettled() {
        Vocabulary vocabulary = new Vocabulary();
        for (int i = 0; i < 10; i++) {
            vocabulary.meet(goal("mean of " + i));
        }

        assertThat(asked).hasValue(4);
        assertThat(vocabulary.asks(goal("mean of 10"))).isFalse();
        assertThat(vocabulary.asks(goal("sum of 10"))).isTrue();
    }

    private Goal goal(String description) {
        return new Goal(description, meanings);
    }

    private long[] read(Vocabulary vocabulary, String description) {
        return new Situation(goal(description), new ToolShapes(List.of())).readings(vocabulary);
    }
}
