package org.tapelearn.tape;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A parser that counts what its values hold, and refuses to go on beyond the limit. */
final class HeldParser extends JsonParserDelegate {
    private final Held held;

    HeldParser(JsonParser parser, Held held) {
        super(parser);
        this.held = held;
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
        JsonToken token = super.nextToken();
        if (token == null || token.isStructEnd()) {
            return token;
        }
        if (!held.add(length(token) + (token == JsonToken.FIELD_NAME ? 0 : Held.VALUE))) {
            throw Broken.tooMuch(held, currentTokenLocation());
        }
        return token;
    }

    private long length(JsonToken token) throws IOException {
        if (token.isNumeric()) {
            // asking for its text would hold it against the limit of texts
            return currentLocation().getCharOffset() - currentTokenLocation().getCharOffset();
        }
        return token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING ? getTextLength() : 0;
    }
}
