package org.tapelearn.env.tools;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values that an episode has shown, which calls can name: short cells, names, numbers and paths; the latest first. */
final class SeenValues {
    private static final int MOST = 60;
    private static final int MOST_LINES = 200;
    private static final int LONGEST = 60;
    private static final int MOST_WORDS = 3;
    private static final Pattern ENTRY = Pattern.compile("\\[(?:FILE|DIR)]\\s+(.+?)(?:\\s{2,}.*)?");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_./~-]*[\\p{N}_./-][\\p{L}\\p{N}_./~-]*");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    private final List<String> values = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();

    /**
     * Reads what was shown.
     *
     * @param folder the path that the call was about, which names in its answer are relative to; empty for none
     */
    void read(String text, String folder) {
        Set<String> shown = new LinkedHashSet<>();
        Set<String> named = new LinkedHashSet<>();
        text.lines().limit(MOST_LINES).forEach(line -> read(line, shown, named));
        List<String> below = folder.isEmpty() || folder.equals(WorkFolder.SHOWN)
                ? List.copyOf(named)
                : named.stream()
                        .map(name -> name.startsWith("/") ? name : folder + "/" + name)
                        .toList();
        addFirst(paths, below);
        addFirst(values, shown);
    }

    private static void addFirst(List<String> all, Iterable<String> latest) {
        Set<String> ordered = new LinkedHashSet<>();
        latest.forEach(ordered::add);
        ordered.addAll(all);
        all.clear();
        ordered.stream().limit(MOST).forEach(all::add);
    }

    private static void read(String line, Set<String> shown, Set<String> named) {
        Matcher entry = ENTRY.matcher(line.strip());
        if (entry.matches()) {
            shown.add(entry.group(1));
            named.add(entry.group(1));
            return;
        }
        for (String cell : line.split("[|,:;()=\\[\\]\"{}]")) {
            String trimmed = cell.strip();
            int words = trimmed.split("\\s+").length;
            if (!trimmed.isEmpty() && trimmed.length() <= LONGEST && words <= MOST_WORDS) {
                shown.add(trimmed);
            }
        }
        for (String word : line.split("[\\s|,;()=\\[\\]\"'{}<>]+")) {
            String name = word.replaceAll("^[:]+|[.:!?]+$", "");
            if (name.length() <= LONGEST && NAME.matcher(name).matches()) {
                shown.add(name);
                if (isPath(name)) {
                    named.add(name);
                }
            }
        }
    }

    /** Tells whether a name has an ending or folders, and is no number. */
    private static boolean isPath(String name) {
        return !NUMBER.matcher(name).matches()
                && name.matches("/?[\\p{L}\\p{N}_~-]+(/[^/]+)+|/[^/]+|[^/]*[^/.]\\.[\\p{L}][\\p{L}\\p{N}]{0,5}");
    }

    List<String> all() {
        return List.copyOf(values);
    }

    /** Names that have an ending or folders, or that a listing marked as files and folders. */
    List<String> paths() {
        return List.copyOf(paths);
    }

    List<String> numbers() {
        return values.stream().filter(value -> NUMBER.matcher(value).matches()).toList();
    }

    List<String> wholeNumbers() {
        return numbers().stream().filter(value -> !value.contains(".")).toList();
    }
}
