package org.tapelearn.env.tools;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with places for parameters: {@code {name}} is replaced by a value, {@code {{name}}} stands for itself in single braces. No
 * code, no nesting.
 */
final class Template {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z][a-z0-9_]*)}}|\\{([a-z][a-z0-9_]*)}");

    private Template() {}

    /** The parameters that a text has places for. */
    static Set<String> names(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher places = PLACE.matcher(text);
        while (places.find()) {
            if (places.group(2) != null) {
                names.add(places.group(2));
            }
        }
        return names;
    }

    /** Fills the places; a text without parameters is left as it is. */
    static String fill(String text, Map<String, String> values) {
        return fill(text, values, UnaryOperator.identity());
    }

    /** Fills the places of a regular expression, in which values stand for themselves. */
    static String fillRegex(String text, Map<String, String> values) {
        return fill(text, values, Pattern::quote);
    }

    private static String fill(String text, Map<String, String> values, UnaryOperator<String> writing) {
        if (values.isEmpty()) {
            return text;
        }
        return PLACE.matcher(text).replaceAll(place -> {
            String name = place.group(2);
            String value = name == null
                    ? "{" + place.group(1) + "}"
                    : values.containsKey(name) ? writing.apply(values.getOrDefault(name, "")) : place.group();
            return Matcher.quoteReplacement(value);
        });
    }
}
