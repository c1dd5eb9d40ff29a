package org.tapelearn.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tapelearn.policy.WordMeanings.Word;

/** Splits text into comparable words: lower case, light plural stemming, numbers in one form, signs of comparison. */
final class Words {
    private static final String COMPARISON = "<>=!\u2260\u2264\u2265";

    private Words() {}

    /** Returns the words of a text in order. Letters, digits and signs of comparison make words; {@code 4,050.0} is the one word {@code 4050}. */
    static List<String> of(String text) {
        return split(text).stream().map(Word::text).toList();
    }

    /** Returns the words of a text in order, with where they stand. */
    static List<Word> split(String text) {
        List<Word> words = new ArrayList<>();
        int length = text.length();
        int i = 0;
        while (i < length) {
            char c = text.charAt(i);
            if (Character.isDigit(c)) {
                int end = numberEnd(text, i);
                boolean negative = i > 0
                        && text.charAt(i - 1) == '-'
                        && (i == 1 || !Character.isLetterOrDigit(text.charAt(i - 2)));
                words.add(new Word((negative ? "-" : "") + number(text.substring(i, end)), i, end));
                i = end;
            } else if (Character.isLetter(c)) {
                int end = i;
                while (end < length && Character.isLetter(text.charAt(end))) {
                    end++;
                }
                words.add(new Word(stem(text.substring(i, end).toLowerCase(Locale.ROOT)), i, end));
                i = end;
            } else if (COMPARISON.indexOf(c) >= 0) {
                int end = i;
                while (end < length && COMPARISON.indexOf(text.charAt(end)) >= 0) {
                    end++;
                }
                words.add(new Word(text.substring(i, end), i, end));
                i = end;
            } else {
                i++;
            }
        }
        return words;
    }

    private static int numberEnd(String text, int start) {
        int end = start;
        while (end < text.length()) {
            char c = text.charAt(end);
            boolean inside = (c == '.' || c == ',')
                    && end + 1 < text.length()
                    && Character.isDigit(text.charAt(end + 1))
                    && (c == '.' || thousands(text, end));
            if (!Character.isDigit(c) && !inside) {
                break;
            }
            end++;
        }
        return end;
    }

    private static boolean thousands(String text, int comma) {
        for (int i = 1; i <= 3; i++) {
            if (comma + i >= text.length() || !Character.isDigit(text.charAt(comma + i))) {
                return false;
            }
        }
        return comma + 4 >= text.length() || !Character.isDigit(text.charAt(comma + 4));
    }

    private static String number(String digits) {
        String plain = digits.replace(",", "");
        if (plain.indexOf('.') < 0 || plain.indexOf('.') != plain.lastIndexOf('.')) {
            return plain;
        }
        String cut = plain.replaceAll("0+$", "");
        return cut.endsWith(".") ? cut.substring(0, cut.length() - 1) : cut;
    }

    private static String stem(String word) {
        if (word.length() > 4 && word.endsWith("ies")) {
            return word.substring(0, word.length() - 3) + "y";
        }
        if (word.length() > 3 && word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us")) {
            return word.substring(0, word.length() - 1);
        }
        return word;
    }

    /** The number that a text is, or NaN. */
    static double decimal(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException notOne) {
            return Double.NaN;
        }
    }

    static boolean isNumber(String word) {
        return Character.isDigit(word.charAt(word.length() - 1))
                && Character.isDigit(word.charAt(word.length() > 1 && word.charAt(0) == '-' ? 1 : 0));
    }
}
