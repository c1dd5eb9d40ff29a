package org.tapelearn.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ShortNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * JSON text that reads back as an equal tree, and survives UTF-8. Plain JSON forgets the kind of a number (a long 5 comes
 * back as an int 5, which is not equal to it) and knows no NaN: such a number is written as {@code {"$as": kind, "value":
 * text}}, and an object that has a key {@code $as} itself is wrapped the same way.
 */
final class ExactJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String AS = "$as";
    private static final String VALUE = "value";

    private ExactJson() {}

    static String write(JsonNode tree) {
        return encodable(encode(tree).toString());
    }

    /** Reads what {@link #write} wrote. */
    static JsonNode read(String text) {
        return decode(parse(text));
    }

    /** Reads plain JSON; text that is none is not from this store. */
    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("The store holds text that is not JSON: " + broken.getMessage(), broken);
        }
    }

    /** Returns JSON of the same meaning without lone surrogates, which UTF-8 would turn into question marks. */
    static String encodable(String json) {
        StringBuilder mended = null;
        for (int i = 0; i < json.length(); i++) {
            char unit = json.charAt(i);
            boolean pair = Character.isHighSurrogate(unit)
                    && i + 1 < json.length()
                    && Character.isLowSurrogate(json.charAt(i + 1));
            if (!Character.isSurrogate(unit) || pair) {
                if (mended != null) {
                    mended.append(json, i, pair ? i + 2 : i + 1);
                }
                i += pair ? 1 : 0;
                continue;
            }
            if (mended == null) {
                mended = new StringBuilder(json.length() + 16).append(json, 0, i);
            }
            mended.append("\\u").append(Integer.toHexString(unit));
        }
        return mended == null ? json : mended.toString();
    }

    private static JsonNode encode(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                object.properties().forEach(entry -> copy.set(entry.getKey(), encode(entry.getValue())));
                yield object.has(AS) ? as("object", copy) : copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
                array.forEach(item -> copy.add(encode(item)));
                yield copy;
            }
            case LongNode number when number.canConvertToInt() -> as("long", number.asText());
            case BigIntegerNode number when number.canConvertToLong() -> as("integer", number.asText());
            case DoubleNode number when !Double.isFinite(number.doubleValue()) -> as("double", number.asText());
            case FloatNode number -> as("float", number.asText());
            case ShortNode number -> as("short", number.asText());
            case DecimalNode number -> as("decimal", number.decimalValue().toString());
            default -> {
                if (node.isPojo() || node.isBinary() || node.isMissingNode()) {
                    throw new IllegalArgumentException("A checker's data is JSON, but this holds a node of kind (%s)."
                            .formatted(node.getNodeType()));
                }
                yield node;
            }
        };
    }

    private static JsonNode as(String kind, String value) {
        return as(kind, JsonNodeFactory.instance.textNode(value));
    }

    private static JsonNode as(String kind, JsonNode value) {
        return JsonNodeFactory.instance.objectNode().put(AS, kind).set(VALUE, value);
    }

    private static JsonNode decode(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(item -> copy.add(decode(item)));
            return copy;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        if (!object.has(AS)) {
            return fields(object);
        }
        String value = object.path(VALUE).asText();
        return switch (object.path(AS).asText()) {
            case "object" -> fields((ObjectNode) object.path(VALUE));
            case "long" -> LongNode.valueOf(Long.parseLong(value));
            case "integer" -> BigIntegerNode.valueOf(new BigInteger(value));
            case "double" -> DoubleNode.valueOf(Double.parseDouble(value));
            case "float" -> FloatNode.valueOf(Float.parseFloat(value));
            case "short" -> ShortNode.valueOf(Short.parseShort(value));
            case "decimal" -> DecimalNode.valueOf(new BigDecimal(value));
            default -> throw new IllegalStateException("The store holds a value of an unknown kind: " + object);
        };
    }

    private static ObjectNode fields(ObjectNode object) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(entry -> copy.set(entry.getKey(), decode(entry.getValue())));
        return copy;
    }
}
