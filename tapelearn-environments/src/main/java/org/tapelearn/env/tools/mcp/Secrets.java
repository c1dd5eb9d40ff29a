package org.tapelearn.env.tools.mcp;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The values that must not be seen: those of environment variables that a servers file names, and of its headers and keys. Whatever
 * comes from a server passes here before anybody sees it.
 */
final class Secrets {
    private static final int SHORTEST = 6;
    private static final Set<String> HARMLESS =
            Set.of("HOME", "USER", "LOGNAME", "PATH", "PWD", "TMPDIR", "LANG", "SHELL", "FOLDER");
    private static final Pattern TELLING =
            Pattern.compile("(?i).*(key|token|secret|passw|auth|credential|cookie|dsn|connection).*");

    private final Map<String, String> nameByValue = new ConcurrentHashMap<>();

    /** Keeps a variable's value; what is too short to be told from other text is no secret. */
    void variable(String name, String value) {
        if (!HARMLESS.contains(name)) {
            keep(name, value);
        }
    }

    /** Keeps a value whose name says that it is a secret. */
    void named(String name, String value) {
        if (TELLING.matcher(name).matches()) {
            keep(name, value);
        }
    }

    void keep(String name, String value) {
        if (value.length() >= SHORTEST) {
            nameByValue.put(value, name);
        }
    }

    /** Puts the name in square brackets in the place of each secret, longer ones first. */
    String hidden(String text) {
        String hidden = text;
        Map<String, String> longestFirst = new TreeMap<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        longestFirst.putAll(nameByValue);
        for (Map.Entry<String, String> secret : longestFirst.entrySet()) {
            hidden = hidden.replace(secret.getKey(), "[" + secret.getValue() + "]");
        }
        return hidden;
    }
}
