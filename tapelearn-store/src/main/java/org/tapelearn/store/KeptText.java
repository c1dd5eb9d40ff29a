package org.tapelearn.store;

import java.nio.charset.StandardCharsets;

/**
 * A text that many calls have and that is kept once a session.
 *
 * @param fingerprint of the text, by which calls name it
 */
record KeptText(String fingerprint, String text) {
    /** No text. */
    static final KeptText NONE = new KeptText("", "");

    /** @param text one that UTF-8 can say */
    static KeptText of(String text) {
        return new KeptText(Fingerprint.of(text.getBytes(StandardCharsets.UTF_8)), text);
    }
}
