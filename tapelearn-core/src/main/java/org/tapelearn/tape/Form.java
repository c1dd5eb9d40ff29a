package org.tapelearn.tape;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a JSON object of a file was laid out: the order of its keys, which were left out, and the values that have no typed
 * place, so that writing gives the object back. Where the object looks as this house writes it, the form is {@link #OWN}.
 */
public final class Form {
    /** The form of everything that a program made. */
    public static final Form OWN = new Form(true, List.of(), Map.of());

    private final boolean own;
    private final List<String> keys;
    private final Map<String, JsonNode> kept;

    private Form(boolean own, List<String> keys, Map<String, JsonNode> kept) {
        this.own = own;
        this.keys = keys;
        this.kept = kept;
    }

    static Form of(List<String> keys, Map<String, JsonNode> kept) {
        return new Form(false, List.copyOf(keys), Map.copyOf(kept));
    }

    /** Returns the form of an object with one more key, or with another value for it. */
    static Form with(Form form, List<String> ownKeys, String key, JsonNode value) {
        List<String> keys = new ArrayList<>(form.own ? ownKeys : form.keys);
        if (!keys.contains(key)) {
            keys.add(key);
        }
        Map<String, JsonNode> kept = new HashMap<>(form.kept);
        kept.put(key, value);
        return of(keys, kept);
    }

    boolean isOwn() {
        return own;
    }

    /** The keys in the order of the file. */
    List<String> keys() {
        return keys;
    }

    boolean keepsNothing() {
        return kept.isEmpty();
    }

    /** Returns the value that has no typed place, or null. The tree is shared: copy it before changing it. */
    public @Nullable JsonNode kept(String key) {
        return kept.get(key);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Form form && own == form.own && keys.equals(form.keys) && kept.equals(form.kept);
    }

    @Override
    public int hashCode() {
        return Objects.hash(own, keys, kept);
    }

    @Override
    public String toString() {
        return own ? "own" : "%s %s".formatted(keys, kept);
    }
}
