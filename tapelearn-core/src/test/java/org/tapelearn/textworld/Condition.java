package org.tapelearn.textworld;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Locale;

/** Something that holds in a world or does not, as the checker's JSON. */
record Condition(Kind kind, String subject, String place) {
    enum Kind {
        VISITED,
        TAKEN,
        HOLDING,
        AT,
        OPEN,
        UNLOCKED,
        READ,
        MADE
    }

    static Condition of(Kind kind, String subject) {
        return new Condition(kind, subject, "");
    }

    static Condition at(String item, String place) {
        return new Condition(Kind.AT, item, place);
    }

    JsonNode json(String theme, long world) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", kind.name().toLowerCase(Locale.ROOT))
                .put("subject", subject)
                .put("place", place)
                .put("theme", theme)
                .put("world", world);
    }

    static Condition of(JsonNode json) {
        return new Condition(
                Kind.valueOf(json.path("kind").asText().toUpperCase(Locale.ROOT)),
                json.path("subject").asText(),
                json.path("place").asText());
    }
}
