package org.tapelearn.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolCallTest {
    private final ToolCall call = ToolCall.of("filter", "column", "age", "value", "40");

    @Test
    void keepsItsArgumentsInTheirOrder() {
        assertThat(call).hasToString("filter(column=age, value=40)");
        assertThat(List.copyOf(call.arguments().keySet())).containsExactly("column", "value");
        assertThat(call.argument("value")).isEqualTo("40");
        assertThat(call.argument("table")).isEmpty();
    }

    @Test
    void equalsACallOfAnyMapOfTheSameArguments() {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("value", "40");
        arguments.put("column", "age");
        ToolCall other = new ToolCall("filter", arguments);
        assertThat(other).isEqualTo(call).hasSameHashCodeAs(call);
        arguments.put("value", "41");
        assertThat(other).isEqualTo(call);
    }

    @Test
    void neverChanges() {
        assertThatThrownBy(() -> call.arguments().put("value", "41")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> call.arguments().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
