package org.tapelearn.env.tools.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tapelearn.env.tools.ToolAnswer;
import org.tapelearn.env.tools.ToolSession;
import org.tapelearn.env.tools.WorkFolder;
import org.tapelearn.environment.EnvironmentFault;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

class MethodToolHostTest {
    enum Size {
        SMALL,
        LARGE
    }

    /** What somebody already has for LangChain4j. */
    static final class Shop {
        private final List<String> basket = new ArrayList<>();

        @Tool("Puts something into the basket.")
        String add(@P("what") String item, @P("how many") int count, Size size) {
            if (count < 1) {
                throw new IllegalArgumentException("At least one, please.");
            }
            basket.add("%d %s %s".formatted(count, size, item));
            return "added";
        }

        @Tool(name = "look", value = "Shows the basket.")
        List<String> basket() {
            return basket;
        }

        @Tool("Ends the world.")
        @SuppressWarnings("DoNotCallSuggester") // it is called as a tool
        void explode() {
            throw new StackOverflowError();
        }

        String noTool() {
            return "";
        }
    }

    private final MethodToolHost host = MethodToolHost.of(Shop.class, Set.of("look"), folder -> new Shop());

    private static ObjectNode arguments(String item, int count) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("item", item)
                .put("count", count)
                .put("size", "SMALL");
    }

    @Test
    void describesMethodsAsTheyAreMarked() {
        assertThat(host.tools()).extracting(ToolSpec::name).containsExactly("add", "explode", "look");
        ToolSpec add = host.tools().getFirst();
        assertThat(add.description()).isEqualTo("Puts something into the basket.");
        assertThat(add.parameters())
                .containsExactly(
                        Parameter.text("item", "what"),
                        Parameter.integer("count", "how many"),
                        Parameter.choice("size", "", List.of("SMALL", "LARGE")));
        assertThat(add.effect()).isEqualTo(ToolSpec.Effect.WRITES);
        assertThat(host.tools().getLast().effect()).isEqualTo(ToolSpec.Effect.READS);
    }

    @Test
    void callsAnObjectOfTheEpisodesOwn() {
        try (ToolSession one = host.open(WorkFolder.Setup.NOTHING);
                ToolSession other = host.open(WorkFolder.Setup.NOTHING)) {
            assertThat(one.call("add", arguments("pear", 2))).isEqualTo(ToolAnswer.of("added"));

            assertThat(one.call("look", JsonNodeFactory.instance.objectNode()))
                    .isEqualTo(ToolAnswer.of("[\"2 SMALL pear\"]"));
            assertThat(other.call("look", JsonNodeFactory.instance.objectNode()))
                    .isEqualTo(ToolAnswer.of("[]"));
        }
    }

    @Test
    void tellsTheAgentWhatAMethodRefuses() {
        try (ToolSession session = host.open(WorkFolder.Setup.NOTHING)) {
            assertThat(session.call("add", arguments("pear", 0)))
                    .isEqualTo(ToolAnswer.refused("At least one, please."));
            assertThat(session.call("add", arguments("pear", 1).put("size", "HUGE"))
                            .text())
                    .startsWith("The arguments do not fit: ");
        }
    }

    @Test
    void breaksTheAttemptOnAnError() {
        try (ToolSession session = host.open(WorkFolder.Setup.NOTHING)) {
            assertThatThrownBy(() -> session.call("explode", JsonNodeFactory.instance.objectNode()))
                    .isInstanceOf(EnvironmentFault.class)
                    .hasMessage("tool (explode) failed: java.lang.StackOverflowError");
        }
    }

    @Test
    void refusesAClassWithoutTools() {
        assertThatThrownBy(() -> MethodToolHost.of(String.class, Set.of(), folder -> ""))
                .hasMessageContaining("Mark some with @dev.langchain4j.agent.tool.Tool.");
        assertThatThrownBy(() -> MethodToolHost.of(Shop.class, Set.of("lok"), folder -> new Shop()))
                .hasMessageContaining("Maybe you meant (look).");
    }
}
