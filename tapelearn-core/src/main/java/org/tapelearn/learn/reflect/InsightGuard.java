package org.tapelearn.learn.reflect;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says which notes may not be kept, whatever a model thinks of them: those that are long, copy a task or an answer of the
 * environment, hold what may be a secret, or speak of rules and permissions instead of how to do tasks.
 */
final class InsightGuard {
    private static final int MOST_WORDS = 60;
    private static final int FEWEST_WORDS = 3;
    private static final int COPIED = 5;

    private static final Pattern SECRET = Pattern.compile(
            "(?i)\\b(pass(word|wd|phrase)|api[_ -]?key|access[_ -]?key|secret|credential|bearer|private key)\\b"
                    + "|\\b(sk|pk|ghp|gho|xox[bp]|akia)[-_]?[A-Za-z0-9]{12,}"
                    + "|\\b(?=[A-Za-z0-9+/_-]*[0-9])(?=[A-Za-z0-9+/_-]*[A-Za-z])[A-Za-z0-9+/_-]{24,}");
    private static final Pattern RULES = Pattern.compile(
            "(?i)\\b(ignore|disregard|forget|override|bypass|circumvent|disable)\\b"
                    + ".{0,40}\\b(rules?|instructions?|prompts?|polic(y|ies)|limits?|restrictions?|guards?|safety|checks?|above|previous|everything)\\b|\\b(permissions?|privileges?|allow[-"
                    + " ]?(list|writes?)|deny[- ]?list|sudo|root access|admin(istrator)?)\\b|\\b(system|developer)"
                    + " (prompt|message)\\b|\\b(you are now|act as|pretend (to be|that)|jailbreak|unrestricted|developer"
                    + " mode)\\b|\\b(save|store|remember|add|record) (this|the following) (as )?(an?"
                    + " )?(insight|note|memory|rule)\\b"
                    + "|\\b(grader|judge|checker|evaluator)s?\\b.{0,30}\\b(should|must|will)\\b|\\b(always|must)"
                    + " (obey|trust|follow) (the )?(text|file|page|output|instructions?)\\b"
                    + "|https?://|\\bcurl\\b|\\b(send|post|upload|e-?mail|exfiltrate|leak)\\b.{0,40}\\b(to|data|contents?|files?)\\b");

    private InsightGuard() {}

    /**
     * Returns why a note is refused; empty where nothing speaks against it.
     *
     * @param sources the texts that it was written from: tasks, and what tools answered
     */
    static Optional<String> objection(String note, List<String> sources) {
        List<String> words = words(note);
        if (words.size() < FEWEST_WORDS) {
            return Optional.of("it says next to nothing");
        }
        if (words.size() > MOST_WORDS) {
            return Optional.of("it has %d words, more than %d".formatted(words.size(), MOST_WORDS));
        }
        if (SECRET.matcher(note).find()) {
            return Optional.of("it may hold a secret");
        }
        if (RULES.matcher(note).find()) {
            return Optional.of("it is about rules, permissions or sending things, not about how to do a task");
        }
        for (String source : sources) {
            if (copies(words, words(source))) {
                return Optional.of("it copies %d words in a row from a task or an answer".formatted(COPIED));
            }
        }
        return Optional.empty();
    }

    private static boolean copies(List<String> note, List<String> source) {
        if (note.size() < COPIED || source.size() < COPIED) {
            return false;
        }
        String all = " " + String.join(" ", source) + " ";
        for (int i = 0; i + COPIED <= note.size(); i++) {
            if (all.contains(" " + String.join(" ", note.subList(i, i + COPIED)) + " ")) {
                return true;
            }
        }
        return false;
    }

    private static List<String> words(String text) {
        String plain = text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
        return plain.isEmpty() ? List.of() : List.of(plain.split(" "));
    }
}
