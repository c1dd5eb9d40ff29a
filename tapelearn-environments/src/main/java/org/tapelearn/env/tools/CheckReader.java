package org.tapelearn.env.tools;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** Reads the checks of a task, whose parameters it knows. */
final class CheckReader {
    private static final Set<String> KINDS = Set.of("answer", "tool_result", "json_schema", "file", "seen", "all");
    private static final Set<String> MATCHES = Set.of("equals", "contains", "regex", "pointer");
    private static final double EXACT = 1e-9;

    private final Set<String> parameters;

    CheckReader(Set<String> parameters) {
        this.parameters = parameters;
    }

    /** The text, whose places are all for known parameters. */
    String text(SeedNode node) {
        requireKnown(node.text(), node);
        return node.text();
    }

    void requireKnown(String text, SeedNode node) {
        if (parameters.isEmpty()) {
            return;
        }
        for (String name : Template.names(text)) {
            if (!parameters.contains(name)) {
                throw node.wrong(
                        "(%s) has a place for (%s), which is no parameter of this task: %s. Write {{%s}} for the word in braces"
                                .formatted(node.name(), name, String.join(", ", parameters), name));
            }
        }
    }

    Check read(SeedNode node) {
        return read(node, Set.of());
    }

    /** Reads a check; {@code beside} are keys that stand beside it and that others read. */
    Check read(SeedNode node, Set<String> beside) {
        Set<String> known = new TreeSet<>(KINDS);
        known.addAll(beside);
        Map<String, SeedNode> parts = node.entries(known);
        List<Check> checks = new ArrayList<>();
        parts.forEach((kind, part) -> {
            if (KINDS.contains(kind)) {
                checks.add(read(kind, part));
            }
        });
        if (checks.isEmpty()) {
            throw node.wrong(
                    "a check is one of (%s), but there is none".formatted(String.join(", ", new TreeSet<>(KINDS))));
        }
        return checks.size() == 1 ? checks.getFirst() : new Check.All(List.copyOf(checks));
    }

    private Check read(String kind, SeedNode node) {
        return switch (kind) {
            case "answer" -> new Check.Answer(expected(node));
            case "tool_result" -> toolResult(node);
            case "json_schema" -> schema(node);
            case "file" -> file(node);
            case "seen" -> new Check.Seen(text(node));
            default -> new Check.All(node.items().stream().map(this::read).toList());
        };
    }

    private Expected expected(SeedNode node) {
        if (node.isNumber()) {
            return new Expected.Near(node.text(), EXACT);
        }
        if (!node.isMap()) {
            return new Expected.Text(List.of(text(node)));
        }
        Map<String, SeedNode> parts = node.entries(Set.of("text", "any", "number", "tolerance", "set"));
        List<String> kinds = List.of("text", "any", "number", "set");
        if (kinds.stream().filter(parts::containsKey).count() != 1) {
            throw node.wrong("an answer is one of (%s)".formatted(String.join(", ", kinds)));
        }
        if (parts.containsKey("number")) {
            SeedNode number = SeedNode.part(parts, "number");
            if (Template.names(text(number)).isEmpty() && Double.isNaN(Expected.number(number.text()))) {
                throw number.wrong("(number) must be a number, but is (%s)".formatted(number.text()));
            }
            return new Expected.Near(number.text(), tolerance(parts));
        }
        if (parts.containsKey("tolerance")) {
            throw parts.get("tolerance").wrong("(tolerance) goes with (number)");
        }
        if (parts.containsKey("set")) {
            return new Expected.Items(
                    parts.get("set").items().stream().map(this::text).toList());
        }
        SeedNode words = SeedNode.part(parts, parts.containsKey("any") ? "any" : "text");
        return new Expected.Text(
                words.isList() ? words.items().stream().map(this::text).toList() : List.of(text(words)));
    }

    private static double tolerance(Map<String, SeedNode> parts) {
        if (!parts.containsKey("tolerance")) {
            return EXACT;
        }
        SeedNode node = SeedNode.part(parts, "tolerance");
        double tolerance = node.number();
        if (!(tolerance >= 0)) {
            throw node.wrong("a tolerance is at least 0");
        }
        return tolerance;
    }

    private Check.ToolResult toolResult(SeedNode node) {
        Map<String, SeedNode> parts =
                node.entries(Set.of("tool", "arguments", "equals", "contains", "regex", "pointer", "value"));
        Match match = match(parts)
                .orElseThrow(() -> node.wrong(
                        "(tool_result) says what the result must be by one of (equals, contains, regex, pointer)"));
        return call(node, parts, match);
    }

    private Check.ToolResult call(SeedNode node, Map<String, SeedNode> parts, Match match) {
        SeedNode tool = Optional.ofNullable(parts.get("tool"))
                .orElseThrow(() -> node.wrong("(%s) names no tool".formatted(node.name())));
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        if (parts.containsKey("arguments")) {
            parts.get("arguments").entries().forEach((name, value) -> {
                requireKnownWithin(value);
                arguments.set(name, value.json());
            });
        }
        return new Check.ToolResult(node.place(), tool.text(), arguments, match);
    }

    private void requireKnownWithin(SeedNode value) {
        if (value.isMap()) {
            value.entries().values().forEach(this::requireKnownWithin);
        } else if (value.isList()) {
            value.items().forEach(this::requireKnownWithin);
        } else {
            text(value);
        }
    }

    private Optional<Match> match(Map<String, SeedNode> parts) {
        List<String> given = parts.keySet().stream().filter(MATCHES::contains).toList();
        if (given.isEmpty()) {
            return Optional.empty();
        }
        SeedNode node = SeedNode.part(parts, given.getFirst());
        if (given.size() > 1) {
            throw node.wrong(
                    "one of (equals, contains, regex, pointer) was expected, but there are %d".formatted(given.size()));
        }
        return Optional.of(
                switch (given.getFirst()) {
                    case "equals" -> new Match.Equal(text(node));
                    case "contains" -> new Match.Contains(text(node));
                    case "regex" -> new Match.Regex(regex(node));
                    default -> new Match.At(pointer(node), value(node, parts));
                });
    }

    private String regex(SeedNode node) {
        Map<String, String> sample = parameters.stream().collect(Collectors.toMap(name -> name, name -> name));
        try {
            Pattern.compile(Template.fillRegex(text(node), sample));
            return node.text();
        } catch (PatternSyntaxException broken) {
            throw node.wrong("(%s) is no regular expression: %s".formatted(node.text(), broken.getDescription()));
        }
    }

    private String pointer(SeedNode node) {
        try {
            JsonPointer.compile(text(node));
            return node.text();
        } catch (IllegalArgumentException broken) {
            throw node.wrong("(pointer) is a JSON pointer such as /items/0/name, but is (%s)".formatted(node.text()));
        }
    }

    private JsonNode value(SeedNode pointer, Map<String, SeedNode> parts) {
        SeedNode value = Optional.ofNullable(parts.get("value"))
                .orElseThrow(() -> pointer.wrong("(pointer) needs (value) beside it"));
        requireKnownWithin(value);
        return value.json();
    }

    private Check schema(SeedNode node) {
        Map<String, SeedNode> parts = node.entries();
        boolean ofTool = parts.containsKey("tool") && parts.containsKey("schema");
        SeedNode schema = ofTool ? SeedNode.part(parts, "schema") : node;
        JsonNode json = schema.json();
        if (!json.isObject() || json.isEmpty()) {
            throw schema.wrong("a JSON schema was expected, such as (type: object)");
        }
        try {
            Check.Schema.compiled(json);
        } catch (RuntimeException broken) {
            throw schema.wrong("this is no JSON schema: %s".formatted(broken.getMessage()));
        }
        return new Check.Schema(
                json,
                ofTool
                        ? Optional.of(
                                call(node, node.entries(Set.of("tool", "arguments", "schema")), new Match.Contains("")))
                        : Optional.empty());
    }

    private Check file(SeedNode node) {
        Map<String, SeedNode> parts =
                node.entries(Set.of("path", "exists", "equals", "contains", "regex", "pointer", "value"));
        SeedNode path = Optional.ofNullable(parts.get("path")).orElseThrow(() -> node.wrong("(file) needs (path)"));
        if (!WorkFolder.staysInside(text(path))) {
            throw path.wrong(
                    "a checked file lies in the working folder, but the path (%s) does not".formatted(path.text()));
        }
        boolean exists = !parts.containsKey("exists") || parts.get("exists").flag();
        Optional<Match> content = match(parts);
        if (!exists && content.isPresent()) {
            throw node.wrong("a file that must not exist has no content to look at");
        }
        return new Check.FileState(path.text(), exists, content);
    }
}
