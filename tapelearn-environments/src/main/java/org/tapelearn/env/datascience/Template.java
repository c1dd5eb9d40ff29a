package org.tapelearn.env.datascience;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** A sentence with choices {@code (a|b)} and slots {@code {name}}, from which one form is drawn at random. */
sealed interface Template {
    /**
     * Appends one form.
     *
     * @param fill returns the words for a slot's name
     */
    void write(StringBuilder out, SplittableRandom random, Function<String, String> fill);

    /** Words that are always the same. */
    record Words(String text) implements Template {
        @Override
        public void write(StringBuilder out, SplittableRandom random, Function<String, String> fill) {
            out.append(text);
        }
    }

    /** A place for other words. */
    record Slot(String name) implements Template {
        @Override
        public void write(StringBuilder out, SplittableRandom random, Function<String, String> fill) {
            out.append(fill.apply(name));
        }
    }

    /** Parts one after another. */
    record Sequence(List<Template> parts) implements Template {
        @Override
        public void write(StringBuilder out, SplittableRandom random, Function<String, String> fill) {
            parts.forEach(part -> part.write(out, random, fill));
        }
    }

    /** One of several parts, each as likely as the others. */
    record Choice(List<Template> parts) implements Template {
        @Override
        public void write(StringBuilder out, SplittableRandom random, Function<String, String> fill) {
            parts.get(random.nextInt(parts.size())).write(out, random, fill);
        }
    }

    /** Reads a template; a bracket that is not closed ends with the text. */
    static Template parse(String text) {
        return new Reader(text).choice();
    }

    /** Reads one template from left to right. */
    final class Reader {
        private final String text;
        private int at;

        private Reader(String text) {
            this.text = text;
        }

        private Template choice() {
            List<Template> parts = new ArrayList<>();
            parts.add(sequence());
            while (at < text.length() && text.charAt(at) == '|') {
                at++;
                parts.add(sequence());
            }
            return parts.size() == 1 ? parts.getFirst() : new Choice(parts);
        }

        private Template sequence() {
            List<Template> parts = new ArrayList<>();
            while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
                parts.add(part());
            }
            return new Sequence(parts);
        }

        private Template part() {
            char first = text.charAt(at);
            if (first == '(') {
                at++;
                Template choice = choice();
                at++;
                return choice;
            }
            if (first == '{') {
                int end = text.indexOf('}', at);
                String name = text.substring(at + 1, end);
                at = end + 1;
                return new Slot(name);
            }
            int start = at;
            while (at < text.length() && "({|)".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return new Words(text.substring(start, at));
        }
    }
}
