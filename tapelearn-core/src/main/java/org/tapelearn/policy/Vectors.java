package org.tapelearn.policy;

/** Arithmetic on vectors of floats. */
final class Vectors {
    private Vectors() {}

    /** Returns the dot product over the first places that both have; equal on every machine. */
    static float dot(float[] left, float[] right) {
        int size = Math.min(left.length, right.length);
        // eight sums, since one alone would wait for each addition
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        int i = 0;
        for (; i + 7 < size; i += 8) {
            a += left[i] * right[i];
            b += left[i + 1] * right[i + 1];
            c += left[i + 2] * right[i + 2];
            d += left[i + 3] * right[i + 3];
            e += left[i + 4] * right[i + 4];
            f += left[i + 5] * right[i + 5];
            g += left[i + 6] * right[i + 6];
            h += left[i + 7] * right[i + 7];
        }
        for (; i < size; i++) {
            a += left[i] * right[i];
        }
        return ((a + b) + (c + d)) + ((e + f) + (g + h));
    }
}
