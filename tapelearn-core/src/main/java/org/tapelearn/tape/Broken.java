package org.tapelearn.tape;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.List;
import java.util.Locale;

/** Finds the words for JSON that is none, or too much. */
final class Broken {
    /** Where the words of the library turn to its own switches. */
    private static final List<String> LIBRARY_DETAILS =
            List.of(" (for ", ": enable ", ": maybe a (non-standard)", " (not recognized");

    private Broken() {}

    static TapeFormatException json(JsonProcessingException broken, JsonParser parser) {
        JsonLocation where = broken.getLocation() == null ? parser.currentLocation() : broken.getLocation();
        return new TapeFormatException(at(where) + reason(broken), broken);
    }

    static TapeFormatException twice(String key, JsonParser parser) {
        return new TapeFormatException(at(parser.currentTokenLocation())
                + ": the key (%s) comes twice in one object, and only one could be kept.%nRemove or rename one of them."
                        .formatted(cut(key)));
    }

    static TapeFormatException exponent(String text, JsonParser parser, NumberFormatException beyond) {
        return new TapeFormatException(
                at(parser.currentTokenLocation())
                        + ": the number (%s) is beyond the exponents from -2147483647 to 2147483647.%nWrite it as a text."
                                .formatted(cut(text)),
                beyond);
    }

    static TapeFormatException expected(String expected, String found, JsonLocation where) {
        return new TapeFormatException(at(where) + ": %s was expected, but found %s.".formatted(expected, found));
    }

    static TapeFormatException tooMuch(Held held, JsonLocation where) {
        return new TapeFormatException(
                "At line %d, column %d %s".formatted(where.getLineNr(), where.getColumnNr(), held.excess()));
    }

    private static String at(JsonLocation where) {
        return "This is not a tape: the JSON breaks at line %d, column %d"
                .formatted(where.getLineNr(), where.getColumnNr());
    }

    private static String reason(JsonProcessingException broken) {
        String said = broken.getOriginalMessage();
        if (broken instanceof StreamConstraintsException) {
            return limit(said);
        }
        if (broken instanceof JsonEOFException) {
            return ": it ends in the middle.%nThe file is cut off; get it whole.".formatted();
        }
        if (said.contains("NaN") || said.contains("Infinity") || said.contains("INF")) {
            return ": JSON knows no NaN and no Infinity.%nWrite null or a text in its place.".formatted();
        }
        String brief = said;
        for (String detail : LIBRARY_DETAILS) {
            int end = brief.indexOf(detail);
            brief = end < 0 ? brief : brief.substring(0, end);
        }
        return ": " + cut(brief) + ".";
    }

    private static String limit(String said) {
        String words = said.toLowerCase(Locale.ROOT);
        String what;
        if (words.contains("nesting")) {
            what = "depth";
        } else if (words.contains("number")) {
            what = "digits";
        } else {
            what = "text";
        }
        return ": the limit (%s) of what is read is exceeded there.%nIf the file is to be trusted, read it with a higher limit (%s)."
                .formatted(what, what);
    }

    static String cut(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }
}
