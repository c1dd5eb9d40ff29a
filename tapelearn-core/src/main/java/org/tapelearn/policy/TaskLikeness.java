package org.tapelearn.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How like the words of a task are to known words; each is compared once. */
final class TaskLikeness {
    private final Goal goal;
    /** For each word of the task, how like it is to each known word; null where that was not asked. */
    private final float[] @Nullable [] alike;

    private final Map<Long, float[]> byPlaces = new HashMap<>();

    TaskLikeness(Goal goal) {
        this.goal = goal;
        this.alike = new float[goal.words.length][];
    }

    /** How like the words at some places of the task, as bits, are to the known words: the most of any, less the mean over the known. */
    float[] of(Vocabulary vocabulary, long places) {
        return byPlaces.computeIfAbsent(places, key -> measure(vocabulary, key));
    }

    private float[] measure(Vocabulary vocabulary, long places) {
        compare(vocabulary, places);
        float[] most = new float[0];
        for (int i = 0; i < goal.words.length; i++) {
            float[] one = (places >>> i & 1) == 0 ? null : alike[i];
            if (one != null && most.length == 0) {
                most = one.clone();
            } else if (one != null) {
                for (int j = 0; j < one.length; j++) {
                    most[j] = Math.max(most[j], one[j]);
                }
            }
        }
        float sum = 0;
        for (float value : most) {
            sum += value;
        }
        for (int j = 0; j < most.length; j++) {
            most[j] -= sum / most.length;
        }
        return most;
    }

    /** Compares the words at some places with the known ones, where that was not done before; numbers are like nothing. */
    private void compare(Vocabulary vocabulary, long places) {
        List<Integer> asked = new ArrayList<>();
        List<float[]> meanings = new ArrayList<>();
        for (int i = 0; i < goal.words.length; i++) {
            if ((places >>> i & 1) != 0 && alike[i] == null && !Words.isNumber(goal.words[i])) {
                asked.add(i);
                meanings.add(goal.meanings()[i]);
            }
        }
        float[][] answers = vocabulary.likeness(meanings);
        for (int i = 0; i < answers.length; i++) {
            alike[asked.get(i)] = answers[i];
        }
    }
}
