package org.tapelearn.env.datascience;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
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
    private static final List<String> FILES = List.of("clauses.txt", "simple.txt", "composed.txt", "rewordings.txt");

    private static final Pattern SENTENCE_START = Pattern.compile("^[a-z]|(?<=[.?] )[a-z]");

    /** Which sentences may be used. */
    enum Choice {
        /** Those that tasks are practised in. */
        KNOWN,
        /** All that may be learned from: those, and the ones for asking a question again in other words. */
        REWORDED,
        /** Those of the final report. */
        HELD_OUT;

        static Choice of(Wording wording) {
            return switch (wording) {
                case KNOWN -> KNOWN;
                case HELD_OUT -> HELD_OUT;
            };
        }

        private String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The sentences under one name: the lines of the files, and what can be said with each choice of them. */
    record Section(Map<Choice, List<String>> lines, Map<Choice, List<Template>> forms) {
        static Section of(Map<Choice, List<String>> lines) {
            Map<Choice, List<Template>> forms = new EnumMap<>(Choice.class);
            lines.forEach((choice, said) ->
                    forms.put(choice, said.stream().map(Template::parse).toList()));
            List<Template> known = forms.getOrDefault(Choice.KNOWN, List.of());
            List<Template> learned = new ArrayList<>(known);
            learned.addAll(forms.getOrDefault(Choice.REWORDED, List.of()));
            forms.put(Choice.REWORDED, List.copyOf(learned));
            // a clause that has but one way of being said has it for both
            forms.putIfAbsent(Choice.HELD_OUT, known);
            return new Section(Map.copyOf(lines), Map.copyOf(forms));
        }

        /** The lines under one heading. */
        List<String> lines(Choice choice) {
            return lines.getOrDefault(choice, List.of());
        }

        private List<Template> forms(Choice choice) {
            return forms.getOrDefault(choice, List.of());
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
        Map<String, Map<Choice, List<String>>> lines = new LinkedHashMap<>();
        FILES.forEach(file -> read(file, lines));
        Map<String, Section> sections = new LinkedHashMap<>();
        lines.forEach((name, under) -> sections.put(name, Section.of(under)));
        return new Phrasebook(sections);
    }

    private static void read(String file, Map<String, Map<Choice, List<String>>> lines) {
        String section = "";
        for (String line : text(file).lines().map(String::strip).toList()) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1);
                lines.putIfAbsent(section, new EnumMap<>(Choice.class));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                Choice choice = Arrays.stream(Choice.values())
                        .filter(one -> line.startsWith(one.label() + ":"))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException(
                                "A line of the phrasebook (%s) must start with known:, reworded:, held-out:, [ or #, but is (%s)."
                                        .formatted(file, line)));
                lines.computeIfAbsent(section, name -> new EnumMap<>(Choice.class))
                        .computeIfAbsent(choice, one -> new ArrayList<>())
                        .add(line.substring(line.indexOf(':') + 1).strip());
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
    Said say(String family, Choice choice, Map<String, Phrase> slots, SplittableRandom random) {
        List<Template> forms = section(family).forms(choice);
        int number = random.nextInt(forms.size());
        String text = write(forms.get(number), choice, slots, random);
        return new Said(polish(text), choice.label() + "-" + (number + 1));
    }

    private String write(Template template, Choice choice, Map<String, Phrase> slots, SplittableRandom random) {
        StringBuilder out = new StringBuilder();
        template.write(out, random, name -> fill(name, choice, slots, random));
        return out.toString();
    }

    private String fill(String name, Choice choice, Map<String, Phrase> slots, SplittableRandom random) {
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
                List<Template> forms = section(clause.name()).forms(choice);
                yield write(forms.get(random.nextInt(forms.size())), choice, inner, random);
            }
        };
    }

    private static String polish(String text) {
        String tidy = text.replaceAll("\\s+", " ").replaceAll(" ([.,;?])", "$1").strip();
        return SENTENCE_START.matcher(tidy).replaceAll(start -> start.group().toUpperCase(Locale.ROOT));
    }
}
