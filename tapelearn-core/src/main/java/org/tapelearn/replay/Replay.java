package org.tapelearn.replay;

/** What came of making a tape again. */
public sealed interface Replay {
    /**
     * Everything was as recorded.
     *
     * @param steps how many steps were compared
     */
    record Equal(int steps) implements Replay {}

    /**
     * Something was not as recorded; nothing after it was looked at.
     *
     * @param step the number of the step, from 1
     * @param what what was compared, such as the answer to a call
     */
    record Differs(int step, String what, String expected, String found) implements Replay {
        /** Says on a few lines what differs; of long texts only the first line that does, at most 200 characters of it. */
        public String message() {
            String[] recorded = expected.split("\n", -1);
            String[] now = found.split("\n", -1);
            int line = 0;
            while (line < recorded.length && line < now.length && recorded[line].equals(now[line])) {
                line++;
            }
            String place = recorded.length > 1 || now.length > 1 ? ", line %d".formatted(line + 1) : "";
            return "Step %d differs: %s%s.%n  expected: %s%n  found:    %s"
                    .formatted(step, what, place, line(recorded, line), line(now, line));
        }

        private static String line(String[] lines, int index) {
            if (index >= lines.length) {
                return "(no such line)";
            }
            String line = lines[index];
            return line.length() <= 200 ? line : line.substring(0, 200) + " ...";
        }
    }
}
