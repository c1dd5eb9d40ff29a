package org.tapelearn.environment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Finding;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.task.TaskFamily.Wording;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/**
 * Checks that an environment keeps the contract of {@link Environment}, by drawing tasks of all its families and walking
 * through them at random. For the tests of an environment, and for whoever writes one:
 * {@code assertThat(new EnvironmentChecker(environment, 3, 30, 12, 1).violations()).isEmpty()}.
 *
 * @param draws tasks drawn of each family, split, group and wording
 * @param walks tasks of each family that are walked through, at most, evenly chosen from those drawn
 * @param steps calls of a walk at most
 * @param seed decides the walks
 */
public record EnvironmentChecker(Environment environment, int draws, int walks, int steps, long seed) {
    /** The most calls that an episode may list: some hundreds. */
    private static final int MOST_ACTIONS = 1_000;

    /**
     * A broken promise.
     *
     * @param rule what was promised
     * @param where the task or tool
     * @param found what was found instead
     */
    public record Violation(String rule, String where, String found) {}

    /** Returns what is wrong, in a fixed order; empty when nothing was found. */
    public List<Violation> violations() {
        List<Violation> violations = new ArrayList<>();
        List<Task> all = new ArrayList<>();
        List<Task> chosen = new ArrayList<>();
        for (TaskFamily family : environment.families()) {
            List<Task> tasks = new ArrayList<>();
            checkDraws(family, tasks, violations);
            int walked = Math.min(walks, tasks.size());
            for (int i = 0; i < walked; i++) {
                chosen.add(tasks.get((int) ((long) i * tasks.size() / walked)));
            }
            all.addAll(tasks);
        }
        checkIds(all, violations);
        for (Task task : chosen) {
            checkEpisodes(task, violations);
        }
        return violations;
    }

    private void checkDraws(TaskFamily family, List<Task> tasks, List<Violation> violations) {
        for (Split split : Split.values()) {
            for (String group : family.groups(split)) {
                for (Wording wording : Wording.values()) {
                    for (long number = 0; number < draws; number++) {
                        Optional<Task> task = family.draw(split, group, wording, number);
                        if (!task.equals(family.draw(split, group, wording, number))) {
                            violations.add(new Violation(
                                    "equal arguments draw equal tasks",
                                    family.name() + " " + number,
                                    "two draws that differ"));
                        }
                        task.ifPresent(drawn -> {
                            checkLabels(drawn, family, split, group, violations);
                            tasks.add(drawn);
                        });
                    }
                }
            }
        }
    }

    private static void checkLabels(
            Task task, TaskFamily family, Split split, String group, List<Violation> violations) {
        if (!task.family().equals(family.name())
                || task.split() != split
                || !task.group().equals(group)
                || !task.checkable()) {
            violations.add(new Violation(
                    "a drawn task names its family, split and group, and can be checked",
                    task.id(),
                    "%s, %s, %s, %d criteria"
                            .formatted(
                                    task.family(),
                                    task.split(),
                                    task.group(),
                                    task.criteria().size())));
        }
    }

    private static void checkIds(List<Task> tasks, List<Violation> violations) {
        Map<String, Task> byId = new HashMap<>();
        for (Task task : tasks) {
            Task other = byId.putIfAbsent(task.id(), task);
            if (other != null && !other.description().equals(task.description())) {
                violations.add(new Violation(
                        "an id names one task",
                        task.id(),
                        "(%s) and (%s)".formatted(other.description(), task.description())));
            }
        }
    }

    private void checkEpisodes(Task task, List<Violation> violations) {
        checkStart(task, violations);
        Walk walk = walk(task, violations);
        compare("equal task, seed and calls give equal episodes", task, walk, replay(task, walk.calls), violations);
        compare(
                "actions and observations do not depend on the task's words",
                task,
                walk,
                replay(reworded(task), walk.calls),
                violations);
        try (Episode other = environment.open(task, seed)) {
            Walk beside = new Walk();
            beside.look(other);
            replay(task, walk.calls);
            for (ToolCall call : walk.calls) {
                beside.step(other, call);
            }
            beside.check(other, task);
            compare("an episode sees nothing of others", task, walk, beside, violations);
        }
    }

    private void checkStart(Task task, List<Violation> violations) {
        try (Episode episode = environment.open(task, seed)) {
            for (Criterion criterion : task.criteria()) {
                if (criterion.role() == Criterion.Role.FINAL
                        && episode.check(criterion).holds()) {
                    violations.add(new Violation(
                            "the final criterion does not hold at the start", task.id(), criterion.description()));
                }
            }
            Transition transition = episode.step(ToolCall.of("no such tool", "nor", "argument"));
            if (!transition.error() || transition.observation().isBlank()) {
                violations.add(new Violation(
                        "an impossible call is answered by an error that says why", task.id(), transition.toString()));
            }
        }
    }

    private Walk walk(Task task, List<Violation> violations) {
        SplittableRandom random = new SplittableRandom(seed ^ task.id().hashCode());
        Walk walk = new Walk();
        try (Episode episode = environment.open(task, seed)) {
            List<ToolCall> actions = walk.look(episode);
            for (int i = 0; i < steps && !walk.ended; i++) {
                checkActions(task, episode, actions, violations);
                if (actions.isEmpty()) {
                    break;
                }
                ToolCall call = choose(actions, random, i);
                Transition transition = walk.step(episode, call);
                if (transition.error()) {
                    violations.add(new Violation(
                            "a listed action can be executed", task.id(), call + " -> " + transition.observation()));
                }
                actions = walk.actions.getLast();
            }
            walk.check(episode, task);
        }
        return walk;
    }

    /** Takes a random tool, then one of its calls; what ends the episode waits for the second half of the walk. */
    private ToolCall choose(List<ToolCall> actions, SplittableRandom random, int step) {
        Set<String> ending = new HashSet<>();
        for (ToolSpec tool : environment.tools()) {
            if (tool.effect() == ToolSpec.Effect.ENDS) {
                ending.add(tool.name());
            }
        }
        List<ToolCall> lasting =
                actions.stream().filter(call -> !ending.contains(call.tool())).toList();
        List<ToolCall> open = lasting.isEmpty() || 2 * step >= steps ? actions : lasting;
        List<String> tools =
                new ArrayList<>(new TreeSet<>(open.stream().map(ToolCall::tool).toList()));
        String tool = tools.get(random.nextInt(tools.size()));
        List<ToolCall> calls =
                open.stream().filter(call -> call.tool().equals(tool)).toList();
        return calls.get(random.nextInt(calls.size()));
    }

    private void checkActions(Task task, Episode episode, List<ToolCall> actions, List<Violation> violations) {
        if (actions.isEmpty() || actions.size() > MOST_ACTIONS) {
            violations.add(new Violation(
                    "there are some actions before the end, and hundreds at most",
                    task.id(),
                    Integer.toString(actions.size())));
        }
        if (!actions.equals(episode.actions()) || new HashSet<>(actions).size() != actions.size()) {
            violations.add(new Violation(
                    "actions come in a fixed order and once each", task.id(), "another order, or one of them twice"));
        }
        for (ToolCall call : actions) {
            Optional<ToolSpec> tool = environment.tools().stream()
                    .filter(each -> each.name().equals(call.tool()))
                    .findFirst();
            if (tool.isEmpty() || !fits(tool.get(), call)) {
                violations.add(new Violation("an action is a call of a known tool", task.id(), call.toString()));
            }
        }
    }

    private static boolean fits(ToolSpec tool, ToolCall call) {
        Set<String> given = new HashSet<>(call.arguments().keySet());
        for (Parameter parameter : tool.parameters()) {
            boolean present = given.remove(parameter.name());
            boolean allowed =
                    parameter.choices().isEmpty() || parameter.choices().contains(call.argument(parameter.name()));
            if (present ? !allowed : parameter.required()) {
                return false;
            }
        }
        return given.isEmpty();
    }

    private Walk replay(Task task, List<ToolCall> calls) {
        Walk walk = new Walk();
        try (Episode episode = environment.open(task, seed)) {
            walk.look(episode);
            for (ToolCall call : calls) {
                walk.step(episode, call);
            }
            walk.check(episode, task);
        }
        return walk;
    }

    private static Task reworded(Task task) {
        return task.withDescription("Do something else altogether.");
    }

    private static void compare(String rule, Task task, Walk first, Walk second, List<Violation> violations) {
        for (int i = 0; i < first.seen.size(); i++) {
            if (!first.seen.get(i).equals(second.seen.get(i))
                    || !first.actions.get(i).equals(second.actions.get(i))) {
                violations.add(new Violation(
                        rule,
                        task.id(),
                        "after %d calls: (%s) and (%s)".formatted(i, first.seen.get(i), second.seen.get(i))));
                return;
            }
        }
        if (!first.findings.equals(second.findings)) {
            violations.add(
                    new Violation(rule, task.id(), "findings %s and %s".formatted(first.findings, second.findings)));
        }
    }

    /** What was seen in an episode: the opening and each answer, with the actions listed after it. */
    private static final class Walk {
        private final List<ToolCall> calls = new ArrayList<>();
        private final List<String> seen = new ArrayList<>();
        private final List<List<ToolCall>> actions = new ArrayList<>();
        private List<Finding> findings = List.of();
        private boolean ended;

        List<ToolCall> look(Episode episode) {
            seen.add(episode.opening());
            actions.add(episode.actions());
            return actions.getLast();
        }

        Transition step(Episode episode, ToolCall call) {
            Transition transition = episode.step(call);
            calls.add(call);
            ended = transition.ended();
            seen.add(transition.toString());
            actions.add(ended ? List.of() : episode.actions());
            return transition;
        }

        void check(Episode episode, Task task) {
            List<Finding> found = new ArrayList<>();
            task.criteria().forEach(criterion -> found.add(episode.check(criterion)));
            findings = Collections.unmodifiableList(found);
        }
    }
}
