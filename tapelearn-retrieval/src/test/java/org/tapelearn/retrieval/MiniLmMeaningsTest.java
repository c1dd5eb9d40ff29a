package org.tapelearn.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.tapelearn.policy.WordMeanings.Word;

class MiniLmMeaningsTest {
    private static final MiniLmMeanings MEANINGS = MiniLmMeanings.load();

    @AfterAll
    static void close() {
        MEANINGS.close();
    }

    @Test
    void wordsOfLikeMeaningPointTheSameWay() {
        float[] average = meaning("What is the average height of the trees?", "average");

        assertThat(likeness(average, meaning("Tell me the mean height of the trees.", "mean")))
                .isGreaterThan(likeness(average, meaning("Tell me the maximum height of the trees.", "maximum")))
                .isGreaterThan(likeness(average, meaning("Tell me the mean height of the trees.", "trees")));
    }

    @Test
    void theSentenceDecidesWhatAWordMeans() {
        float[] below = meaning("How many rows are there where the age is below 30?", "below");
        float[] under = meaning("How many rows are there where the age is under 30?", "under");

        assertThat(likeness(below, under))
                .isGreaterThan(likeness(below, meaning("The treasure lies under the old oak.", "under")));
    }

    @Test
    void equalTextsGiveEqualVectorsOfLengthOne() {
        float[] once = meaning("Draw a histogram of the weights.", "histogram");

        assertThat(once).containsExactly(meaning("Draw a histogram of the weights.", "histogram"));
        assertThat(likeness(once, once)).isBetween(0.9999, 1.0001);
    }

    @Test
    void readsTextsOfAnyLengthAndKind() {
        String text = "\uD83D\uDE00 " + "unpronounceable\u00e9\u00df ".repeat(300);

        float[][] vectors = MEANINGS.of(text, words(text));

        assertThat(vectors).hasDimensions(300, 384);
        for (float[] vector : vectors) {
            assertThat(vector).doesNotContain(Float.NaN);
        }
        assertThat(MEANINGS.of("", List.of())).isEmpty();
    }

    private static float[] meaning(String text, String word) {
        List<Word> words = words(text);
        int index = words.stream().map(Word::text).toList().indexOf(word);
        return MEANINGS.of(text, words)[index];
    }

    private static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        Matcher matcher = Pattern.compile("\\p{L}+|\\d+").matcher(text);
        while (matcher.find()) {
            words.add(new Word(matcher.group().toLowerCase(Locale.ROOT), matcher.start(), matcher.end()));
        }
        return words;
    }

    private static double likeness(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }
}
