package org.tapelearn.cli.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The values by section and name; takes in YAML, checking each key and value against what is known. */
final class ConfigTree {
    private static final Set<String> TRUE = Set.of("true", "yes", "on");
    private static final Set<String> FALSE = Set.of("false", "no", "off");

    private final Keys keys;
    private final ObjectNode root;

    ConfigTree(Keys keys, ObjectNode defaults) {
        this.keys = keys;
        this.root = defaults;
    }

    ObjectNode json() {
        return root;
    }

    /** Takes in all of a document; {@code source} names it in messages. */
    void mergeDocument(Node document, String source) {
        mergeSection("", document, source);
    }

    /** Takes in one value at a full path. */
    void mergeValue(String path, Node value, String place) {
        Key key = keys.find(path).orElseThrow(() -> unknown(path, place));
        put(key, typed(key, path, value, place));
    }

    private void mergeSection(String section, Node node, String source) {
        YamlFile.refuseTag(node, source);
        if (node.getTag().equals(Tag.NULL)) {
            return;
        }
        if (!(node instanceof MappingNode mapping)) {
            throw new PrerequisiteException("%s: %s was expected, but found %s."
                    .formatted(
                            place(source, node),
                            section.isEmpty() ? "a list of key: value" : "(%s:) with keys below it".formatted(section),
                            found(node)));
        }
        Set<String> seen = new HashSet<>();
        for (NodeTuple entry : mapping.getValue()) {
            String name = keyName(entry.getKeyNode(), source);
            String path = section.isEmpty() ? name : section + "." + name;
            String place = place(source, entry.getKeyNode());
            if (!seen.add(name)) {
                throw new PrerequisiteException("%s: the key (%s) is given twice.".formatted(place, path));
            }
            if (section.isEmpty() && keys.sections().contains(name)) {
                mergeSection(name, entry.getValueNode(), source);
            } else {
                YamlFile.refuseTag(entry.getValueNode(), source);
                mergeValue(path, entry.getValueNode(), place);
            }
        }
    }

    private static String keyName(Node node, String source) {
        if (node.getTag().equals(Tag.MERGE)) {
            throw new PrerequisiteException("%s: merge keys (<<) are not part of a configuration; write the values out."
                    .formatted(place(source, node)));
        }
        YamlFile.refuseTag(node, source);
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new PrerequisiteException(
                "%s: a key is a word, but found %s.".formatted(place(source, node), found(node)));
    }

    private PrerequisiteException unknown(String path, String place) {
        if (keys.sections().contains(path)) {
            return new PrerequisiteException("%s: (%s) is a heading; give one of the keys below it: %s."
                    .formatted(place, path, String.join(", ", namesBelow(path))));
        }
        return new PrerequisiteException(
                "%s: there is no key (%s).%s%nAll keys: tapelearn config".formatted(place, path, keys.hint(path)));
    }

    private List<String> namesBelow(String section) {
        return keys.all().stream()
                .filter(key -> key.section().equals(section))
                .map(Key::name)
                .toList();
    }

    private void put(Key key, JsonNode value) {
        ObjectNode parent = key.section().isEmpty() ? root : (ObjectNode) root.get(key.section());
        parent.set(key.name(), value);
    }

    private JsonNode typed(Key key, String path, Node node, String place) {
        if (key.kind() instanceof Key.Texts && node instanceof SequenceNode list) {
            ArrayNode texts = root.arrayNode();
            for (Node item : list.getValue()) {
                if (!(item instanceof ScalarNode scalar) || !item.getTag().equals(Tag.STR)) {
                    throw wrong(key, path, place, "a list with " + found(item));
                }
                texts.add(scalar.getValue());
            }
            return texts;
        }
        if (!(node instanceof ScalarNode scalar)) {
            throw wrong(key, path, place, found(node));
        }
        boolean plain = scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN;
        String text = scalar.getValue();
        return switch (key.kind()) {
            case Key.Whole whole -> root.numberNode(wholeNumber(whole, key, path, text, plain, place, node));
            case Key.Real real -> root.numberNode(realNumber(real, key, path, text, plain, place, node));
            case Key.Flag flag -> {
                String word = text.toLowerCase(Locale.ROOT);
                if (!plain || !(TRUE.contains(word) || FALSE.contains(word))) {
                    throw wrong(key, path, place, found(node));
                }
                yield root.booleanNode(TRUE.contains(word));
            }
            case Key.Choice choice -> {
                if (!choice.names().contains(text)) {
                    throw new PrerequisiteException("%s: (%s) expects %s, but found (%s).%s"
                            .formatted(place, path, choice.expected(), text, Nearest.hint(text, choice.names())));
                }
                yield root.textNode(text);
            }
            case Key.Text any -> root.textNode(node.getTag().equals(Tag.NULL) && plain ? "" : text);
            case Key.Texts texts -> throw wrong(key, path, place, found(node));
        };
    }

    private static long wholeNumber(
            Key.Whole whole, Key key, String path, String text, boolean plain, String place, Node node) {
        if (whole.unlimited() && text.equals("unlimited")) {
            return 0;
        }
        try {
            long value = Long.parseLong(text);
            if (plain && value >= whole.min() && value <= whole.max()) {
                return value;
            }
        } catch (NumberFormatException notWhole) {
            throw wrong(key, path, place, found(node));
        }
        throw wrong(key, path, place, found(node));
    }

    private static double realNumber(
            Key.Real real, Key key, String path, String text, boolean plain, String place, Node node) {
        if (plain && text.matches("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?")) {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value) && real.holds(value)) {
                return value;
            }
        }
        throw wrong(key, path, place, found(node));
    }

    private static PrerequisiteException wrong(Key key, String path, String place, String found) {
        return new PrerequisiteException("%s: (%s) expects %s, but found %s."
                .formatted(place, path, key.kind().expected(), found));
    }

    private static String found(Node node) {
        return switch (node) {
            case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> "nothing";
            case ScalarNode scalar
            when scalar.getScalarStyle() != DumperOptions.ScalarStyle.PLAIN ->
                "the text \"%s\"".formatted(shortened(scalar.getValue()));
            case ScalarNode scalar -> "(%s)".formatted(shortened(scalar.getValue()));
            case SequenceNode list -> "a list";
            default -> "keys below it";
        };
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static String place(String source, Node node) {
        return "%s, line %d".formatted(source, node.getStartMark().getLine() + 1);
    }
}
