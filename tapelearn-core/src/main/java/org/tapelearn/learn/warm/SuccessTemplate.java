package org.tapelearn.learn.warm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tapelearn.memory.MemoryItem;
import org.tapelearn.tape.ToolCall;

/**
 * How something was done, without the particulars: the calls of a verified success with variables in place of values. Equal values
 * get the same variable.
 *
 * @param family the family it was learned on
 * @param calls each argument is a variable such as {@code {column}} or {@code {column_2}}
 * @param evidence the rollouts that it came from
 */
public record SuccessTemplate(String family, List<ToolCall> calls, List<String> evidence) {
    public SuccessTemplate {
        calls = List.copyOf(calls);
        evidence = List.copyOf(evidence);
    }

    static SuccessTemplate of(MemoryItem.Demonstration success) {
        Map<String, String> variables = new HashMap<>();
        Set<String> taken = new HashSet<>();
        List<ToolCall> calls = new ArrayList<>();
        for (ToolCall call : success.calls()) {
            Map<String, String> arguments = new LinkedHashMap<>();
            call.arguments()
                    .forEach((name, value) ->
                            arguments.put(name, variables.computeIfAbsent(value, fresh -> variable(name, taken))));
            calls.add(new ToolCall(call.tool(), arguments));
        }
        return new SuccessTemplate(success.family(), calls, success.evidence());
    }

    private static String variable(String name, Set<String> taken) {
        String variable = "{" + name + "}";
        for (int number = 2; !taken.add(variable); number++) {
            variable = "{" + name + "_" + number + "}";
        }
        return variable;
    }
}
