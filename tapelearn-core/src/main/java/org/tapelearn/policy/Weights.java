package org.tapelearn.policy;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/** The policy's parameters: those of each {@link Reading}, and the words that it knows. */
final class Weights {
    /** A default session fills two thirds of the slots. */
    private static final int WORDS_BITS = 20;
    /** For each of the other readings: a default session fills nine tenths by what stands beside, less than a tenth by likeness. */
    private static final int STATE_BITS = 18;
    /** For names of things: thirty tasks of ScienceWorld, three tapes each, fill a fifth. Taken up when first learned from. */
    private static final int NAMES_BITS = 22;

    /** For how far blanks are filled: few features. */
    private static final int BLANKS_BITS = 16;

    private final Table words;
    private final Table beside;
    private final Table likeness;
    private final Table memory;
    private final Table names;
    private final Table filling;
    private final Rows rows;
    private final Vocabulary vocabulary;
    private final Blanks blanks;

    Weights() {
        this(
                new Table(WORDS_BITS),
                new Table(STATE_BITS),
                new Table(STATE_BITS),
                new Table(STATE_BITS),
                new Table(0),
                new Table(0),
                new Rows(),
                new Vocabulary(),
                new Blanks());
    }

    private Weights(
            Table words,
            Table beside,
            Table likeness,
            Table memory,
            Table names,
            Table filling,
            Rows rows,
            Vocabulary vocabulary,
            Blanks blanks) {
        this.words = words;
        this.beside = beside;
        this.likeness = likeness;
        this.memory = memory;
        this.names = names;
        this.filling = filling;
        this.rows = rows;
        this.vocabulary = vocabulary;
        this.blanks = blanks;
    }

    Weights copy() {
        return new Weights(
                words.copy(),
                beside.copy(),
                likeness.copy(),
                memory.copy(),
                names.copy(),
                filling.copy(),
                rows.copy(),
                vocabulary.copy(),
                blanks.copy());
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    Blanks blanks() {
        return blanks;
    }

    /** Scores a factor by the sum of some readings. */
    double score(
            Factors.Slots state,
            Factors.Slots named,
            Factors.Slots besideNamed,
            Factors.Slots recalled,
            Factors.Slots things,
            Factors.Slots found,
            List<Likeness> likenesses,
            Set<Reading> by) {
        double score = 0;
        if (by.contains(Reading.WORDS)) {
            score += words.score(state.slots, state.size) + words.score(named.slots, named.size);
        }
        if (by.contains(Reading.BESIDE)) {
            score += beside.score(state.slots, state.size) + beside.score(besideNamed.slots, besideNamed.size);
        }
        if (by.contains(Reading.MEMORY)) {
            score += memory.score(state.slots, state.size) + memory.score(recalled.slots, recalled.size);
        }
        if (by.contains(Reading.NAMES)) {
            score += names.score(state.slots, state.size)
                    + names.score(named.slots, named.size)
                    + names.score(things.slots, things.size);
        }
        if (by.contains(Reading.BLANKS)) {
            score += filling.score(found.slots, found.size);
        }
        if (by.contains(Reading.LIKENESS)) {
            score += likeness.score(state.slots, state.size);
            for (Likeness one : likenesses) {
                score += rows.score(one);
            }
        }
        return score;
    }

    /** Scores a factor by one reading. */
    double score(Factor factor, Reading reading) {
        return switch (reading) {
            case WORDS ->
                words.score(factor.state(), factor.state().length) + words.score(factor.words(), factor.words().length);
            case BESIDE ->
                beside.score(factor.state(), factor.state().length)
                        + beside.score(factor.beside(), factor.beside().length);
            case MEMORY ->
                memory.score(factor.state(), factor.state().length)
                        + memory.score(factor.memory(), factor.memory().length);
            case NAMES ->
                names.score(factor.state(), factor.state().length)
                        + names.score(factor.words(), factor.words().length)
                        + names.score(factor.names(), factor.names().length);
            case BLANKS -> filling.score(factor.blanks(), factor.blanks().length);
            case LIKENESS -> {
                double score = likeness.score(factor.state(), factor.state().length);
                for (Likeness one : factor.likenesses()) {
                    score += rows.score(one);
                }
                yield score;
            }
        };
    }

    /** Climbs along {@code gradient} by the weights of one reading. */
    void climb(Factor factor, Reading reading, double gradient, double rate) {
        switch (reading) {
            case WORDS -> {
                words.climb(factor.state(), gradient, rate);
                words.climb(factor.words(), gradient, rate);
            }
            case BESIDE -> {
                beside.climb(factor.state(), gradient, rate);
                beside.climb(factor.beside(), gradient, rate);
            }
            case MEMORY -> {
                memory.climb(factor.state(), gradient, rate);
                memory.climb(factor.memory(), gradient, rate);
            }
            case NAMES -> {
                names.grow(NAMES_BITS);
                names.climb(factor.state(), gradient, rate);
                names.climb(factor.words(), gradient, rate);
                names.climb(factor.names(), gradient, rate);
            }
            case BLANKS -> {
                filling.grow(BLANKS_BITS);
                filling.climb(factor.blanks(), gradient, rate);
            }
            case LIKENESS -> {
                likeness.climb(factor.state(), gradient, rate);
                for (Likeness one : factor.likenesses()) {
                    rows.climb(one, gradient, rate);
                }
            }
        }
    }

    /** Writes the vocabulary, then the weights that were ever changed; nothing for names and blanks where none were learned about. */
    byte[] bytes() {
        byte[] known = vocabulary.bytes();
        boolean named = names.byteCount() > 0;
        ByteBuffer buffer = ByteBuffer.allocate(known.length
                + words.byteCount()
                + beside.byteCount()
                + likeness.byteCount()
                + memory.byteCount()
                + names.byteCount()
                + rows.byteCount()
                + (named ? blanks.byteCount() + filling.byteCount() : 0));
        buffer.put(known);
        words.write(buffer);
        beside.write(buffer);
        likeness.write(buffer);
        memory.write(buffer);
        rows.write(buffer);
        names.write(buffer);
        if (named) {
            blanks.write(buffer);
            filling.write(buffer);
        }
        return buffer.array();
    }

    /** Reads what {@link #bytes} wrote; throws {@link IllegalArgumentException} where it is not that. */
    static Weights of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            Vocabulary vocabulary = Vocabulary.read(buffer);
            Table words = Table.read(buffer, WORDS_BITS);
            Table beside = Table.read(buffer, STATE_BITS);
            Table likeness = Table.read(buffer, STATE_BITS);
            Table memory = Table.read(buffer, STATE_BITS);
            Rows rows = Rows.read(buffer);
            Table names = buffer.hasRemaining() ? Table.read(buffer, NAMES_BITS) : new Table(0);
            Blanks blanks = buffer.hasRemaining() ? Blanks.read(buffer) : new Blanks();
            Table filling = buffer.hasRemaining() ? Table.read(buffer, BLANKS_BITS) : new Table(0);
            Weights weights = new Weights(words, beside, likeness, memory, names, filling, rows, vocabulary, blanks);
            if (buffer.hasRemaining()) {
                throw new BufferUnderflowException();
            }
            return weights;
        } catch (BufferUnderflowException | NegativeArraySizeException wrong) {
            throw new IllegalArgumentException(
                    "These %d bytes are no policy: they come from another version, or are damaged."
                            .formatted(bytes.length),
                    wrong);
        }
    }
}
