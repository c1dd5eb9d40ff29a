package org.tapelearn.env.datascience;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.tapelearn.task.TaskFamily.Wording;

/**
 * The sentences and clauses in which questions are asked. Those kept for the final report stand apart from those for
 * learning, clause by clause, so that a held-out sentence is held out in all its parts that have another wording.
 */
final class Phrasebook {
    private static final List<String> FILES = List.of("clauses.txt", "simple.txt", "composed.txt");

    private static final Pattern SENTENCE_START = Pattern.compile("^[a-z]|(?<=[.?] )[a-z]");

    /** The sentences under one name. */
    record Section(List<String> known, List<String> heldOut, List<Template> knownForms, List<Template> heldOutForms) {
        static Section of(List<String> known, List<String> heldOut) {
            return new Section(
                    List.copyOf(known),
                    List.copyOf(heldOut),
                    known.stream().map(Template::parse).toList(),
                    heldOut.stream().map(Template::parse).toList());
        }

        /** The forms of a wording; a clause that has but one way of being said has it for both. */
        List<Template> forms(Wording wording) {
            return switch (wording) {
                case KNOWN -> knownForms;
                case HELD_OUT -> heldOutForms.isEmpty() ? knownForms : heldOutForms;
            };
        }
    }

    /** A question in words, with the name of the sentence used. */
    record Said(String text, String wording) {}

    private final Map<String, Section> sections;

    private Phrasebook(Map<String, Section> sections) {
        this.sections = sections;
    }

    /** Reads the book that comes with the program. */
    static Phrasebook bundled() {
        Map<String, List<String>> known = new LinkedHashMap<>();
        Map<String, List<String>> heldOut = new HashMap<>();
        FILES.forEach(file -> read(file, known, heldOut));
        Map<String, Section> sections = new LinkedHashMap<>();
        known.forEach((name, lines) -> sections.put(name, Section.of(lines, heldOut.getOrDefault(name, List.of()))));
        return new Phrasebook(sections);
    }

    private static void read(String file, Map<String, List<String>> known, Map<String, List<String>> heldOut) {
        String section = "";
        for (String line : text(file).lines().map(String::strip).toList()) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1);
                known.putIfAbsent(section, new ArrayList<>());
            } else if (line.startsWith("known:")) {
                known.computeIfAbsent(section, name -> new ArrayList<>())
                        .add(line.substring("known:".length()).strip());
            } else if (line.startsWith("held-out:")) {
                heldOut.computeIfAbsent(section, name -> new ArrayList<>())
                        .add(line.substring("held-out:".length()).strip());
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                throw new IllegalStateException(
                        "A line of the phrasebook (%s) must start with known:, held-out:, [ or #, but is (%s)."
                                .formatted(file, line));
            }
        }
    }

    private static String text(String file) {
        try (InputStream in = Phrasebook.class.getResourceAsStream("phrasings/" + file)) {
            if (in == null) {
                throw new IllegalStateException("The phrasebook (%s) is not on the class path.".formatted(file));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the sections by name, in the order of the files. */
    Map<String, Section> sections() {
        return Map.copyOf(sections);
    }

    Section section(String name) {
        Section section = sections.get(name);
        if (section == null) {
            throw new IllegalArgumentException("The phrasebook has no section (%s).".formatted(name));
        }
        return section;
    }

    /** Says a question of a family in one of its ways. */
    Said say(String family, Wording wording, Map<String, Phrase> slots, SplittableRandom random) {
        List<Template> forms = section(family).forms(wording);
        int number = random.nextInt(forms.size());
        String text = write(forms.get(number), wording, slots, random);
        return new Said(polish(text), wording.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + (number + 1));
    }

    private String write(Template template, Wording wording, Map<String, Phrase> slots, SplittableRandom random) {
        StringBuilder out = new StringBuilder();
        template.write(out, random, name -> fill(name, wording, slots, random));
        return out.toString();
    }

    private String fill(String name, Wording wording, Map<String, Phrase> slots, SplittableRandom random) {
        Phrase phrase = slots.get(name);
        if (phrase == null) {
            phrase = Phrase.clause(name);
        }
        return switch (phrase) {
            case Phrase.Plain plain ->
                plain.ways().get(random.nextInt(plain.ways().size()));
            case Phrase.Clause clause -> {
                Map<String, Phrase> inner = new HashMap<>(slots);
                inner.putAll(clause.slots());
                List<Template> forms = section(clause.name()).forms(wording);
                yield write(forms.get(random.nextInt(forms.size())), wording, inner, random);
            }
        };
    }

    private static String polish(String text) {
        String tidy = text.replaceAll("\\s+", " ").replaceAll(" ([.,;?])", "$1").strip();
        return SENTENCE_START.matcher(tidy).replaceAll(start -> start.group().toUpperCase(Locale.ROOT));
    }
}
