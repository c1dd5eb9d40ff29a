package org.tapelearn.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Finding;
import org.tapelearn.task.TaskOrigin;

/** Values that are kept as JSON within a column. */
final class JsonColumns {
    private JsonColumns() {}

    static String origin(TaskOrigin origin) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        switch (origin) {
            case TaskOrigin.Drawn drawn ->
                node.put("kind", "drawn").put("family", drawn.family()).put("number", drawn.number());
            case TaskOrigin.Seed seed -> node.put("kind", "seed").put("description", seed.description());
            case TaskOrigin.Variation variation -> node.put("kind", "variation").put("parent", variation.parent());
            case TaskOrigin.Progression progression ->
                node.put("kind", "progression")
                        .put("parent", progression.parent())
                        .put("rung", progression.rung());
            case TaskOrigin.ToolExploration exploration ->
                node.put("kind", "tool-exploration").put("tool", exploration.tool());
        }
        return ExactJson.encodable(node.toString());
    }

    static TaskOrigin origin(String text) {
        JsonNode node = ExactJson.parse(text);
        return switch (node.path("kind").asText()) {
            case "drawn" ->
                new TaskOrigin.Drawn(
                        node.path("family").asText(), node.path("number").asLong());
            case "seed" -> new TaskOrigin.Seed(node.path("description").asText());
            case "variation" -> new TaskOrigin.Variation(node.path("parent").asText());
            case "progression" ->
                new TaskOrigin.Progression(
                        node.path("parent").asText(), node.path("rung").asInt());
            case "tool-exploration" ->
                new TaskOrigin.ToolExploration(node.path("tool").asText());
            default -> throw new IllegalStateException("The store holds a task of an unknown origin: " + text);
        };
    }

    static String criteria(List<Criterion> criteria) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Criterion criterion : criteria) {
            list.addObject()
                    .put("name", criterion.name())
                    .put("description", criterion.description())
                    .put("role", Labels.of(criterion.role()))
                    .put("weight", criterion.weight())
                    .set("check", criterion.check());
        }
        return ExactJson.write(list);
    }

    static List<Criterion> criteria(String text) {
        List<Criterion> criteria = new ArrayList<>();
        for (JsonNode node : ExactJson.read(text)) {
            criteria.add(new Criterion(
                    node.path("name").asText(),
                    node.path("description").asText(),
                    node.path("check"),
                    Labels.read(Criterion.Role.class, node.path("role").asText()),
                    node.path("weight").asDouble()));
        }
        return criteria;
    }

    static String findings(List<Finding> findings) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Finding finding : findings) {
            ArrayNode entry = list.addArray()
                    .add(finding.criterion())
                    .add(finding.holds())
                    .add(finding.detail());
            if (finding.degree() != (finding.holds() ? 1 : 0)) {
                entry.add(finding.degree());
            }
        }
        return ExactJson.encodable(list.toString());
    }

    static List<Finding> findings(String text) {
        List<Finding> findings = new ArrayList<>();
        for (JsonNode node : ExactJson.parse(text)) {
            boolean holds = node.path(1).asBoolean();
            findings.add(new Finding(
                    node.path(0).asText(),
                    holds,
                    node.path(2).asText(),
                    node.path(3).asDouble(holds ? 1 : 0)));
        }
        return findings;
    }

    static String texts(Iterable<String> texts) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        texts.forEach(list::add);
        return ExactJson.encodable(list.toString());
    }

    static List<String> texts(String text) {
        List<String> texts = new ArrayList<>();
        ExactJson.parse(text).forEach(node -> texts.add(node.asText()));
        return texts;
    }
}
