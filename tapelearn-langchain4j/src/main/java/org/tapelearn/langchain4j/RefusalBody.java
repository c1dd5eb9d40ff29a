package org.tapelearn.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the body of a refusal means. Its codes count before its words, since a limit that passes may come with advice to pay.
 *
 * @param words in lower case
 * @param codes of the error, in lower case; none where the body is no JSON, or names the error by number alone
 */
record RefusalBody(String words, List<String> codes) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SPENT_CODE = Pattern.compile("insufficient_(?:quota|balance|funds|credits)|billing");
    private static final Pattern BUSY_CODE = Pattern.compile("rate_limit|too_many_requests|^requests$|^tokens$");
    private static final Pattern SPENT = Pattern.compile(
            "insufficient_quota|insufficient quota|billing|credit|spend|exceeded your current quota|usage limit|payment");
    private static final Pattern NO_CREDIT = Pattern.compile(
            "credit balance is too low|insufficient (?:balance|funds|credits?|quota)|billing hard limit|api usage limits");
    private static final Pattern WRONG_KEY =
            Pattern.compile("api_key_invalid|(?:invalid|incorrect) api key|api key (?:not valid|not found|expired)");

    static RefusalBody of(String body) {
        return new RefusalBody(lower(body), codesIn(body));
    }

    private static List<String> codesIn(String body) {
        JsonNode all;
        try {
            all = JSON.readTree(body);
        } catch (JsonProcessingException words) {
            return List.of();
        }
        JsonNode first = all.isArray() ? all.path(0) : all;
        JsonNode error = first.path("error").isObject() ? first.path("error") : first;
        return Stream.of(error.path("code"), error.path("type"))
                .filter(JsonNode::isTextual)
                .map(code -> lower(code.asText()))
                .toList();
    }

    /** Tells of a limit (status 429) whether it is one on money, which no pause ends. */
    boolean isSpent() {
        return names(SPENT_CODE) || (!names(BUSY_CODE) && SPENT.matcher(words).find());
    }

    /** Tells of any refusal whether it says outright that there is no more money. */
    boolean saysNoCredit() {
        return names(SPENT_CODE) || NO_CREDIT.matcher(words).find();
    }

    /** Tells whether it says outright that the key is a wrong one. */
    boolean saysWrongKey() {
        return WRONG_KEY.matcher(words).find();
    }

    private boolean names(Pattern wanted) {
        return codes.stream().anyMatch(code -> wanted.matcher(code).find());
    }

    private static String lower(String words) {
        return words.toLowerCase(Locale.ROOT);
    }
}
