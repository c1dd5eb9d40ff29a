package org.tapelearn.retrieval;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Cuts words into the pieces that a BERT model knows: the longest known beginning, then the longest known continuation, and so
 * on. Source: Wu et al., arXiv:1609.08144, section 4.1.
 */
final class WordPieces {
    private static final String CONTINUED = "##";

    final long unknown;
    final long first;
    final long last;
    private final Map<String, Long> ids = new HashMap<>();

    /** Reads the vocabulary of a tokenizer file of the Hugging Face library. */
    WordPieces(JsonNode tokenizer) {
        tokenizer
                .path("model")
                .path("vocab")
                .properties()
                .forEach(entry -> ids.put(entry.getKey(), entry.getValue().longValue()));
        unknown = special("[UNK]");
        first = special("[CLS]");
        last = special("[SEP]");
    }

    private long special(String piece) {
        Long id = ids.get(piece);
        if (id == null) {
            throw new IllegalStateException("The vocabulary of the model has no piece (%s).".formatted(piece));
        }
        return id;
    }

    /** Returns the ids of the pieces of one word, in order; the unknown piece alone where the word cannot be cut. */
    List<Long> of(String word) {
        String text = word.toLowerCase(Locale.ROOT);
        List<Long> pieces = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.length();
            Long id = null;
            while (end > start && id == null) {
                id = ids.get((start == 0 ? "" : CONTINUED) + text.substring(start, end));
                end -= id == null ? 1 : 0;
            }
            if (id == null) {
                return List.of(unknown);
            }
            pieces.add(id);
            start = end;
        }
        return pieces;
    }
}
