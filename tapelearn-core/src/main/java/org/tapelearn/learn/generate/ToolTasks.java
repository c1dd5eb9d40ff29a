package org.tapelearn.learn.generate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.task.TaskOrigin;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/**
 * Makes tasks from a tool's schema: one to use it at all, one for each choice of an argument, and for each argument the edge of what
 * it may be and its error path. A task is given only when walks through the world found calls that solve it.
 */
final class ToolTasks {
    static final String FAMILY = "tool_exploration";
    static final String UNREACHED = "no walk found a call that solves it";
    private static final int WALKS = 12;
    private static final int CALLS = 12;
    private static final String NO_SUCH = "no such thing";
    private static final String LEAST = "0";
    private static final String BELOW = "-1";

    private final Environment environment;
    private final ExploringEnvironment exploring;
    private final long seed;

    ToolTasks(Environment environment, long seed) {
        this.environment = environment;
        this.exploring = new ExploringEnvironment(environment);
        this.seed = seed;
    }

    /** A task with whether some calls were found that solve it. */
    record Candidate(Task task, boolean solvable) {}

    List<Candidate> of(ToolSpec tool) {
        Optional<Task> world = world();
        if (world.isEmpty()) {
            return List.of();
        }
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(candidate(
                tool, new ExploringEnvironment.Goal(tool.name(), "", "", false), "so that it answers", world.get()));
        for (Parameter parameter : tool.parameters()) {
            for (String choice : parameter.choices()) {
                candidates.add(candidate(
                        tool,
                        new ExploringEnvironment.Goal(tool.name(), parameter.name(), choice, false),
                        "with %s %s, so that it answers".formatted(parameter.name(), choice),
                        world.get()));
            }
        }
        for (Parameter parameter : tool.parameters()) {
            if (isNumber(parameter)) {
                candidates.add(candidate(
                        tool,
                        new ExploringEnvironment.Goal(tool.name(), parameter.name(), LEAST, false),
                        "with %s %s, so that it answers".formatted(parameter.name(), LEAST),
                        world.get()));
            }
            String wrong = isNumber(parameter) ? BELOW : NO_SUCH;
            candidates.add(candidate(
                    tool,
                    new ExploringEnvironment.Goal(tool.name(), parameter.name(), wrong, true),
                    "with %s %s, and see how it refuses".formatted(parameter.name(), wrong),
                    world.get()));
        }
        return candidates;
    }

    private static boolean isNumber(Parameter parameter) {
        return parameter.type() == Parameter.Type.INTEGER || parameter.type() == Parameter.Type.NUMBER;
    }

    /** A task of the environment, in whose world tools are tried. */
    private Optional<Task> world() {
        return environment.families().stream()
                .filter(family -> !family.heldOut())
                .flatMap(family -> family.groups(Split.TRAIN).stream()
                        .flatMap(group -> family.draw(Split.TRAIN, group, TaskFamily.Wording.KNOWN, seed).stream()))
                .filter(Task::checkable)
                .findFirst();
    }

    private Candidate candidate(ToolSpec tool, ExploringEnvironment.Goal goal, String how, Task world) {
        Criterion last = world.criteria().stream()
                .filter(criterion -> criterion.role() == Criterion.Role.FINAL)
                .findFirst()
                .orElseThrow();
        String description = "Call the tool %s %s.".formatted(tool.name(), how);
        Task task = new Task(
                "%s-%s-%s-%s-%s"
                        .formatted(
                                FAMILY,
                                tool.name(),
                                goal.argument().isEmpty() ? "any" : goal.argument(),
                                goal.value().isEmpty() ? "any" : goal.value().replace(' ', '_'),
                                world.group()),
                description,
                TaskCategory.TOOL_USAGE,
                TaskDifficulty.BEGINNER,
                FAMILY,
                world.group(),
                "generated",
                Split.TRAIN,
                1,
                List.of(new Criterion("called", description, goal.check(last.check()), Criterion.Role.FINAL, 0)),
                new TaskOrigin.ToolExploration(tool.name()));
        return new Candidate(task, solvable(task, tool, goal));
    }

    /** Walks at random until a call of the tool is admissible that meets the goal, as it is or with the argument asked for, and makes it. */
    private boolean solvable(Task task, ToolSpec tool, ExploringEnvironment.Goal goal) {
        for (int walk = 0; walk < WALKS; walk++) {
            SplittableRandom random = new SplittableRandom(seed * 31 + walk);
            try (Episode episode = exploring.open(task, seed)) {
                if (episode.check(task.criteria().getFirst()).holds()) {
                    return false;
                }
                if (reaches(episode, tool, goal, random)
                        && episode.check(task.criteria().getFirst()).holds()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean reaches(
            Episode episode, ToolSpec tool, ExploringEnvironment.Goal goal, SplittableRandom random) {
        for (int made = 0; made < CALLS; made++) {
            List<ToolCall> actions = episode.actions();
            List<ToolCall> fitting = fitting(actions, tool, goal);
            List<ToolCall> from = fitting.isEmpty() ? actions : fitting;
            ToolCall chosen = from.get(random.nextInt(from.size()));
            Transition transition = episode.step(chosen);
            if (goal.metBy(chosen, transition)) {
                return true;
            }
            if (transition.ended()) {
                return false;
            }
        }
        return false;
    }

    /** The admissible calls of the tool with the argument asked for: first those that have it, else all with that in the place of theirs. */
    private static List<ToolCall> fitting(List<ToolCall> actions, ToolSpec tool, ExploringEnvironment.Goal goal) {
        List<ToolCall> own = actions.stream()
                .filter(action -> action.tool().equals(tool.name()))
                .toList();
        if (goal.argument().isEmpty()) {
            return own;
        }
        List<ToolCall> same = own.stream()
                .filter(action -> goal.value().equals(action.argument(goal.argument())))
                .toList();
        return same.isEmpty() && !choosable(tool, goal)
                ? own.stream().map(action -> with(action, goal)).toList()
                : same;
    }

    /** Whether the value is one that the schema offers: then it is admissible or not, and no edge. */
    private static boolean choosable(ToolSpec tool, ExploringEnvironment.Goal goal) {
        return tool.parameters().stream()
                .anyMatch(parameter -> parameter.name().equals(goal.argument())
                        && parameter.choices().contains(goal.value()));
    }

    private static ToolCall with(ToolCall call, ExploringEnvironment.Goal goal) {
        Map<String, String> arguments = new LinkedHashMap<>(call.arguments());
        arguments.put(goal.argument(), goal.value());
        return new ToolCall(call.tool(), arguments);
    }
}
