package org.tapelearn.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/** What a policy decides: among which calls, and how its choice is read off the steps of a tape. */
public sealed interface Role {
    /** The tools that it chooses among. */
    List<ToolSpec> tools(List<ToolSpec> all);

    /** Its choices where the environment lists these calls. */
    List<ToolCall> options(List<ToolCall> admissible);

    /** What it chose when this step came about; empty where it had no part in it. */
    Optional<ToolCall> choice(Step.Action action);

    /** Acts alone: every call is its own. */
    record Alone() implements Role {
        @Override
        public List<ToolSpec> tools(List<ToolSpec> all) {
            return all;
        }

        @Override
        public List<ToolCall> options(List<ToolCall> admissible) {
            return admissible;
        }

        @Override
        public Optional<ToolCall> choice(Step.Action action) {
            return Optional.of(action.call());
        }
    }

    /**
     * Works with tools of its own; its choices are the calls of the steps that bear its name.
     *
     * @param agent its path, such as {@code manager/worker}
     */
    record Worker(String agent, Set<String> tools) implements Role {
        public Worker {
            tools = Set.copyOf(tools);
        }

        @Override
        public List<ToolSpec> tools(List<ToolSpec> all) {
            return all.stream().filter(tool -> tools.contains(tool.name())).toList();
        }

        @Override
        public List<ToolCall> options(List<ToolCall> admissible) {
            return admissible.stream()
                    .filter(call -> tools.contains(call.tool()))
                    .toList();
        }

        @Override
        public Optional<ToolCall> choice(Step.Action action) {
            return action.metadata().agent().equals(agent) ? Optional.of(action.call()) : Optional.empty();
        }
    }

    /**
     * Chooses who acts, among the workers that have something to do; its choice is the worker whose name a step bears.
     *
     * @param agent its path
     * @param workers the tools of each, by name
     */
    record Router(String agent, Map<String, Set<String>> workers) implements Role {
        private static final String TOOL = "delegate";
        private static final String ARGUMENT = "to";

        public Router {
            workers = new LinkedHashMap<>(workers);
        }

        @Override
        public List<ToolSpec> tools(List<ToolSpec> all) {
            return List.of(new ToolSpec(
                    TOOL,
                    "Lets somebody act.",
                    List.of(Parameter.choice(ARGUMENT, "Who.", List.copyOf(workers.keySet()))),
                    ToolSpec.Effect.WRITES));
        }

        @Override
        public List<ToolCall> options(List<ToolCall> admissible) {
            List<ToolCall> options = new ArrayList<>();
            workers.forEach((worker, tools) -> {
                if (admissible.stream().anyMatch(call -> tools.contains(call.tool()))) {
                    options.add(ToolCall.of(TOOL, ARGUMENT, worker));
                }
            });
            return options;
        }

        @Override
        public Optional<ToolCall> choice(Step.Action action) {
            return workers.keySet().stream()
                    .filter(worker -> action.metadata().agent().equals(agent + "/" + worker))
                    .findFirst()
                    .map(worker -> ToolCall.of(TOOL, ARGUMENT, worker));
        }

        /** Whom a choice of this role names. */
        static String chosen(ToolCall choice) {
            return choice.argument(ARGUMENT);
        }
    }
}
