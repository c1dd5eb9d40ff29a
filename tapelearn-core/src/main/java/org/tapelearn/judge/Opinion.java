package org.tapelearn.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;

/**
 * What one judge says.
 *
 * @param reason in its words, which are data
 */
record Opinion(Verdict verdict, String reason) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MOST_CHARACTERS = 300;

    /** The verdict of a judge. */
    enum Verdict {
        PASS,
        FAIL,
        UNDECIDED
    }

    /** Reads the one JSON object of an answer; anything else is no verdict. */
    static Opinion read(String answer) {
        int from = answer.indexOf('{');
        int to = answer.lastIndexOf('}');
        if (from < 0 || to < from) {
            return new Opinion(Verdict.UNDECIDED, "the answer held no JSON object");
        }
        try {
            JsonNode json = MAPPER.readTree(answer.substring(from, to + 1));
            String reason = json.path("reason").asText();
            return new Opinion(
                    switch (json.path("verdict").asText().strip().toLowerCase(Locale.ROOT)) {
                        case "pass" -> Verdict.PASS;
                        case "fail" -> Verdict.FAIL;
                        default -> Verdict.UNDECIDED;
                    },
                    reason.length() <= MOST_CHARACTERS ? reason : reason.substring(0, MOST_CHARACTERS));
        } catch (JsonProcessingException broken) {
            return new Opinion(Verdict.UNDECIDED, "the answer was no JSON object");
        }
    }
}
