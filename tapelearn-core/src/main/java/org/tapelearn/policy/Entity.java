package org.tapelearn.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tapelearn.policy.Goal.Mention;
import org.tapelearn.policy.ObservationIndex.Place;

/** A value that calls can name: where the task mentions it, where it was seen, and how often it was used. */
final class Entity {
    private static final List<String> TAILS = List.of(" in ", " containing ", " on ");

    final String value;
    final long hash;
    final Mention mention;
    final boolean number;
    int firstSeen = -1;
    int lastSeen = -1;
    Place lastPlace = ObservationIndex.NOWHERE;
    int uses;
    int lastUse = -1;
    /** The parameter that it was given for last; 0 where it never was. */
    long role;

    private long @Nullable [] words;
    private long @Nullable [] headWords;
    private long @Nullable [] kindWords;
    private long @Nullable [] partWords;

    boolean dominated;
    /** Its name is the whole name of another thing that the task mentions, and more: {@code buzzer anode} where the task says buzzer. */
    boolean part;

    int rivals;
    /** The look at which the next two were found out; before the first there is none. */
    int judged = -1;
    /** The words beside it, in its cell and the cell before, that the task uses too. */
    int about;
    /** Whether the line on which it was last seen also shows something that the task mentions (1), and that was used (2). */
    int beside;

    Entity(String value, Mention mention) {
        this.value = value;
        this.hash = Mix.of(value);
        this.mention = mention;
        this.number = isDecimal(value);
    }

    /** Tells whether a text looks like a number. */
    static boolean isDecimal(String value) {
        if (value.isEmpty() || !Character.isDigit(value.charAt(value.length() - 1))) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!Character.isDigit(c) && c != '.' && c != '-' && c != 'E' && c != '+') {
                return false;
            }
        }
        return true;
    }

    void see(int observation, ObservationIndex index) {
        Place place = index.find(value);
        if (place.line() >= 0) {
            if (firstSeen < 0) {
                firstSeen = observation;
            }
            lastSeen = observation;
            lastPlace = place;
        }
    }

    /** What a name says a thing is, without what it holds and where it is: {@code soap} of {@code soap in wood cupboard}. */
    static String head(String name) {
        int end = name.length();
        for (String tail : TAILS) {
            int at = name.indexOf(tail);
            end = at > 0 ? Math.min(end, at) : end;
        }
        return name.substring(0, end);
    }

    /** The hashes of its words. */
    long[] words() {
        long[] known = words;
        if (known == null) {
            known = hashes(Words.of(value));
            words = known;
        }
        return known;
    }

    /** The hashes of the words of its head. */
    long[] headWords() {
        long[] known = headWords;
        if (known == null) {
            known = hashes(Words.of(head(value)));
            headWords = known;
        }
        return known;
    }

    /** The hashes of its words without the numbers that tell it from others of its kind. */
    long[] kindWords() {
        long[] known = kindWords;
        if (known == null) {
            known = hashes(Words.of(value).stream()
                    .filter(word -> !Words.isNumber(word))
                    .toList());
            kindWords = known;
        }
        return known;
    }

    /** The hashes of the words of its head that are not those of its mention. */
    long[] partWords(Goal goal) {
        long[] known = partWords;
        if (known == null) {
            List<String> said = List.of(goal.words).subList(mention.start(), mention.end());
            known = hashes(Words.of(head(value)).stream()
                    .filter(word -> !said.contains(word))
                    .toList());
            partWords = known;
        }
        return known;
    }

    private static long[] hashes(List<String> some) {
        return some.stream().mapToLong(Mix::of).toArray();
    }

    /** Tells whether every word of the one is among those of the other: a thing may be named at more or less length. */
    boolean isKin(Entity other) {
        long[] own = words();
        long[] theirs = other.words();
        return own.length <= theirs.length ? within(own, theirs) : within(theirs, own);
    }

    private static boolean within(long[] few, long[] many) {
        for (long word : few) {
            boolean found = false;
            for (long one : many) {
                found |= one == word;
            }
            if (!found) {
                return false;
            }
        }
        return few.length > 0;
    }

    /** Mentioned, and not only as a part of something longer that is mentioned. */
    boolean stands() {
        return mention.exists() && !dominated;
    }

    /** How the task mentions it: 0 not at all, then by how sure the mention is. */
    int mentionLevel() {
        if (!mention.exists()) {
            return 0;
        }
        return (mention.whole() ? 3 : 1) + (dominated ? 0 : 1);
    }
}
