package org.tapelearn.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tapelearn.policy.WordMeanings.Word;

/** A task's words, and where values are mentioned in them. Safe for use by several threads. */
final class Goal {
    private static final int MAX_WORDS = 63;
    private static final int SHORTEST = 3;

    /**
     * Where a value is mentioned.
     *
     * @param start index of the first word, -1 if the value is not mentioned
     * @param end index after the last word
     * @param whole every word of the value is there, side by side
     */
    record Mention(int start, int end, boolean whole) {
        static final Mention NONE = new Mention(-1, -1, false);

        boolean exists() {
            return start >= 0;
        }

        /** The words covered, as bits. */
        long mask() {
            return exists() ? ((1L << end) - 1) & -(1L << start) : 0;
        }
    }

    final String[] words;
    final long[] hashes;
    private final Set<String> vocabulary;
    private final Map<String, Boolean> abbreviated = new ConcurrentHashMap<>();
    private final Map<String, Mention> mentions = new ConcurrentHashMap<>();
    private final Supplier<float[][]> ask;
    private volatile float @Nullable [][] meanings;
    private volatile @Nullable Read read;

    /** The words as somebody reads them who knows an edition of a vocabulary. */
    private record Read(Object edition, long[] words) {}

    /** Reads a task; {@code meanings} is asked only when a word's meaning is. */
    Goal(String description, WordMeanings meanings) {
        List<Word> all = Words.split(description);
        List<Word> read = all.subList(0, Math.min(all.size(), MAX_WORDS));
        words = read.stream().map(Word::text).toArray(String[]::new);
        vocabulary = Set.of(all.stream().map(Word::text).distinct().toArray(String[]::new));
        this.ask = () -> meanings.of(description, read);
        hashes = new long[words.length];
        for (int i = 0; i < words.length; i++) {
            hashes[i] = Mix.of(words[i]);
        }
    }

    /** Returns the meaning of each word, or an empty array where none is known. */
    float[][] meanings() {
        float[][] known = meanings;
        if (known == null) {
            known = ask.get();
            meanings = known;
        }
        return known;
    }

    /**
     * Returns the words as one reads them who knows a vocabulary: a word that is not in it as the known one that means most nearly
     * the same, or 0 where there is none, and numbers as one mark. It is kept, since attempts at a task come many at a time.
     */
    @SuppressWarnings("ReferenceEquality") // editions are told apart by identity
    long[] read(Vocabulary vocabulary) {
        Object edition = vocabulary.edition();
        Read known = read;
        if (known == null || known.edition() != edition) {
            known = new Read(edition, readAnew(vocabulary));
            read = known;
        }
        return known.words();
    }

    private long[] readAnew(Vocabulary vocabulary) {
        long[] done = hashes.clone();
        for (int i = 0; i < done.length; i++) {
            if (Words.isNumber(words[i])) {
                done[i] = Situation.NUMBER;
            } else if (!vocabulary.knows(done[i])) {
                done[i] = meanings().length == 0 ? 0 : vocabulary.nearest(meanings()[i]);
            }
        }
        return done;
    }

    /** Returns where the value is mentioned: the longest run of its words, the first such. At least half of them count. */
    Mention mention(String value) {
        return mentions.computeIfAbsent(value, this::search);
    }

    private Mention search(String value) {
        List<String> wanted = Words.of(value);
        if (wanted.isEmpty()) {
            return Mention.NONE;
        }
        int best = 0;
        int bestStart = -1;
        for (int from = 0; from < wanted.size(); from++) {
            for (int at = 0; at < words.length; at++) {
                int run = 0;
                while (from + run < wanted.size()
                        && at + run < words.length
                        && words[at + run].equals(wanted.get(from + run))) {
                    run++;
                }
                if (run > best) {
                    best = run;
                    bestStart = at;
                }
            }
        }
        if (2 * best < wanted.size() || best == 0 || (best < wanted.size() && words[bestStart].length() < 3)) {
            return Mention.NONE;
        }
        return new Mention(bestStart, bestStart + best, best == wanted.size());
    }

    /** Tells whether the task mentions a value at all. */
    boolean names(String value) {
        return mention(value).exists();
    }

    /** Tells whether the task says a word, or one that it abbreviates: {@code max} for {@code maximum}. */
    boolean uses(String word) {
        return vocabulary.contains(word)
                || (word.length() >= SHORTEST && abbreviated.computeIfAbsent(word, this::abbreviates));
    }

    private boolean abbreviates(String word) {
        return vocabulary.stream().anyMatch(one -> one.startsWith(word));
    }

    /** What the three words before a place hash to. */
    long before(int index) {
        return Mix.of(word(index - 1), word(index - 2), word(index - 3));
    }

    /** What the task begins with, in so many words. */
    long beginning(int length) {
        return Mix.of(length, Arrays.hashCode(Arrays.copyOf(hashes, Math.min(length, hashes.length))));
    }

    /** The hash of the word at a place, or of a mark beyond the ends. */
    long word(int index) {
        return index < 0 ? 11 : index >= hashes.length ? 13 : hashes[index];
    }
}
