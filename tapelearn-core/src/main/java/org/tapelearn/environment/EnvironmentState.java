package org.tapelearn.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/**
 * What is known about an environment: what the user declared, and what it offers when asked.
 *
 * @param declared what the user said
 * @param tools the tools that there are, each with the names of its arguments
 * @param dataSources what there is to work on, one line each
 * @param families the kinds of tasks that can be made and checked, by lower-case category; those kept for the final test too
 * @param missingTools tools declared that the environment does not offer
 * @param missingDataSources data sources declared that it does not have
 */
public record EnvironmentState(
        EnvironmentContext declared,
        SortedMap<String, List<String>> tools,
        List<String> dataSources,
        SortedMap<String, List<String>> families,
        List<String> missingTools,
        List<String> missingDataSources) {
    public EnvironmentState {
        tools = new TreeMap<>(tools);
        dataSources = List.copyOf(dataSources);
        families = new TreeMap<>(families);
        missingTools = List.copyOf(missingTools);
        missingDataSources = List.copyOf(missingDataSources);
    }

    /** Asks the environment. */
    public static EnvironmentState of(Environment environment, EnvironmentContext declared) {
        SortedMap<String, List<String>> tools = new TreeMap<>();
        for (ToolSpec tool : environment.tools()) {
            tools.put(
                    tool.name(), tool.parameters().stream().map(Parameter::name).toList());
        }
        List<String> sources = environment.dataSources();
        List<String> names = sources.stream().map(EnvironmentState::sourceName).toList();
        SortedMap<String, List<String>> families = new TreeMap<>();
        for (TaskFamily family : environment.families()) {
            families.computeIfAbsent(family.category().name().toLowerCase(Locale.ROOT), category -> new ArrayList<>())
                    .add(family.name());
        }
        return new EnvironmentState(
                declared,
                tools,
                sources,
                families,
                without(declared.availableTools(), List.copyOf(tools.keySet())),
                without(declared.dataSources(), names));
    }

    /** The name at the start of a data source's line, before what is said about it in brackets. */
    public static String sourceName(String line) {
        int bracket = line.indexOf(" (");
        return bracket < 0 ? line : line.substring(0, bracket);
    }

    private static List<String> without(List<String> declared, List<String> found) {
        return declared.stream().filter(name -> !found.contains(name)).toList();
    }
}
