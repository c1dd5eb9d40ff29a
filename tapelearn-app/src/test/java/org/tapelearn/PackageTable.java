package org.tapelearn;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may import whom, from the bottom up. Names are relative to {@code org.tapelearn}; a row {@code env.*} stands for
 * each package directly below {@code env} together with its own sub-packages, and none of them knows another. A new
 * package gets its row here and in the architecture notes.
 */
final class PackageTable {

    private static final String EACH_BELOW = ".*";

    private final Map<String, Set<String>> allowedByRow = new LinkedHashMap<>();

    static PackageTable ofTheHouse() {
        PackageTable table = new PackageTable();
        table.row("error");
        table.row("install");
        table.row("tool");
        table.row("tape");
        table.row("metrics");
        table.row("task", "tool", "tape");
        table.row("llm", "tool", "tape");
        table.row("memory", "tool", "tape", "task");
        table.row("environment", "tool", "tape", "task");
        table.row("agent", "tool", "tape", "task", "llm", "memory");
        table.row("prompt", "agent", "memory", "llm", "tool", "tape", "task");
        table.row("run", "agent", "environment", "memory", "llm", "tool", "tape", "task");
        table.row("replay", "run", "agent", "environment", "memory", "llm", "tool", "tape", "task");
        table.row("evaluate", "run", "environment", "llm", "tape", "task");
        table.row("judge", "prompt", "evaluate", "run", "llm", "metrics", "tape", "task");

        Set<String> belowLearning = table.rows();
        table.row("learn.seed", belowLearning);
        table.row("learn.contrast", belowLearning);
        table.row("learn.generate", belowLearning);
        table.row("learn.warm", belowLearning, "learn.contrast");
        table.row("learn.reflect", belowLearning, "learn.contrast");
        table.row("learn", table.rows());
        table.row(
                "policy",
                "learn",
                "learn.contrast",
                "evaluate",
                "run",
                "agent",
                "environment",
                "memory",
                "tool",
                "tape",
                "task",
                "metrics");

        table.row("tapefile", "tape");
        table.row("store", table.rows());
        table.row(
                "export",
                "store",
                "tapefile",
                "learn",
                "learn.contrast",
                "evaluate",
                "run",
                "llm",
                "tool",
                "tape",
                "task");
        table.row("langchain4j", "install", "agent", "prompt", "llm", "memory", "tool", "tape", "task");
        table.row("retrieval", "policy", "llm", "memory", "tool", "tape", "task");
        table.row("env.*", "install", "environment", "tool", "tape", "task");

        Set<String> belowTheUser = table.rows();
        table.row("studio", belowTheUser);
        table.row("cli.text");
        table.row("cli.config", "learn", "prompt", "langchain4j");
        table.row("cli.live", "cli.text", "learn");
        table.row("cli.report", belowTheUser, "cli.text");
        table.row("bench", belowTheUser);
        table.row("cli", belowTheUser, "studio", "bench", "cli.text", "cli.config", "cli.live", "cli.report");
        table.row("examples", belowTheUser);
        table.row("benchmarks", belowTheUser);
        table.row("junit", "replay", "environment", "agent", "tape", "task");
        return table;
    }

    private void row(String name, String... allowed) {
        row(name, Set.of(), allowed);
    }

    /** Everyone may import {@code error}: the words in which the house complains. */
    private void row(String name, Collection<String> allowed, String... more) {
        Set<String> all = new LinkedHashSet<>(allowed);
        all.addAll(Arrays.asList(more));
        if (!name.equals("error")) {
            all.add("error");
        }
        Set<String> unknown = new LinkedHashSet<>(all);
        unknown.removeAll(allowedByRow.keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "The row (%s) names packages that have no row above it: %s.".formatted(name, unknown));
        }
        allowedByRow.put(name, all);
    }

    private Set<String> rows() {
        return new LinkedHashSet<>(allowedByRow.keySet());
    }

    /** The row that a package belongs to, or empty for a package that the table does not know. */
    Optional<String> rowOf(String name) {
        if (allowedByRow.containsKey(name)) {
            return Optional.of(name);
        }
        return allowedByRow.keySet().stream()
                .filter(row -> row.endsWith(EACH_BELOW) && name.startsWith(parentOf(row)))
                .findFirst();
    }

    boolean knows(String name) {
        return rowOf(name).isPresent();
    }

    /** Whether classes of the first package may use classes of the second; both must be known. */
    boolean mayImport(String importer, String imported) {
        String from = rowOf(importer).orElseThrow();
        String to = rowOf(imported).orElseThrow();
        return allowedByRow.get(from).contains(to) || roomOf(importer, from).equals(roomOf(imported, to));
    }

    private static String roomOf(String name, String row) {
        if (!row.endsWith(EACH_BELOW)) {
            return name;
        }
        int end = name.indexOf('.', parentOf(row).length());
        return end < 0 ? name : name.substring(0, end);
    }

    private static String parentOf(String row) {
        return row.substring(0, row.length() - 1);
    }
}
