package org.tapelearn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class ExactJsonTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Test
    void givesBackEveryKindOfNumber() {
        ArrayNode numbers = NODES.arrayNode()
                .add(5)
                .add(5L)
                .add(Long.MIN_VALUE)
                .add(BigInteger.TEN)
                .add(BigInteger.TWO.pow(100))
                .add((short) 5)
                .add(5.0)
                .add(-0.0)
                .add(0.1f)
                .add(Double.MIN_VALUE)
                .add(Double.MAX_VALUE)
                .add(Double.NaN)
                .add(Double.NEGATIVE_INFINITY)
                .add(Float.NaN)
                .add(new BigDecimal("1.500"));

        assertThat(ExactJson.read(ExactJson.write(numbers))).isEqualTo(numbers);
    }

    @Test
    void givesBackObjectsThatLookLikeItsOwnMarks() {
        ObjectNode marked = NODES.objectNode().put("$as", "long").put("value", "7");
        ObjectNode nested = NODES.objectNode().set("$as", marked);

        assertThat(ExactJson.read(ExactJson.write(marked))).isEqualTo(marked);
        assertThat(ExactJson.read(ExactJson.write(nested))).isEqualTo(nested);
    }

    @Test
    void leavesPlainJsonAsItIs() {
        JsonNode plain = ExactJson.parse("{\"a\":[1,2.5,true,null,\"é\"],\"b\":{}}");

        assertThat(ExactJson.write(plain)).isEqualTo("{\"a\":[1,2.5,true,null,\"é\"],\"b\":{}}");
    }

    @Test
    void escapesOnlySurrogatesThatStandAlone() {
        assertThat(ExactJson.encodable("\"\uD83D\uDC27 \uD83D\"")).isEqualTo("\"\uD83D\uDC27 \\ud83d\"");
        assertThat(ExactJson.encodable("\"\uDC27\uD83D\uDC27\"")).isEqualTo("\"\\udc27\uD83D\uDC27\"");
    }

    @Test
    void refusesWhatIsNoJson() {
        assertThatThrownBy(() -> ExactJson.write(NODES.pojoNode(new Object())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("POJO");
    }
}
