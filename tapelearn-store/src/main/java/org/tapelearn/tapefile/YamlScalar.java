package org.tapelearn.tapefile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a plain YAML scalar means, after PyYAML's rules: TapeAgents writes with these. A date stays text. */
final class YamlScalar {
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUES = Set.of("yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSES = Set.of("no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Pattern INTEGER =
            Pattern.compile("[-+]?(0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(:[0-5]?[0-9])+)");
    private static final Pattern FRACTION = Pattern.compile(
            "[-+]?[0-9][0-9_]*\\.[0-9_]*([eE][-+][0-9]+)?|\\.[0-9][0-9_]*([eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\\.[0-9_]*");
    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    private YamlScalar() {}

    static boolean isNotFinite(String plain) {
        return NOT_FINITE.matcher(plain).matches();
    }

    /** Returns what the scalar means where that is no text. */
    static Optional<JsonNode> meaning(String plain) {
        if (NULLS.contains(plain)) {
            return Optional.of(NODES.nullNode());
        }
        if (TRUES.contains(plain) || FALSES.contains(plain)) {
            return Optional.of(NODES.booleanNode(TRUES.contains(plain)));
        }
        if (INTEGER.matcher(plain).matches()) {
            return Optional.of(integer(plain.replace("_", "").toLowerCase(Locale.ROOT)));
        }
        if (FRACTION.matcher(plain).matches()) {
            return Optional.of(fraction(plain.replace("_", "")));
        }
        return Optional.empty();
    }

    private static JsonNode integer(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        BigInteger value;
        if (digits.startsWith("0b")) {
            value = new BigInteger(digits.substring(2), 2);
        } else if (digits.startsWith("0x")) {
            value = new BigInteger(digits.substring(2), 16);
        } else if (digits.indexOf(':') > 0) {
            value = sixties(digits).toBigIntegerExact();
        } else {
            value = new BigInteger(digits, digits.startsWith("0") ? 8 : 10);
        }
        value = negative ? value.negate() : value;
        if (value.bitLength() < 32) {
            return NODES.numberNode(value.intValue());
        }
        return value.bitLength() < 64 ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
    }

    private static JsonNode fraction(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        BigDecimal value = digits.indexOf(':') > 0 ? sixties(digits) : new BigDecimal(digits);
        if (negative && value.signum() == 0) {
            return NODES.numberNode(-0.0);
        }
        return NODES.numberNode(negative ? value.negate() : value);
    }

    /** A number to the base of sixty, such as 190:20:30. */
    private static BigDecimal sixties(String digits) {
        BigDecimal value = BigDecimal.ZERO;
        for (String part : digits.split(":")) {
            value = value.multiply(BigDecimal.valueOf(60)).add(new BigDecimal(part));
        }
        return value;
    }
}
