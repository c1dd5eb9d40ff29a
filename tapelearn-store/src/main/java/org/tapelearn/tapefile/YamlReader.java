package org.tapelearn.tapefile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tapelearn.tape.Held;
import org.tapelearn.tape.StepKinds;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeFormatException;
import org.tapelearn.tape.TapeJson;
import org.tapelearn.tape.TapeLimits;
import org.tapelearn.tape.Utf8Reader;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * Reads YAML documents as tapes, from the parser's events: no object is ever made of what a tag names, and what aliases stand
 * for is counted.
 */
final class YamlReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final Set<String> TAGS = Set.of(
            "!",
            "tag:yaml.org,2002:str",
            "tag:yaml.org,2002:int",
            "tag:yaml.org,2002:float",
            "tag:yaml.org,2002:bool",
            "tag:yaml.org,2002:null",
            "tag:yaml.org,2002:map",
            "tag:yaml.org,2002:seq");

    private final TapeLimits limits;
    private final Held held;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable JsonNode root;
    private long values;
    private long aliased;

    YamlReader(TapeLimits limits) {
        this.limits = limits;
        this.held = new Held(limits);
    }

    /** The size of the document that was read last, in characters, as {@link TapeLimits} counts them. */
    long size() {
        return held.size();
    }

    /** A value that an alias may name, how many values it holds, and how deep they lie. */
    private record Anchored(JsonNode node, long size, int depth) {}

    /** A collection that is being read. */
    private static final class Open {
        final JsonNode node;
        final @Nullable String anchor;
        final long begin;

        @Nullable
        String key;

        int depth;

        Open(JsonNode node, @Nullable String anchor, long begin) {
            this.node = node;
            this.anchor = anchor;
            this.begin = begin;
        }
    }

    void read(InputStream in, StepKinds kinds, Consumer<Tape> tapes) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        boolean any = false;
        try {
            for (Event event : new Yaml(new SafeConstructor(options)).parse(new Utf8Reader(in))) {
                if (event instanceof DocumentStartEvent) {
                    root = null;
                    anchors.clear();
                    aliased = 0;
                    held.clear();
                } else if (event.is(Event.ID.DocumentEnd)) {
                    any = true;
                    document(kinds, tapes, event.getStartMark());
                } else {
                    take(event);
                }
            }
        } catch (MarkedYAMLException wrong) {
            throw broken(wrong.getProblem() + ".", wrong.getProblemMark());
        } catch (YAMLException wrong) {
            throw new TapeFormatException("This is not a tape: the YAML breaks: " + wrong.getMessage(), wrong);
        }
        if (!any) {
            throw new TapeFormatException("This is not a tape: a YAML document was expected, but the file is empty.");
        }
    }

    private void document(StepKinds kinds, Consumer<Tape> tapes, Mark mark) {
        JsonNode tree = root;
        if (tree instanceof ArrayNode list && !list.isEmpty()) {
            list.forEach(tape -> tapes.accept(TapeJson.fromJson(tape, kinds)));
        } else if (tree instanceof ObjectNode) {
            tapes.accept(TapeJson.fromJson(tree, kinds));
        } else {
            throw broken("a document that is a tape was expected, but it holds no object.", mark);
        }
    }

    private void take(Event event) {
        switch (event) {
            case CollectionStartEvent start -> {
                requireTag(start.getTag(), start.getStartMark());
                JsonNode node = start instanceof MappingStartEvent ? NODES.objectNode() : NODES.arrayNode();
                Open opened = new Open(node, start.getAnchor(), values);
                add(node, start.getStartMark());
                open.push(opened);
                requireDepth(open.size(), start.getStartMark());
            }
            case ScalarEvent scalar -> {
                JsonNode node = scalar(scalar);
                add(node, scalar.getStartMark());
                if (scalar.getAnchor() != null) {
                    anchors.put(scalar.getAnchor(), new Anchored(node, 1, 0));
                }
            }
            case AliasEvent alias -> alias(alias);
            default -> {
                if (event.is(Event.ID.MappingEnd) || event.is(Event.ID.SequenceEnd)) {
                    close();
                }
            }
        }
    }

    private void close() {
        Open closed = open.pop();
        if (closed.anchor != null) {
            anchors.put(closed.anchor, new Anchored(closed.node, values - closed.begin, closed.depth + 1));
        }
        if (!open.isEmpty()) {
            open.element().depth = Math.max(open.element().depth, closed.depth + 1);
        }
    }

    private void alias(AliasEvent alias) {
        Anchored named = anchors.get(alias.getAnchor());
        if (named == null) {
            throw broken(
                    "the alias (*%s) names nothing before it; a value cannot hold itself.".formatted(alias.getAnchor()),
                    alias.getStartMark());
        }
        aliased += named.size();
        if (aliased > limits.aliased()) {
            throw broken(
                    "the limit (aliased) of %d values that aliases stand for is exceeded.%nIf the file is to be trusted, read it with a higher limit (aliased)."
                            .formatted(limits.aliased()),
                    alias.getStartMark());
        }
        requireDepth(open.size() + named.depth(), alias.getStartMark());
        add(named.node(), alias.getStartMark());
        values += named.size() - 1;
        hold(Held.VALUE * (named.size() - 1), alias.getStartMark());
        if (!open.isEmpty()) {
            open.element().depth = Math.max(open.element().depth, named.depth());
        }
    }

    /** Puts a value where it belongs: the next key, the value of the last key, the next item, or the document itself. */
    private void add(JsonNode node, Mark mark) {
        values++;
        hold(Held.VALUE + node.asText().length(), mark);
        if (open.isEmpty()) {
            root = node;
            return;
        }
        Open parent = open.element();
        if (parent.node instanceof ArrayNode list) {
            list.add(node);
            return;
        }
        ObjectNode object = (ObjectNode) parent.node;
        if (parent.key != null) {
            object.set(parent.key, node);
            parent.key = null;
            return;
        }
        if (node.isContainerNode()) {
            throw broken("a key that is a text was expected, but it is an object or a list.", mark);
        }
        String key = node.asText();
        if (object.has(key)) {
            throw broken(
                    "the key (%s) comes twice in one object, and only one could be kept.%nRemove or rename one of them."
                            .formatted(key),
                    mark);
        }
        parent.key = key;
    }

    private JsonNode scalar(ScalarEvent scalar) {
        String text = scalar.getValue();
        Mark mark = scalar.getStartMark();
        if (text.length() > limits.text()) {
            throw broken("the limit (text) of %d characters is exceeded.".formatted(limits.text()), mark);
        }
        String tag = scalar.getTag();
        requireTag(tag, mark);
        boolean isKey = !open.isEmpty() && open.element().node.isObject() && open.element().key == null;
        if (isKey || (tag == null ? !scalar.isPlain() : tag.equals("!") || tag.endsWith(":str"))) {
            return NODES.textNode(text);
        }
        if (YamlScalar.isNotFinite(text)) {
            throw broken("JSON knows no number (%s).%nWrite null or a text in its place.".formatted(text), mark);
        }
        if (text.length() > limits.digits()) {
            return NODES.textNode(text);
        }
        try {
            Optional<JsonNode> meaning = YamlScalar.meaning(text);
            return meaning.orElseGet(() -> NODES.textNode(text));
        } catch (ArithmeticException | NumberFormatException beyond) {
            throw broken("the number (%s) is beyond what can be read.%nWrite it as a text.".formatted(text), mark);
        }
    }

    private static void requireTag(@Nullable String tag, Mark mark) {
        if (tag != null && !TAGS.contains(tag)) {
            throw broken(
                    "plain data was expected, but found the tag (%s), which names a type of a program.%nNothing is made from such a tag; remove it."
                            .formatted(tag),
                    mark);
        }
    }

    private void hold(long characters, Mark mark) {
        if (!held.add(characters)) {
            throw new TapeFormatException(
                    "At line %d, column %d %s".formatted(mark.getLine() + 1, mark.getColumn() + 1, held.excess()));
        }
    }

    private void requireDepth(int depth, Mark mark) {
        if (depth > limits.depth()) {
            throw broken(
                    "the limit (depth) of %d is exceeded.%nIf the file is to be trusted, read it with a higher limit (depth)."
                            .formatted(limits.depth()),
                    mark);
        }
    }

    private static TapeFormatException broken(String problem, @Nullable Mark mark) {
        return new TapeFormatException("This is not a tape: the YAML breaks at line %d, column %d: %s"
                .formatted(mark == null ? 0 : mark.getLine() + 1, mark == null ? 0 : mark.getColumn() + 1, problem));
    }
}
