package org.tapelearn.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

class CallGrammarTest {
    private static final ToolSpec ADD = new ToolSpec(
            "add",
            "Adds two numbers.",
            List.of(Parameter.integer("a", "one"), Parameter.integer("b", "the other")),
            ToolSpec.Effect.READS);
    private static final ToolSpec SAY = new ToolSpec(
            "say",
            "Says two words.",
            List.of(Parameter.text("one", "which"), Parameter.text("two", "which")),
            ToolSpec.Effect.ENDS);

    /** The rule of a call whose only argument is an object of this schema. */
    private static String rule(String schema) throws JsonProcessingException {
        ToolSpec tool = new ToolSpec(
                "t",
                "Does it.",
                List.of(new Parameter(
                        "x",
                        "it",
                        Parameter.Type.OBJECT,
                        List.of(),
                        true,
                        Optional.of(CallArguments.JSON.readTree(schema)))),
                ToolSpec.Effect.READS);
        return CallGrammar.of(List.of(tool), 400)
                .lines()
                .filter(line -> line.startsWith("call-0"))
                .findFirst()
                .orElseThrow()
                .replaceAll(" +", " ");
    }

    @Test
    void hasARuleForEachToolWithItsArgumentsInOrder() {
        assertThat(CallGrammar.of(List.of(ADD, SAY), 400).lines())
                .startsWith(
                        "root ::= \"{\\\"text\\\":\\\"\" char{0,84} \"\\\",\\\"calls\\\":[\" call \"]}\"",
                        "call ::= call-0 | call-1",
                        "call-0 ::= \"{\\\"tool\\\":\\\"add\\\",\\\"arguments\\\":\""
                                + " \"{\" \"\\\"a\\\":\" integer \",\" \"\\\"b\\\":\" integer  \"}\" \"}\"")
                .anySatisfy(line -> assertThat(line).startsWith("call-1 ::=").contains("text-1 \",\""))
                .as("two texts share half of what the names leave")
                .contains("text-1 ::= \"\\\"\" char{0,84} \"\\\"\"");
    }

    @Test
    void letsAnAnswerDoWithoutACallOnlyWhereNoToolEndsAttempts() {
        assertThat(CallGrammar.of(List.of(ADD), 400)).contains(" call? ");
        assertThat(CallGrammar.of(List.of(ADD, SAY), 400)).doesNotContain("call?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{'enum':['a',1]} ~ ( '\\'a\\'' | '1' )",
                "{'const':true} ~ 'true'",
                "{'type':['number','null']} ~ ( number | null )",
                "{'anyOf':[{'type':'boolean'},{'type':'string'}]} ~ ( boolean | text-0 )",
                "{'type':'array','items':{'type':'integer'}} ~ '[' ( integer ( ',' integer ){0,10} )? ']'",
                "{'type':'object'} ~ object",
                "{'$ref':'#/a'} ~ value",
                "{'type':'nonsense'} ~ value"
            })
    void knowsWhatASchemaSays(String schema, String values) throws JsonProcessingException {
        String whole = "{'properties':{'p':%s},'required':['p']}".formatted(schema);
        assertThat(rule(whole.replace('\'', '"')))
                .contains("'\\'p\\':' %s ".formatted(values).replace('\'', '"'));
    }

    @Test
    void letsPropertiesThatAreNotRequiredBeLeftOut() throws JsonProcessingException {
        String properties = "\"properties\":{\"p\":{\"type\":\"null\"},\"q\":{\"type\":\"null\"}}";
        assertThat(rule("{%s,\"required\":[\"q\"]}".formatted(properties)))
                .contains("\"{\" \"\\\"q\\\":\" null ( \",\" \"\\\"p\\\":\" null )? \"}\"");
        assertThat(rule("{%s}".formatted(properties)))
                .contains("( \"\\\"p\\\":\" null ( \",\" \"\\\"q\\\":\" null )? | \"\\\"q\\\":\" null )? \"}\"");
    }
}
