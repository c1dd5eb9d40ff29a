package org.tapelearn.tape;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a step came from. The trees in {@code other} are shared: copy one before changing it.
 *
 * @param id names the step within its tape; files may repeat one
 * @param agent the path of the agent that made it, such as {@code manager/worker}; empty for the environment
 * @param node the node of that agent
 * @param promptId the call of a language model that gave the step; empty where there was none
 * @param llm the name of that model
 * @param other everything else that was noted about the step
 */
public record StepMetadata(
        String id, String agent, String node, String promptId, String llm, Map<String, JsonNode> other, Form form) {
    /** Says nothing: what a step has that came without metadata. */
    static final StepMetadata NONE = of("");

    static final List<String> KEYS = List.of("id", "prompt_id", "node", "agent", "llm", "other");

    public StepMetadata {
        if (!other.isEmpty()) {
            other = Collections.unmodifiableMap(new LinkedHashMap<>(other));
        }
    }

    public StepMetadata(String id, String agent, String node) {
        this(id, agent, node, "", "");
    }

    public StepMetadata(String id, String agent, String node, String promptId, String llm) {
        this(id, agent, node, promptId, llm, Map.of(), Form.OWN);
    }

    public static StepMetadata of(String id) {
        return new StepMetadata(id, "", "");
    }

    public StepMetadata withId(String newId) {
        return new StepMetadata(newId, agent, node, promptId, llm, other, form);
    }

    /** Returns metadata that note one thing more, or note it anew. */
    public StepMetadata noting(String key, JsonNode value) {
        Map<String, JsonNode> more = new LinkedHashMap<>(other);
        more.put(key, value);
        return new StepMetadata(id, agent, node, promptId, llm, more, form);
    }

    StepMetadata withOther(Map<String, JsonNode> newOther) {
        return new StepMetadata(id, agent, node, promptId, llm, newOther, form);
    }
}
