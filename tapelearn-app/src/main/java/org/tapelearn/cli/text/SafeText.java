package org.tapelearn.cli.text;

/**
 * Makes text that came from data or a model harmless on a terminal: control characters, direction marks and halves of
 * surrogate pairs are shown as escapes, so no escape sequence reaches the terminal.
 */
public final class SafeText {
    private SafeText() {}

    /** Returns the text on one line. */
    public static String oneLine(String text) {
        return escaped(text, false);
    }

    /** Returns the text with its line breaks kept. */
    public static String lines(String text) {
        return escaped(text.replace("\r\n", "\n"), true);
    }

    /** Returns the text on one line, cut to at most {@code width} characters. */
    public static String cut(String text, int width) {
        String line = oneLine(text);
        if (line.length() <= width) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(width - 2)) ? width - 2 : width - 1;
        return line.substring(0, end) + "…";
    }

    private static String escaped(String text, boolean keepLineBreaks) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (point == '\n' && keepLineBreaks) {
                safe.append('\n');
            } else if (point == '\n') {
                safe.append("\\n");
            } else if (point == '\t') {
                safe.append(keepLineBreaks ? "    " : " ");
            } else if (isHarmful(point)) {
                safe.append(point <= 0xFFFF ? "\\u%04x".formatted(point) : "\\u{%x}".formatted(point));
            } else {
                safe.appendCodePoint(point);
            }
        });
        return safe.toString();
    }

    private static boolean isHarmful(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> true;
            // the joiner of emoji and letters is harmless; marks of direction are not
            case Character.FORMAT -> point != 0x200D && point != 0x200C;
            default -> false;
        };
    }
}
