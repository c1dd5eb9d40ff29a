package org.tapelearn.env.tools;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tapelearn.error.PrerequisiteException;

/** A file of tasks with checks: YAML, or JSON in the guide's shape. The page {@code docs/mcp.md} tells what may stand in it. */
public final class SeedsFile {
    private static final String WHAT = "seeds file";
    private static final Set<String> KEYS = Set.of("seed_tasks", "tasks", "environment_context", "seed");

    private final List<SeedTemplate> templates;

    private SeedsFile(List<SeedTemplate> templates) {
        this.templates = templates;
    }

    /**
     * A task that nothing decides.
     *
     * @param whatToAdd what would let it be checked
     */
    public record Unverifiable(String id, String description, String whatToAdd) {}

    static SeedsFile of(SeedTemplate template) {
        return new SeedsFile(List.of(template));
    }

    /** Reads a file; throws {@link PrerequisiteException} that names the line and what was expected there. */
    public static SeedsFile read(Path file) {
        return of(SeedNode.read(file, WHAT));
    }

    static SeedsFile parse(String text, String source) {
        return of(SeedNode.parse(text, source, WHAT));
    }

    private static SeedsFile of(SeedNode file) {
        Map<String, SeedNode> entries = file.entries(KEYS);
        SeedNode tasks = Optional.ofNullable(entries.get("seed_tasks"))
                .or(() -> Optional.ofNullable(entries.get("tasks")))
                .orElseThrow(() -> file.wrong("a list (seed_tasks) was expected"));
        long seed = entries.containsKey("seed") ? entries.get("seed").whole(0, Integer.MAX_VALUE) : 1;
        List<String> context = entries.containsKey("environment_context")
                ? SeedReader.lines(entries.get("environment_context"))
                : List.of();
        List<SeedTemplate> templates = new ArrayList<>();
        Map<String, SeedTemplate> families = new HashMap<>();
        for (SeedNode task : tasks.items()) {
            SeedTemplate template = SeedReader.read(task, templates.size() + 1, context, seed);
            SeedTemplate other = families.putIfAbsent(TemplateFamily.name(template.id()), template);
            if (other != null) {
                throw task.wrong("the id (%s) is that of another task (%s), or too like it"
                        .formatted(template.id(), other.place()));
            }
            templates.add(template);
        }
        if (templates.isEmpty()) {
            throw tasks.wrong("at least one task was expected, but the list is empty");
        }
        requireDistinctQuestions(templates);
        return new SeedsFile(List.copyOf(templates));
    }

    /** Two fixed tasks of the same words could not be told apart. */
    private static void requireDistinctQuestions(List<SeedTemplate> templates) {
        Set<String> asked = new HashSet<>();
        for (SeedTemplate template : templates) {
            if (template.parameters().isEmpty()
                    && !asked.add(template.wordings().getFirst())) {
                throw new PrerequisiteException("%s: the description (%s) is that of another task."
                        .formatted(template.place(), template.wordings().getFirst()));
            }
        }
    }

    /** Returns the tasks with checks that were drafted for those without one; a draft for other words than the task's is left out. */
    public SeedsFile with(DraftedChecks drafts) {
        return new SeedsFile(templates.stream()
                .map(template -> template.check().isPresent()
                        ? template
                        : drafts.of(template)
                                .map(check -> template.with(check, drafts.origin()))
                                .orElse(template))
                .toList());
    }

    /** The tasks, with and without a check. */
    List<SeedTemplate> templates() {
        return templates;
    }

    /** The tasks without a check: they are left out of every figure. */
    public List<Unverifiable> unverifiable() {
        return templates.stream()
                .filter(template -> template.check().isEmpty())
                .map(template -> new Unverifiable(
                        template.id(),
                        template.wordings().getFirst(),
                        "%s: add (check:) with one of (answer, tool_result, json_schema, file, seen, all)"
                                .formatted(template.place())))
                .toList();
    }
}
