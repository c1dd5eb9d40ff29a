package org.tapelearn.policy;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words of the tasks that were learned from, and what they meant there. A word that was never met is read as the known one
 * that means most nearly the same, since only about known words was anything learned.
 */
final class Vocabulary {
    /** Appearances of a word from which its meaning is taken: more add nothing. */
    private static final int APPEARANCES = 4;

    /** Appearances that name nothing from which likeness to a word is measured: a rare word takes as long as another and tells less. */
    private static final int SETTLED = 8;

    /** Words whose directions are written together. */
    private static final int BLOCK = 16;

    /** The sum of a word's vectors; replaced, never changed. */
    private record Meaning(int appearances, float[] sum, double length) {
        static final Meaning NONE = new Meaning(0, new float[0], 0);

        Meaning and(float[] vector) {
            float[] total = vector.clone();
            double squares = 0;
            for (int i = 0; i < total.length; i++) {
                total[i] += sum.length == 0 ? 0 : sum[i];
                squares += (double) total[i] * total[i];
            }
            return new Meaning(appearances + 1, total, Math.sqrt(squares));
        }

        double likeness(float[] vector) {
            return sum.length == 0 ? 0 : Vectors.dot(sum, vector) / length;
        }
    }

    private final Map<Long, Meaning> meanings;
    /** How often words named nothing. */
    private final Map<Long, Integer> plain;
    /** The words that often named nothing, in the order of becoming so. */
    private final List<Long> settled;
    /** Another object whenever the known words are others. */
    private volatile Object edition = new Object();

    /** What they mean; null until asked for. */
    private volatile float @Nullable [][] directions;

    Vocabulary() {
        this(new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
    }

    private Vocabulary(Map<Long, Meaning> meanings, Map<Long, Integer> plain, List<Long> settled) {
        this.settled = settled;
        this.meanings = meanings;
        this.plain = plain;
    }

    /** Counts that a word named nothing; likeness is measured to it once it has done so often. */
    void takePlain(long word) {
        if (meanings.containsKey(word) && plain.merge(word, 1, Integer::sum) == SETTLED) {
            settled.add(word);
            directions = null;
        }
    }

    /** Returns how like each meaning is to that of each settled word: cosines, in the order of their settling. */
    float[][] likeness(List<float[]> vectors) {
        float[][] known = directions();
        float[][] likeness = new float[vectors.size()][settled.size()];
        // four places at once and words within: such loops are computed several words at a time, and sums are seldom
        // stored
        int fours = known.length / 4 * 4;
        for (int i = 0; i < fours; i += 4) {
            for (int k = 0; k < likeness.length; k++) {
                addFour(likeness[k], vectors.get(k), i, known);
            }
        }
        for (int i = fours; i < known.length; i++) {
            for (int k = 0; k < likeness.length; k++) {
                for (int j = 0; j < likeness[k].length; j++) {
                    likeness[k][j] += vectors.get(k)[i] * known[i][j];
                }
            }
        }
        return likeness;
    }

    private static void addFour(float[] sums, float[] vector, int place, float[][] known) {
        float a = vector[place];
        float b = vector[place + 1];
        float c = vector[place + 2];
        float d = vector[place + 3];
        float[] first = known[place];
        float[] second = known[place + 1];
        float[] third = known[place + 2];
        float[] fourth = known[place + 3];
        for (int j = 0; j < sums.length; j++) {
            sums[j] += a * first[j] + b * second[j] + (c * third[j] + d * fourth[j]);
        }
    }

    /** The directions of the settled words' meanings: for each place of a vector, one number a word. */
    private float[][] directions() {
        float @Nullable [][] made = directions;
        if (made == null) {
            List<Meaning> known = settled.stream()
                    .map(word -> meanings.getOrDefault(word, Meaning.NONE))
                    .toList();
            int places = known.stream()
                    .mapToInt(meaning -> meaning.sum().length)
                    .max()
                    .orElse(0);
            made = new float[places][settled.size()];
            // place by place, a block of words at a time: word by word, each number would go to another row
            for (int from = 0; from < known.size(); from += BLOCK) {
                List<Meaning> block = known.subList(from, Math.min(from + BLOCK, known.size()));
                for (int i = 0; i < places; i++) {
                    for (int j = 0; j < block.size(); j++) {
                        Meaning meaning = block.get(j);
                        made[i][from + j] =
                                i < meaning.sum().length ? (float) (meaning.sum()[i] / meaning.length()) : 0;
                    }
                }
            }
            directions = made;
        }
        return made;
    }

    Vocabulary copy() {
        return new Vocabulary(new LinkedHashMap<>(meanings), new LinkedHashMap<>(plain), new ArrayList<>(settled));
    }

    private boolean asks(Goal goal, int word) {
        Meaning meaning = meanings.get(goal.hashes[word]);
        return !Words.isNumber(goal.words[word]) && (meaning == null || meaning.appearances() < APPEARANCES);
    }

    /** Makes the words of a task known. */
    void meet(Goal goal) {
        float[][] vectors = goal.meanings();
        for (int i = 0; i < goal.hashes.length; i++) {
            if (asks(goal, i)) {
                Meaning before = meanings.getOrDefault(goal.hashes[i], Meaning.NONE);
                edition = new Object();
                directions = null;
                meanings.put(goal.hashes[i], before.and(vectors.length == 0 ? new float[0] : vectors[i]));
            }
        }
    }

    /** What stands for the words known now: the same object as long as they are the same. */
    Object edition() {
        return edition;
    }

    boolean knows(long word) {
        return meanings.containsKey(word);
    }

    /** Returns the known word that means most nearly the same, or 0 where none is near. */
    long nearest(float[] vector) {
        long best = 0;
        double top = 0;
        for (Map.Entry<Long, Meaning> entry : meanings.entrySet()) {
            double likeness = entry.getValue().likeness(vector);
            if (likeness > top) {
                top = likeness;
                best = entry.getKey();
            }
        }
        return best;
    }

    /** Writes how many words there are, for each its hash, its appearances and its vector, then how often words named nothing. */
    byte[] bytes() {
        int size = 3 * Integer.BYTES + plain.size() * (Long.BYTES + Integer.BYTES) + settled.size() * Long.BYTES;
        for (Meaning meaning : meanings.values()) {
            size += Long.BYTES + 2 * Integer.BYTES + meaning.sum().length * Float.BYTES;
        }
        ByteBuffer buffer = ByteBuffer.allocate(size).putInt(meanings.size());
        meanings.forEach((word, meaning) -> {
            buffer.putLong(word).putInt(meaning.appearances()).putInt(meaning.sum().length);
            for (float value : meaning.sum()) {
                buffer.putFloat(value);
            }
        });
        buffer.putInt(plain.size());
        plain.forEach((word, times) -> buffer.putLong(word).putInt(times));
        buffer.putInt(settled.size());
        settled.forEach(buffer::putLong);
        return buffer.array();
    }

    /** Reads what {@link #bytes} wrote. */
    static Vocabulary read(ByteBuffer buffer) {
        Vocabulary vocabulary = new Vocabulary();
        for (int left = buffer.getInt(); left > 0; left--) {
            long word = buffer.getLong();
            int appearances = buffer.getInt();
            int length = buffer.getInt();
            if (length > buffer.remaining() / Float.BYTES) {
                throw new BufferUnderflowException();
            }
            float[] sum = new float[length];
            double squares = 0;
            for (int i = 0; i < sum.length; i++) {
                sum[i] = buffer.getFloat();
                squares += (double) sum[i] * sum[i];
            }
            vocabulary.meanings.put(word, new Meaning(appearances, sum, Math.sqrt(squares)));
        }
        for (int left = buffer.getInt(); left > 0; left--) {
            vocabulary.plain.put(buffer.getLong(), buffer.getInt());
        }
        for (int left = buffer.getInt(); left > 0; left--) {
            vocabulary.settled.add(buffer.getLong());
        }
        return vocabulary;
    }
}
