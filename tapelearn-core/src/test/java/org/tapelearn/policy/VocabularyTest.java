package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private static final List<List<String>> SENSES =
            List.of(List.of("mean", "average"), List.of("largest", "biggest"), List.of("row", "line"));

    /** One direction a sense; a word without any has one of its own. */
    private final WordMeanings meanings =
            (text, words) -> words.stream().map(word -> direction(word.text())).toArray(float[][]::new);

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
    void readsATaskAnewOnceTheVocabularyKnowsMore() {
        Vocabulary vocabulary = new Vocabulary();
        vocabulary.meet(goal("row"));
        Goal task = goal("average");
        assertThat(task.read(vocabulary)).containsExactly(0);

        vocabulary.meet(goal("mean"));

        assertThat(task.read(vocabulary)).containsExactly(Mix.of("mean"));
        assertThat(task.read(new Vocabulary())).containsExactly(0);
    }

    @Test
    void readsAllNumbersAlike() {
        assertThat(read(new Vocabulary(), "17 42")).containsExactly(Situation.NUMBER, Situation.NUMBER);
    }

    @Test
    void aWordWithoutMeaningStaysUnread() {
        Vocabulary vocabulary = new Vocabulary();
        vocabulary.meet(new Goal("mean", WordMeanings.NONE));

        assertThat(new Situation(
                                new Goal("average", WordMeanings.NONE), new ToolShapes(List.of()), Remembered.nothing())
                        .words(vocabulary))
                .containsExactly(0);
    }

    @Test
    void measuresHowLikeKnownPlainWordsAMeaningIs() {
        Vocabulary vocabulary = new Vocabulary();
        vocabulary.meet(goal("mean of rows"));
        settle(vocabulary, "row");
        settle(vocabulary, "mean");
        settle(vocabulary, "never met");
        vocabulary.takePlain(Mix.of("of"));

        List<float[]> asked = List.of(direction("average"), direction("line"));
        for (Vocabulary same : List.of(vocabulary, Vocabulary.read(ByteBuffer.wrap(vocabulary.bytes())))) {
            assertThat(same.likeness(asked)).isDeepEqualTo(new float[][] {{0, 1}, {1, 0}});
        }
    }

    @Test
    void likenessIsThatOfTheMostAlikeWordLessTheMeanOverTheKnown() {
        Vocabulary vocabulary = new Vocabulary();
        vocabulary.meet(goal("mean rows"));
        settle(vocabulary, "mean");
        settle(vocabulary, "row");
        Situation situation =
                new Situation(goal("average 12 nothing"), new ToolShapes(List.of()), Remembered.nothing());

        assertThat(situation.likeness(vocabulary, situation.plainWords())).containsExactly(0.5f, -0.5f);
        assertThat(situation.likeness(vocabulary, 0)).isEmpty();
    }

    private static void settle(Vocabulary vocabulary, String word) {
        for (int i = 0; i < 8; i++) {
            vocabulary.takePlain(Mix.of(word));
        }
    }

    private Goal goal(String description) {
        return new Goal(description, meanings);
    }

    private long[] read(Vocabulary vocabulary, String description) {
        return new Situation(goal(description), new ToolShapes(List.of()), Remembered.nothing()).words(vocabulary);
    }
}
