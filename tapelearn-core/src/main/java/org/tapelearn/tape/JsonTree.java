package org.tapelearn.tape;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON trees that lose nothing: numbers keep their digits, a key that comes twice is refused. Neither way
 * uses the stack for depth.
 */
final class JsonTree {
    static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final JsonFactory DEFAULT = factory(TapeLimits.DEFAULT);

    private static final JsonFactory TRUSTED = factory(TapeLimits.NONE);

    private JsonTree() {}

    static JsonFactory factoryFor(TapeLimits limits) {
        return limits.equals(TapeLimits.DEFAULT) ? DEFAULT : limits.equals(TapeLimits.NONE) ? TRUSTED : factory(limits);
    }

    private static JsonFactory factory(TapeLimits limits) {
        return new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxStringLength(limits.text())
                        .maxNameLength(limits.text())
                        .maxNumberLength(limits.digits())
                        .build())
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    /** Reads the value that the parser stands at. */
    static JsonNode read(JsonParser parser) throws IOException {
        JsonNode first = begin(parser);
        if (!first.isContainerNode()) {
            return first;
        }
        Deque<JsonNode> open = new ArrayDeque<>();
        open.push(first);
        while (!open.isEmpty()) {
            JsonNode parent = open.element();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
                open.pop();
                continue;
            }
            JsonNode child;
            if (parent instanceof ObjectNode object) {
                String key = parser.currentName();
                if (object.has(key)) {
                    throw Broken.twice(key, parser);
                }
                parser.nextToken();
                child = begin(parser);
                object.set(key, child);
            } else {
                child = begin(parser);
                ((ArrayNode) parent).add(child);
            }
            if (child.isContainerNode()) {
                open.push(child);
            }
        }
        return first;
    }

    private static JsonNode begin(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> NODES.objectNode();
            case START_ARRAY -> NODES.arrayNode();
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> NODES.numberNode(parser.getIntValue());
                    case LONG -> NODES.numberNode(parser.getLongValue());
                    default -> NODES.numberNode(parser.getBigIntegerValue());
                };
            case VALUE_NUMBER_FLOAT -> fraction(parser);
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new IllegalStateException("No value begins with " + parser.currentToken());
        };
    }

    private static JsonNode fraction(JsonParser parser) throws IOException {
        String text = parser.getText();
        try {
            BigDecimal number = new BigDecimal(text);
            return number.signum() == 0 && text.startsWith("-") ? NODES.numberNode(-0.0) : NODES.numberNode(number);
        } catch (NumberFormatException beyond) {
            throw Broken.exponent(text, parser, beyond);
        }
    }

    static void write(JsonNode tree, JsonGenerator out) throws IOException {
        Deque<Iterator<?>> open = new ArrayDeque<>();
        start(tree, out, open);
        while (!open.isEmpty()) {
            Iterator<?> rest = open.element();
            if (!rest.hasNext()) {
                open.pop();
                end(out);
                continue;
            }
            Object next = rest.next();
            if (next instanceof Map.Entry<?, ?> entry) {
                out.writeFieldName((String) entry.getKey());
                start((JsonNode) entry.getValue(), out, open);
            } else {
                start((JsonNode) next, out, open);
            }
        }
    }

    private static void end(JsonGenerator out) throws IOException {
        if (out.getOutputContext().inObject()) {
            out.writeEndObject();
        } else {
            out.writeEndArray();
        }
    }

    private static void start(JsonNode value, JsonGenerator out, Deque<Iterator<?>> open) throws IOException {
        if (value.isObject()) {
            out.writeStartObject();
            open.push(value.properties().iterator());
        } else if (value.isArray()) {
            out.writeStartArray();
            open.push(value.iterator());
        } else {
            scalar(value, out);
        }
    }

    /** Every kind of scalar writes itself without a provider; only a program's own objects would need one. */
    private static void scalar(JsonNode value, JsonGenerator out) throws IOException {
        switch (value.getNodeType()) {
            case STRING -> out.writeString(value.textValue());
            case NUMBER -> number(value, out);
            case BOOLEAN -> out.writeBoolean(value.booleanValue());
            case NULL -> out.writeNull();
            default ->
                throw new IllegalArgumentException(
                        "A tape holds JSON, but this value is a (%s).".formatted(value.getNodeType()));
        }
    }

    private static void number(JsonNode value, JsonGenerator out) throws IOException {
        if ((value.isDouble() || value.isFloat()) && !Double.isFinite(value.doubleValue())) {
            throw new IllegalArgumentException(
                    "A tape holds JSON, which has no number (%s). Write null or a text instead.".formatted(value));
        }
        switch (value.numberType()) {
            case INT -> out.writeNumber(value.intValue());
            case LONG -> out.writeNumber(value.longValue());
            case BIG_INTEGER -> out.writeNumber(value.bigIntegerValue());
            case BIG_DECIMAL -> out.writeNumber(value.decimalValue());
            case FLOAT -> out.writeNumber(value.floatValue());
            case DOUBLE -> out.writeNumber(value.doubleValue());
        }
    }

    static @Nullable String text(@Nullable JsonNode node) {
        return node != null && node.isTextual() ? node.textValue() : null;
    }
}
