package org.tapelearn.cli.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes a configuration as YAML, one section after the other; a comment stands at keys that nothing acts on yet. */
final class ConfigYaml {
    private ConfigYaml() {}

    private static boolean withoutEffect(String section, String line) {
        return line.startsWith("  ")
                && Keys.WITHOUT_EFFECT.contains(section + "." + line.strip().split(":", 2)[0]);
    }

    static String render(String json, ObjectMapper mapper) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setWidth(200);
        try {
            StringBuilder text = new StringBuilder();
            Yaml yaml = new Yaml(options);
            for (Map.Entry<String, JsonNode> entry : mapper.readTree(json).properties()) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put(entry.getKey(), mapper.treeToValue(entry.getValue(), Object.class));
                if (entry.getValue().isObject()) {
                    text.append('\n');
                }
                yaml.dump(one)
                        .lines()
                        .forEach(line -> text.append(line)
                                .append(withoutEffect(entry.getKey(), line) ? " # no effect yet" : "")
                                .append('\n'));
            }
            return text.toString();
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A configuration of our own cannot be read: " + json, broken);
        }
    }
}
