package org.tapelearn.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The long texts with which prompts open: instructions and tasks. What the calls of several attempts have is kept once a session, from
 * the second on; most are of one attempt alone, and stay in their calls. Used by one thread at a time.
 */
final class OpeningTexts {
    /** Naming a shorter text takes about as much as the text. */
    private static final int SHORTEST = 256;

    /** So many characters are remembered at most; a text that was forgotten is new again. */
    private static final int MOST = 4_000_000;

    private final Map<String, Optional<KeptText>> known = new HashMap<>();
    private int characters;

    /** Returns how a text that one more attempt has is kept once a session; nothing where it stays in its call. */
    Optional<KeptText> of(String text) {
        if (text.length() < SHORTEST) {
            return Optional.empty();
        }
        Optional<KeptText> kept = known.get(text);
        if (kept == null) {
            remember(text);
            return Optional.empty();
        }
        if (kept.isEmpty() && ExactJson.encodable(text).equals(text)) {
            kept = Optional.of(KeptText.of(text));
            known.put(text, kept);
        }
        return kept;
    }

    private void remember(String text) {
        if (characters > MOST - text.length()) {
            known.clear();
            characters = 0;
        }
        known.put(text, Optional.empty());
        characters += text.length();
    }
}
