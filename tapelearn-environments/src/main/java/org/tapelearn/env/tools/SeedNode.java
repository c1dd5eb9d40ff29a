package org.tapelearn.env.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * A value of a YAML or JSON file that knows where it stands, so that whoever expects something else of it can name file and line.
 * Nothing but plain values is ever made of a file: a tag that names a class is refused; depth, aliases and size are limited.
 */
public final class SeedNode {
    private static final int MAX_CHARACTERS = 1_000_000;
    private static final int MAX_DEPTH = 30;
    private static final int MAX_ALIASES = 20;
    private static final int MAX_VALUES = 200_000;
    private static final Set<Tag> PLAIN =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MAP, Tag.SEQ);

    private final Node node;
    private final String source;
    private final String name;

    private SeedNode(Node node, String source, String name) {
        this.node = node;
        this.source = source;
        this.name = name;
        if (!PLAIN.contains(node.getTag())) {
            throw wrong("the tag (%s) is refused: such a file holds plain values and loads no class"
                    .formatted(node.getTag().getValue()));
        }
    }

    /** Reads the one document of a file; {@code what} names the kind of file in messages, such as "seeds file". */
    public static SeedNode read(Path file, String what) {
        try {
            if (Files.isDirectory(file)) {
                throw new PrerequisiteException("A %s was expected, but (%s) is a folder.".formatted(what, file));
            }
            if (Files.exists(file) && Files.size(file) > 4L * MAX_CHARACTERS) {
                throw new PrerequisiteException("A %s has at most %d characters, but (%s) has %d bytes."
                        .formatted(what, MAX_CHARACTERS, file, Files.size(file)));
            }
            return parse(Files.readString(file), file.toString(), what);
        } catch (NoSuchFileException missing) {
            throw new PrerequisiteException("There is no %s (%s).".formatted(what, file), missing);
        } catch (CharacterCodingException broken) {
            throw new PrerequisiteException("The %s (%s) is not UTF-8.".formatted(what, file), broken);
        } catch (IOException unreadable) {
            throw new PrerequisiteException(
                    "The %s (%s) cannot be read: %s".formatted(what, file, unreadable.getMessage()), unreadable);
        }
    }

    /** Reads the one document of a text; {@code source} names it in messages. */
    static SeedNode parse(String text, String source, String what) {
        if (text.length() > MAX_CHARACTERS) {
            throw new PrerequisiteException("%s: refused: a %s has at most %d characters, but this has %d."
                    .formatted(source, what, MAX_CHARACTERS, text.length()));
        }
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_CHARACTERS);
        boolean json = text.stripLeading().startsWith("{");
        try {
            Yaml yaml = new Yaml(
                    new SafeConstructor(options), new Representer(new DumperOptions()), new DumperOptions(), options);
            // JSON may be indented by tabs, and has none within its texts
            Node document = yaml.compose(new StringReader(json ? text.replace('\t', ' ') : text));
            if (document == null) {
                throw new PrerequisiteException("%s: a %s was expected, but it is empty.".formatted(source, what));
            }
            requireModest(document, source);
            return new SeedNode(document, source, "the file");
        } catch (MarkedYAMLException broken) {
            int line = broken.getProblemMark() == null
                    ? 0
                    : broken.getProblemMark().getLine() + 1;
            throw new PrerequisiteException(
                    "%s, line %d: this is not %s: %s."
                            .formatted(source, line, json ? "JSON" : "YAML", broken.getProblem()),
                    broken);
        } catch (YAMLException refused) {
            throw new PrerequisiteException("%s: refused: %s.".formatted(source, refused.getMessage()), refused);
        }
    }

    /** Counts values as often as aliases repeat them, so that a small file cannot stand for a huge one. */
    private static void requireModest(Node document, String source) {
        int[] left = {MAX_VALUES};
        count(document, left, MAX_DEPTH);
        if (left[0] < 0) {
            throw new PrerequisiteException("%s: refused: it stands for more than %d values, nested %d deep at most."
                    .formatted(source, MAX_VALUES, MAX_DEPTH));
        }
    }

    private static void count(Node node, int[] left, int depth) {
        if (depth == 0) {
            left[0] = -1;
        }
        if (--left[0] < 0) {
            return;
        }
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(each -> count(each, left, depth - 1));
        } else if (node instanceof MappingNode map) {
            map.getValue().forEach(entry -> count(entry.getValueNode(), left, depth - 1));
        }
    }

    /** The file and line, for messages. */
    public String place() {
        return "%s, line %d".formatted(source, node.getStartMark().getLine() + 1);
    }

    /** The error of something else than expected: file, line, and what is the matter. */
    public PrerequisiteException wrong(String problem) {
        return new PrerequisiteException("%s: %s.".formatted(place(), problem));
    }

    private PrerequisiteException unexpected(String expected) {
        return wrong("(%s) must be %s, but is %s".formatted(name, expected, found()));
    }

    private String found() {
        return switch (node) {
            case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> "empty";
            case ScalarNode scalar -> "(%s)".formatted(scalar.getValue());
            case SequenceNode list -> "a list";
            case MappingNode map -> "a list of key: value";
            default -> "something else";
        };
    }

    /** The key under which this stands. */
    public String name() {
        return name;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    public boolean isMap() {
        return node instanceof MappingNode;
    }

    /** Tells a number that is written as one from a text of digits. */
    boolean isNumber() {
        return node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
    }

    /** The entries in their order. */
    public Map<String, SeedNode> entries() {
        if (!(node instanceof MappingNode map)) {
            throw unexpected("a list of key: value");
        }
        Map<String, SeedNode> entries = new LinkedHashMap<>();
        for (NodeTuple entry : map.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key) || key.getTag().equals(Tag.MERGE)) {
                throw new SeedNode(map, source, name).wrong("a key must be a word; merge keys (<<) are not read");
            }
            if (entries.put(key.getValue(), new SeedNode(entry.getValueNode(), source, key.getValue())) != null) {
                throw new SeedNode(key, source, name).wrong("the key (%s) is given twice".formatted(key.getValue()));
            }
        }
        return entries;
    }

    /** The entries, after refusing those whose key is not among the known ones. */
    public Map<String, SeedNode> entries(Collection<String> known) {
        Map<String, SeedNode> entries = entries();
        entries.forEach((key, value) -> {
            if (!known.contains(key)) {
                throw value.wrong("there is no key (%s) in (%s); those known: %s%s"
                        .formatted(
                                key,
                                name,
                                known.stream().sorted().collect(Collectors.joining(", ")),
                                Nearest.name(key, known)
                                        .map(". Maybe you meant (%s)"::formatted)
                                        .orElse("")));
            }
        });
        return entries;
    }

    public List<SeedNode> items() {
        if (!(node instanceof SequenceNode list)) {
            throw unexpected("a list");
        }
        List<SeedNode> items = new ArrayList<>();
        list.getValue().forEach(item -> items.add(new SeedNode(item, source, name)));
        return items;
    }

    /** The text, which a number or a truth value is too. */
    public String text() {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return scalar.getValue();
        }
        throw unexpected("a text");
    }

    /** One text, or each of a list. */
    public List<String> texts() {
        return isList() ? items().stream().map(SeedNode::text).toList() : List.of(text());
    }

    public boolean flag() {
        String text = text();
        if (!text.equals("true") && !text.equals("false")) {
            throw unexpected("true or false");
        }
        return text.equals("true");
    }

    public double number() {
        return decimal().map(BigDecimal::doubleValue).orElseThrow(() -> unexpected("a number"));
    }

    public int whole(int min, int max) {
        BigDecimal value = decimal().orElseThrow(() -> unexpected("a whole number"));
        try {
            int whole = value.intValueExact();
            if (whole >= min && whole <= max) {
                return whole;
            }
        } catch (ArithmeticException fraction) {
            // said below
        }
        throw unexpected("a whole number from %d to %d".formatted(min, max));
    }

    private Optional<BigDecimal> decimal() {
        try {
            return Optional.of(new BigDecimal(text()));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    /** The constant of this name, in lower case in the file. */
    <E extends Enum<E>> E choice(Class<E> type) {
        List<String> names = new ArrayList<>();
        for (E each : type.getEnumConstants()) {
            names.add(each.name().toLowerCase(Locale.ROOT));
            if (each.name().equalsIgnoreCase(text())) {
                return each;
            }
        }
        throw notOneOf(names);
    }

    /** The one of these words that stands here. */
    public String choice(List<String> names) {
        if (!names.contains(text())) {
            throw notOneOf(names);
        }
        return text();
    }

    private PrerequisiteException notOneOf(List<String> names) {
        return unexpected("one of (%s)".formatted(String.join(", ", names)));
    }

    /** A part that is known to be there. */
    public static SeedNode part(Map<String, SeedNode> parts, String key) {
        return Objects.requireNonNull(parts.get(key), key);
    }

    /** All of it as JSON. */
    public JsonNode json() {
        if (isList()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            items().forEach(item -> list.add(item.json()));
            return list;
        }
        if (isMap()) {
            ObjectNode map = JsonNodeFactory.instance.objectNode();
            entries().forEach((key, value) -> map.set(key, value.json()));
            return map;
        }
        if (node.getTag().equals(Tag.NULL)) {
            return JsonNodeFactory.instance.nullNode();
        }
        if (node.getTag().equals(Tag.BOOL)) {
            return JsonNodeFactory.instance.booleanNode(text().equalsIgnoreCase("true"));
        }
        return isNumber()
                ? decimal()
                        .<JsonNode>map(JsonNodeFactory.instance::numberNode)
                        .orElseGet(() -> JsonNodeFactory.instance.textNode(text()))
                : JsonNodeFactory.instance.textNode(text());
    }
}
