package org.tapelearn.tape;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Reads one tape from a stream of tokens and holds no more of it than a step. */
final class TapeParser {
    private TapeParser() {}

    /** Reads the tape that the parser stands at the beginning of; hands the steps out as they come. */
    static TapeAssembler read(JsonParser parser, StepKinds kinds, Consumer<Step> steps) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw Broken.expected(
                    "a tape, an object with a list \"steps\",",
                    "a value of another kind",
                    parser.currentTokenLocation());
        }
        TapeAssembler tape = new TapeAssembler();
        Set<String> seen = new HashSet<>();
        boolean found = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            if (!seen.add(key)) {
                throw Broken.twice(key, parser);
            }
            JsonToken value = parser.nextToken();
            if (key.equals("steps") && value == JsonToken.START_ARRAY) {
                found = true;
                tape.take(key, null);
                steps(parser, kinds, steps);
            } else {
                JsonNode tree = JsonTree.read(parser);
                tape.take(key, tree);
            }
        }
        if (!found) {
            throw TapeJson.noTape(tape.keys());
        }
        return tape;
    }

    private static void steps(JsonParser parser, StepKinds kinds, Consumer<Step> steps) throws IOException {
        StepReader reader = new StepReader(kinds);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            steps.accept(reader.read(JsonTree.read(parser)));
        }
    }
}
