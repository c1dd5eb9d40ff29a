package org.tapelearn.env.tools;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tapelearn.environment.CheckerTrial;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.tool.ToolSpec;

/**
 * Lets somebody write checks for tasks that say in words when they are done, and tries each before it is believed: it must be
 * readable, call only tools that change nothing, not hold before anything was done, and hardly ever hold after calls at random.
 *
 * @param host stays open
 */
public record CheckDrafting(ToolHost host, ToolSettings settings) {
    /** Writes a check, as the JSON that a seeds file would have; empty where it cannot. */
    @FunctionalInterface
    public interface Writer {
        /**
         * Writes a check.
         *
         * @param setup the files that the task begins with, as text
         * @param tools those that a check may call
         */
        Optional<String> write(String task, List<String> criteria, String setup, List<ToolSpec> tools);
    }

    /** A check that held its trial, and the words that it was written for. */
    public record Kept(String wanted, JsonNode check) {}

    /**
     * What came of it, by the ids of tasks.
     *
     * @param refused why a check was not believed
     */
    public record Result(Map<String, Kept> kept, Map<String, String> refused) {}

    /** Drafts checks for all tasks that have none. */
    public Result draft(SeedsFile seeds, Writer writer) {
        List<ToolSpec> reading = host.tools().stream()
                .filter(tool -> tool.effect() == ToolSpec.Effect.READS)
                .toList();
        Map<String, Kept> kept = new LinkedHashMap<>();
        Map<String, String> refused = new LinkedHashMap<>();
        for (SeedTemplate template : seeds.templates()) {
            if (template.check().isPresent()) {
                continue;
            }
            if (template.successCriteria().isEmpty()) {
                refused.put(template.id(), "it does not say when it is done (success_criteria)");
                continue;
            }
            String setup = template.setup().entrySet().stream()
                    .map(file -> "%s: %s".formatted(file.getKey(), file.getValue()))
                    .collect(Collectors.joining("\n"));
            Optional<String> written =
                    writer.write(template.wordings().getFirst(), template.successCriteria(), setup, reading);
            if (written.isEmpty()) {
                refused.put(template.id(), "no check was written");
                continue;
            }
            try {
                SeedNode node = SeedNode.parse(written.get(), "the check drafted for " + template.id(), "check");
                Check check = new CheckReader(names(template)).read(node);
                fault(template.with(check, "drafted"))
                        .ifPresentOrElse(
                                fault -> refused.put(template.id(), fault),
                                () -> kept.put(template.id(), new Kept(template.wanted(), node.json())));
            } catch (PrerequisiteException unreadable) {
                refused.put(template.id(), String.valueOf(unreadable.getMessage()));
            }
        }
        return new Result(kept, refused);
    }

    static Set<String> names(SeedTemplate template) {
        return template.parameters().map(Parameters::names).orElse(Set.of());
    }

    private Optional<String> fault(SeedTemplate template) {
        ToolEnvironment tried = ToolEnvironment.over(host, template, settings);
        TaskFamily family = tried.families().getFirst();
        for (Split split : Split.values()) {
            for (String group : family.groups(split)) {
                Optional<Task> task = family.draw(split, group, TaskFamily.Wording.KNOWN, 0);
                if (task.isPresent()) {
                    return new CheckerTrial(tried, template.id().hashCode()).fault(task.get());
                }
            }
        }
        return Optional.of("it has no task to try the check on");
    }
}
