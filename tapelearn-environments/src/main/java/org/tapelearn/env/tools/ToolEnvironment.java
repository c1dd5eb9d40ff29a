package org.tapelearn.env.tools;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Unchecked;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/**
 * The tools of a host as an environment, with the tasks of a seeds file. One more tool gives the answer and ends an attempt. The host
 * is closed with it.
 */
public final class ToolEnvironment implements Environment {
    private final String name;
    private final ToolHost host;
    private final ToolSettings settings;
    private final List<ToolSpec> tools;
    private final Map<String, SeedTemplate> templates = new LinkedHashMap<>();
    private final List<TaskFamily> families = new ArrayList<>();
    private final List<Unchecked> unchecked = new ArrayList<>();
    private final UncheckedTasks practice;

    private ToolEnvironment(String name, ToolHost host, SeedsFile seeds, ToolSettings settings) {
        this.name = name;
        this.host = host;
        this.settings = settings;
        this.tools = withAnswer(host.tools(), settings.answerTool());
        this.practice = UncheckedTasks.of(seeds);
        seeds.unverifiable()
                .forEach(each ->
                        unchecked.add(new Unchecked(each.description(), each.whatToAdd(), practice.tasks(each.id()))));
        List<SeedTemplate> fixed = new ArrayList<>();
        for (SeedTemplate template : seeds.templates()) {
            if (template.check().isPresent()) {
                requireKnownTools(template);
                templates.put(template.id(), template);
                template.parameters()
                        .ifPresentOrElse(
                                parameters -> families.add(new TemplateFamily(template, parameters)),
                                () -> fixed.add(template));
            }
        }
        if (!fixed.isEmpty()) {
            families.add(new FixedTasks(fixed));
        }
    }

    /**
     * Makes an environment.
     *
     * @param name the environment's name
     * @param host carries the tools out; closed with the environment, and at once when it cannot be made
     * @throws PrerequisiteException when a check asks for a tool that is not there or that may change something
     */
    public static ToolEnvironment of(String name, ToolHost host, SeedsFile seeds, ToolSettings settings) {
        boolean made = false;
        try {
            ToolEnvironment environment = new ToolEnvironment(name, host, seeds, settings);
            made = true;
            return environment;
        } finally {
            if (!made) {
                host.close();
            }
        }
    }

    /** An environment of one task over a host that stays open, to try its check; it is never closed. */
    static ToolEnvironment over(ToolHost host, SeedTemplate template, ToolSettings settings) {
        return new ToolEnvironment("trial", host, SeedsFile.of(template), settings);
    }

    private static List<ToolSpec> withAnswer(List<ToolSpec> tools, String answerTool) {
        if (tools.stream().anyMatch(tool -> tool.name().equals(answerTool))) {
            throw new PrerequisiteException("""
                    A tool is named (%s), as the one that gives the answer.
                    Give that another name: mcp.answer_tool=give_answer""".formatted(answerTool));
        }
        List<ToolSpec> all = new ArrayList<>(tools);
        all.add(new ToolSpec(
                answerTool,
                "Gives the answer to the task and ends the attempt.",
                List.of(Parameter.text("answer", "The answer, as short as it can be.")),
                ToolSpec.Effect.ENDS));
        return List.copyOf(all);
    }

    private void requireKnownTools(SeedTemplate template) {
        List<Check> checks = new ArrayList<>();
        template.check().ifPresent(checks::add);
        template.partial().forEach(partial -> checks.add(partial.check()));
        checks.forEach(this::requireKnownTools);
    }

    private void requireKnownTools(Check check) {
        switch (check) {
            case Check.All all -> all.checks().forEach(this::requireKnownTools);
            case Check.ToolResult result -> requireReading(result);
            case Check.Schema schema -> schema.of().ifPresent(this::requireReading);
            case Check.Answer answer -> {}
            case Check.FileState file -> {}
            case Check.Seen seen -> {}
        }
    }

    private void requireReading(Check.ToolResult result) {
        List<String> reading = host.tools().stream()
                .filter(tool -> tool.effect() == ToolSpec.Effect.READS)
                .map(ToolSpec::name)
                .toList();
        if (!reading.contains(result.tool())) {
            throw new PrerequisiteException(
                    "%s: a check calls a tool that changes nothing; those are (%s), but it names (%s).%s"
                            .formatted(
                                    result.place(),
                                    String.join(", ", reading),
                                    result.tool(),
                                    Nearest.hint(result.tool(), reading)));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return host.description();
    }

    @Override
    public List<ToolSpec> tools() {
        return tools;
    }

    @Override
    public List<TaskFamily> families() {
        return List.copyOf(families);
    }

    @Override
    public List<String> notes() {
        return templates.values().stream()
                .filter(template -> !template.checkOrigin().isEmpty())
                .map(template -> "The check of task (%s) is not its author's: %s."
                        .formatted(template.id(), template.checkOrigin()))
                .toList();
    }

    @Override
    public List<Unchecked> unchecked() {
        return List.copyOf(unchecked);
    }

    @Override
    public List<String> dataSources() {
        return List.of();
    }

    @Override
    public int maxCalls() {
        return settings.maxCalls();
    }

    @Override
    public Episode open(Task task, long seed) {
        if (!task.checkable()) {
            return practice.find(task.id())
                    .map(found -> open(found.template(), found.values()))
                    .orElseGet(() -> new ToolEpisode(
                            tools, settings, host.open(folder -> {}), opening(host.worksInFolder()), this::check));
        }
        Criterion made = task.criteria().stream()
                .filter(criterion -> templates.containsKey(TemplateFamily.templateOf(criterion)))
                .findFirst()
                .orElseThrow(() ->
                        new PrerequisiteException("""
                        The task (%s) is not of this seeds file, whose tasks are: %s.
                        Was the file changed since the session began?""".formatted(task.id(), String.join(", ", templates.keySet()))));
        SeedTemplate template = Objects.requireNonNull(templates.get(TemplateFamily.templateOf(made)));
        return open(template, TemplateFamily.values(made));
    }

    private Episode open(SeedTemplate template, Map<String, String> values) {
        ToolSession session = host.open(folder -> template.setup()
                .forEach((file, content) -> folder.write(Template.fill(file, values), Template.fill(content, values))));
        String opening = opening(host.worksInFolder() || !template.setup().isEmpty());
        return new ToolEpisode(tools, settings, session, opening, this::check);
    }

    private static String opening(boolean folder) {
        return folder ? "Working folder: " + WorkFolder.SHOWN : "Nothing was done yet.";
    }

    @Override
    public void close() {
        host.close();
    }

    /** The check of a criterion, with its values filled in. */
    private Optional<Check> check(Criterion criterion) {
        return Optional.ofNullable(templates.get(TemplateFamily.templateOf(criterion)))
                .flatMap(template -> TemplateFamily.check(template, criterion));
    }
}
