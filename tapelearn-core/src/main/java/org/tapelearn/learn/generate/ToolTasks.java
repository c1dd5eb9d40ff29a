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
 * Makes tasks from a tool's schema: one to use it at all, one for each choice of an argument, and one for its error path. A task is
 * given only when walks through the world found calls that solve it.
 */
final class ToolTasks {
    static final String FAMILY = "tool_exploration";
    static final String UNREACHED = "no walk found a call that solves it";
    private static final int WALKS = 12;
    private static final int CALLS = 12;
    private static final String NO_SUCH = "no such thing";

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
        if (!tool.parameters().isEmpty()) {
            String argument = tool.parameters().getFirst().name();
            candidates.add(candidate(
                    tool,
                    new ExploringEnvironment.Goal(tool.name(), argument, NO_SUCH, true),
                    "with %s %s, and see how it refuses".formatted(argument, NO_SUCH),
                    world.get()));
        }
        return candidates;
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

    /** Walks at random until a call of the tool is admissible that meets the goal, and makes it. */
    private boolean solvable(Task task, ToolSpec tool, ExploringEnvironment.Goal goal) {
        for (int walk = 0; walk < WALKS; walk++) {
            SplittableRandom random = new SplittableRandom(seed * 31 + walk);
            try (Episode episode = exploring.open(task, seed)) {
                if (episode.check(task.criteria().getFirst()).holds()) {
                    return false;
                }
                if (goal.refused()) {
                    return goal.metBy(wrong(tool, goal), episode.step(wrong(tool, goal)));
                }
                if (reaches(episode, goal, random)
                        && episode.check(task.criteria().getFirst()).holds()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean reaches(Episode episode, ExploringEnvironment.Goal goal, SplittableRandom random) {
        for (int call = 0; call < CALLS; call++) {
            List<ToolCall> actions = episode.actions();
            List<ToolCall> fitting = actions.stream()
                    .filter(action -> goal.metBy(action, Transition.of("")))
                    .toList();
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

    private static ToolCall wrong(ToolSpec tool, ExploringEnvironment.Goal goal) {
        Map<String, String> arguments = new LinkedHashMap<>();
        tool.parameters().forEach(parameter -> arguments.put(parameter.name(), goal.value()));
        return new ToolCall(tool.name(), arguments);
    }
}
