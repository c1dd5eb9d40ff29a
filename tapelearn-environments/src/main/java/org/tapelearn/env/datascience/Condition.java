package org.tapelearn.env.datascience;

/**
 * A condition on one column, with the value as an agent sees it.
 *
 * @param quoted the value is a text, not a number
 */
record Condition(String column, String operator, String value, boolean quoted) {
    String sql() {
        String operand = quoted ? Reference.text(value) : value;
        String comparison = operator.equals("!=") ? "<>" : operator;
        return Reference.name(column) + " " + comparison + " " + operand;
    }

    @Override
    public String toString() {
        return column + " " + operator + " " + value;
    }
}
