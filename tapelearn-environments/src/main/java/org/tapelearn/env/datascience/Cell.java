package org.tapelearn.env.datascience;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * A value that an observation shows.
 *
 * @param text as it is shown: numbers with at most six significant digits, whole numbers in full
 * @param exact the number at full precision, null for anything else
 */
record Cell(String text, @Nullable Double exact) {
    private static final MathContext SHOWN = new MathContext(6, RoundingMode.HALF_EVEN);

    static Cell of(@Nullable Object value) {
        return switch (value) {
            case null -> new Cell("missing", null);
            case Double number -> ofDouble(number);
            case Float number -> ofDouble(number.doubleValue());
            case BigDecimal number -> ofDouble(number.doubleValue());
            case BigInteger number -> new Cell(number.toString(), number.doubleValue());
            case Number number -> new Cell(number.toString(), number.doubleValue());
            default -> new Cell(value.toString().replaceAll("[\\r\\n]+", " ").strip(), null);
        };
    }

    private static Cell ofDouble(double number) {
        if (!Double.isFinite(number)) {
            return new Cell(Double.toString(number), number);
        }
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            return new Cell(Long.toString((long) number), number);
        }
        String text = new BigDecimal(number).round(SHOWN).stripTrailingZeros().toPlainString();
        return new Cell(text, number);
    }
}
