package org.tapelearn.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.tapelearn.tool.ToolSpec;

/**
 * The answers of {@link JsonCalls} as a grammar of llama.cpp (GBNF), without spaces: a short text, then one call whose arguments are
 * of their tool's schema; none at all only where no tool ends attempts. Known of schemas are types, enums, constants, properties,
 * items and alternatives; where a schema says more, the grammar allows more than the schema. Small models often find no end, so texts
 * and numbers may be so long only that a call fits into the answer, a character taking a token at most.
 *
 * <p>llama.cpp has a converter of its own, which ends the whole process where it does not know a word of a schema.
 */
final class CallGrammar {
    private static final String JSON_VALUES = """
            value ::= object | array | string | number | boolean | null
            object ::= "{" ( string ":" value ( "," string ":" value ){0,%1$d} )? "}"
            array ::= "[" ( value ( "," value ){0,%1$d} )? "]"
            string ::= "\\"" char{0,%2$d} "\\""
            char ::= [^"\\\\\\x00-\\x1F\\x7F] | "\\\\" ( ["\\\\/bfnrt] | "u" [0-9a-fA-F] [0-9a-fA-F] [0-9a-fA-F] [0-9a-fA-F] )
            number ::= integer ( "." [0-9]{1,15} )? ( [eE] [-+]? [0-9]{1,3} )?
            integer ::= "-"? ( "0" | [1-9] [0-9]{0,15} )
            boolean ::= "true" | "false"
            null ::= "null"
            """;

    private static final Set<String> SIMPLE_TYPES = Set.of("number", "integer", "boolean", "null");

    /** Tokens that the names and marks of a long call take. */
    private static final int NAMES = 64;

    private final ToolSpec tool;
    private final int number;
    private final int more;
    private int texts;

    private CallGrammar(ToolSpec tool, int number, int more) {
        this.tool = tool;
        this.number = number;
        this.more = more;
    }

    /**
     * @param tokens how long an answer may be. Of what the names of a call leave, a quarter is for its text and half for the texts
     *     among the arguments; a list has as many elements after the first as 32 goes into it
     */
    static String of(List<ToolSpec> tools, int tokens) {
        int room = Math.max(32, tokens - NAMES);
        int more = room / 32;
        boolean mustCall = tools.stream().anyMatch(tool -> tool.effect() == ToolSpec.Effect.ENDS);
        List<String> calls = IntStream.range(0, tools.size())
                .mapToObj(i -> new CallGrammar(tools.get(i), i, more).rules(room / 2))
                .toList();
        return """
                root ::= "{\\"text\\":\\"" char{0,%d} "\\",\\"calls\\":[" call%s "]}"
                call ::= %s
                %s%s""".formatted(
                room / 4,
                mustCall ? "" : "?",
                IntStream.range(0, tools.size()).mapToObj("call-%d"::formatted).collect(Collectors.joining(" | ")),
                String.join("", calls),
                JSON_VALUES.formatted(more, room / 8));
    }

    private String rules(int characters) {
        String arguments = properties(tool.schema());
        return """
                call-%d ::= %s %s "}"
                text-%d ::= "\\"" char{0,%d} "\\""
                """.formatted(
                        number,
                        literal("{\"tool\":\"%s\",\"arguments\":".formatted(tool.name())),
                        arguments,
                        number,
                        characters / Math.max(1, texts));
    }

    /** Returns an expression for the values of a schema. */
    private String values(JsonNode schema) {
        if (schema.has("const")) {
            return literal(schema.get("const").toString());
        }
        if (isList(schema.path("enum"))) {
            return either(schema.path("enum"), constant -> literal(constant.toString()));
        }
        for (String word : List.of("anyOf", "oneOf")) {
            if (isList(schema.path(word))) {
                return either(schema.path(word), this::values);
            }
        }
        JsonNode type = schema.path("type");
        return isList(type) ? either(type, each -> typed(each.asText(), schema)) : typed(type.asText(), schema);
    }

    private String typed(String type, JsonNode schema) {
        if (SIMPLE_TYPES.contains(type)) {
            return type;
        }
        return switch (type) {
            case "string" -> {
                texts++;
                yield "text-" + number;
            }
            case "object" -> schema.path("properties").isEmpty() ? "object" : properties(schema);
            case "array" -> {
                String item = values(schema.path("items"));
                yield "\"[\" ( %s ( \",\" %s ){0,%d} )? \"]\"".formatted(item, item, more);
            }
            default -> "value";
        };
    }

    /** An object with the properties of a schema: first those required, then the others, each of which may be left out. */
    private String properties(JsonNode schema) {
        Set<String> required = new LinkedHashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        List<String> always = new ArrayList<>();
        List<String> perhaps = new ArrayList<>();
        schema.path("properties").properties().forEach(property -> {
            String written = literal(JsonNodeFactory.instance.textNode(property.getKey()) + ":") + " "
                    + values(property.getValue());
            (required.contains(property.getKey()) ? always : perhaps).add(written);
        });
        String first = String.join(" \",\" ", always);
        if (!always.isEmpty()) {
            return "\"{\" %s %s \"}\"".formatted(first, further(perhaps));
        }
        String alone = IntStream.range(0, perhaps.size())
                .mapToObj(i -> perhaps.get(i) + " " + further(perhaps.subList(i + 1, perhaps.size())))
                .collect(Collectors.joining(" | "));
        return perhaps.isEmpty() ? "\"{}\"" : "\"{\" ( %s )? \"}\"".formatted(alone);
    }

    private static String further(List<String> perhaps) {
        return perhaps.stream().map("( \",\" %s )?"::formatted).collect(Collectors.joining(" "));
    }

    private static String either(JsonNode list, Function<JsonNode, String> expression) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(expression)
                .collect(Collectors.joining(" | ", "( ", " )"));
    }

    private static boolean isList(JsonNode node) {
        return node.isArray() && !node.isEmpty();
    }

    private static String literal(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
