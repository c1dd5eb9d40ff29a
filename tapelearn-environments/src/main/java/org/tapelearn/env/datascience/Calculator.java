package org.tapelearn.env.datascience;

import java.util.List;
import org.tapelearn.tape.ToolCall;

/** Calculates with two numbers. */
final class Calculator {
    private Calculator() {}

    static Outcome calculate(ToolCall call) {
        String operation = call.argument("operation");
        double left;
        double right;
        try {
            left = Double.parseDouble(call.argument("left"));
            right = Double.parseDouble(call.argument("right"));
        } catch (NumberFormatException notANumber) {
            return Outcome.refused("Two numbers are needed, but these are (%s) and (%s)."
                    .formatted(call.argument("left"), call.argument("right")));
        }
        if (right == 0 && (operation.equals("divide") || operation.equals("percent"))) {
            return Outcome.refused("Nothing can be divided by 0.");
        }
        double result;
        switch (operation) {
            case "subtract" -> result = left - right;
            case "divide" -> result = left / right;
            case "percent" -> result = 100 * left / right;
            case "add" -> result = left + right;
            case "multiply" -> result = left * right;
            default -> {
                return Outcome.refused(Operations.unknownChoice("operation", operation, DataTools.CALCULATIONS));
            }
        }
        Cell cell = Cell.of(result);
        return Outcome.shows(
                "%s of %s and %s : %s".formatted(operation, call.argument("left"), call.argument("right"), cell.text()),
                List.of(cell));
    }
}
