package org.tapelearn.env.datascience;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the names of tables and columns as people would: mostly as plain words, sometimes as they stand. */
final class Naming {
    private Naming() {}

    /** The words of a name: underscores and humps become spaces, all in lower case. */
    static String words(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .replace('_', ' ')
                .strip()
                .replaceAll("\\s+", " ")
                .toLowerCase(Locale.ROOT);
    }

    /** Returns the ways to write a name; none of them may stand for one of the others. */
    static Phrase of(String name, List<String> others) {
        String words = words(name);
        String bare = words.replaceAll("\\s*[(\\[][^)\\]]*[)\\]]", "")
                .replaceAll("\\s*\\$", "")
                .strip();
        List<String> ways = new ArrayList<>();
        if (others.stream()
                .noneMatch(other -> !other.equals(name) && words(other).equals(words))) {
            ways.add(words);
            ways.add(words);
        }
        boolean clear = others.stream()
                .noneMatch(other -> !other.equals(name) && words(other).startsWith(bare));
        if (!bare.isEmpty() && !bare.equals(words) && clear) {
            ways.add(bare);
        }
        ways.add(name);
        return new Phrase.Plain(ways);
    }
}
