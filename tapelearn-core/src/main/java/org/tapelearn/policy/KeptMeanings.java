package org.tapelearn.policy;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Remembers what the words of texts mean, in one byte a number: a language model takes milliseconds a text, and the tasks of a
 * session come again. First and later answers are equal. Safe for use by several threads.
 */
final class KeptMeanings implements WordMeanings {
    private static final long MOST_BYTES = 64L << 20;
    private static final int STEPS = 127;

    /** A vector in steps of a fixed size. */
    private record Coarse(byte[] steps, float step) {
        static Coarse of(float[] vector) {
            float most = 1e-9f;
            for (float value : vector) {
                most = Math.max(most, Math.abs(value));
            }
            byte[] steps = new byte[vector.length];
            for (int i = 0; i < steps.length; i++) {
                steps[i] = (byte) Math.round(vector[i] / most * STEPS);
            }
            return new Coarse(steps, most / STEPS);
        }

        float[] vector() {
            float[] vector = new float[steps.length];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = steps[i] * step;
            }
            return vector;
        }
    }

    private final WordMeanings source;
    private final ConcurrentHashMap<String, Coarse[]> kept = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    KeptMeanings(WordMeanings source) {
        this.source = source;
    }

    @Override
    public float[][] of(String text, List<Word> words) {
        Coarse[] known = kept.get(text);
        if (known == null) {
            known = coarse(source.of(text, words));
            keep(text, known);
        }
        float[][] vectors = new float[known.length][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = known[i].vector();
        }
        return vectors;
    }

    private static Coarse[] coarse(float[][] vectors) {
        Coarse[] coarse = new Coarse[vectors.length];
        for (int i = 0; i < coarse.length; i++) {
            coarse[i] = Coarse.of(vectors[i]);
        }
        return coarse;
    }

    private void keep(String text, Coarse[] meanings) {
        long size = 2L * text.length();
        for (Coarse one : meanings) {
            size += one.steps().length;
        }
        if (bytes.get() + size > MOST_BYTES) {
            kept.clear();
            bytes.set(0);
        }
        if (kept.put(text, meanings) == null) {
            bytes.addAndGet(size);
        }
    }
}
