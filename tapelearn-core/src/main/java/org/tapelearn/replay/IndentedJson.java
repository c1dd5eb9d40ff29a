package org.tapelearn.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** JSON as TapeAgents writes its files: indented by 4, one element a line. */
final class IndentedJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final DefaultIndenter BY_FOUR = new DefaultIndenter("    ", "\n");

    private IndentedJson() {}

    static String write(JsonNode tree) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(BY_FOUR)
                .withArrayIndenter(BY_FOUR);
        try {
            return MAPPER.writer(printer).writeValueAsString(tree);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A JSON tree cannot be written.", impossible);
        }
    }
}
