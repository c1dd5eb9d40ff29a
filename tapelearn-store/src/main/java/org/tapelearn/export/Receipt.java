package org.tapelearn.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What an export wrote, and what it left out.
 *
 * @param steps whether the sides of a preference are single messages
 * @param tasks how many tasks the rows are about
 * @param fromModelCalls rows of what a model was sent and answered
 * @param fromTapes rows rebuilt from the tapes of an agent without a model
 * @param leftOut how many attempts, conversations or pairs gave no row, by reason
 * @param sha256 of the file of rows, as hexadecimal digits
 */
public record Receipt(
        ExportFormat format,
        String session,
        String environment,
        String split,
        List<String> filters,
        boolean steps,
        long rows,
        long tasks,
        long fromModelCalls,
        long fromTapes,
        Map<LeftOut, Long> leftOut,
        String sha256) {
    public Receipt {
        filters = List.copyOf(filters);
        EnumMap<LeftOut, Long> ordered = new EnumMap<>(LeftOut.class);
        ordered.putAll(leftOut);
        leftOut = Collections.unmodifiableMap(ordered);
    }

    /** The receipt as JSON; reasons that left nothing out are not in it. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", format.label()).put("session", session).put("environment", environment);
        json.put("split", split);
        filters.forEach(json.putArray("filters")::add);
        if (format.isPreference()) {
            json.put("pairs", steps ? "steps" : "trajectories");
        }
        json.put("rows", rows).put("tasks", tasks);
        json.putObject("source").put("model-calls", fromModelCalls).put("tape", fromTapes);
        ObjectNode reasons = json.putObject("left_out");
        leftOut.forEach((reason, count) -> reasons.put(reason.label(), count));
        return json.put("sha256", sha256);
    }
}
