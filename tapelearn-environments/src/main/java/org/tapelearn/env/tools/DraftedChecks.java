package org.tapelearn.env.tools;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tapelearn.error.PrerequisiteException;

/**
 * Checks that a model wrote for tasks of a seeds file which say in words when they are done. They stand in a file of their own, which
 * says who wrote them and for which words; a person may read and mend it.
 */
public final class DraftedChecks {
    private static final String WHAT = "file of drafted checks";

    private final String origin;
    private final Map<String, Draft> byTask = new LinkedHashMap<>();

    /** A check and the words that it was written for. */
    private record Draft(String wanted, SeedNode check) {}

    private DraftedChecks(String origin) {
        this.origin = origin;
    }

    /** Reads a file that {@link #write} wrote. */
    public static DraftedChecks read(Path file) {
        SeedNode document = SeedNode.read(file, WHAT);
        Map<String, SeedNode> entries = document.entries(Set.of("origin", "checks"));
        DraftedChecks drafts = new DraftedChecks(Optional.ofNullable(entries.get("origin"))
                .orElseThrow(() -> document.wrong("(origin) was expected"))
                .text());
        Optional.ofNullable(entries.get("checks"))
                .orElseThrow(() -> document.wrong("(checks) was expected"))
                .entries()
                .forEach((id, entry) -> {
                    Map<String, SeedNode> parts = entry.entries(Set.of("wanted", "check"));
                    if (parts.size() < 2) {
                        throw entry.wrong("(wanted) and (check) were expected");
                    }
                    drafts.byTask.put(
                            id, new Draft(SeedNode.part(parts, "wanted").text(), SeedNode.part(parts, "check")));
                });
        return drafts;
    }

    /** Who wrote the checks. */
    public String origin() {
        return origin;
    }

    /** The check of a task, where one was written for its very words. */
    Optional<Check> of(SeedTemplate template) {
        return Optional.ofNullable(byTask.get(template.id()))
                .filter(draft -> draft.wanted().equals(template.wanted()))
                .map(draft -> new CheckReader(CheckDrafting.names(template)).read(draft.check()));
    }

    /** Writes the checks that were kept. */
    public static void write(Path file, String origin, CheckDrafting.Result drafted) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("origin", origin);
        ObjectNode checks = document.putObject("checks");
        drafted.kept()
                .forEach((id, kept) ->
                        checks.putObject(id).put("wanted", kept.wanted()).set("check", kept.check()));
        try {
            Files.writeString(file, document.toPrettyString() + "\n");
        } catch (IOException refused) {
            throw new PrerequisiteException(
                    "The drafted checks cannot be written to (%s): %s".formatted(file, refused.getMessage()), refused);
        }
    }
}
