package org.tapelearn.tape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the outermost object of a tape together, key by key as they come. */
final class TapeAssembler {
    private final List<String> keys = new ArrayList<>();
    private final Map<String, JsonNode> kept = new HashMap<>();
    private JsonNode head = MissingNode.getInstance();
    private JsonNode context = NullNode.getInstance();

    /** Takes any key besides {@code steps}, of which only the place counts. */
    void take(String key, @Nullable JsonNode value) {
        keys.add(key);
        if (value == null) {
            return;
        }
        switch (key) {
            case "metadata" -> {
                head = value;
                if (!value.isObject()) {
                    kept.put(key, value);
                }
            }
            case "context" -> context = value;
            default -> kept.put(key, value);
        }
    }

    List<String> keys() {
        return keys;
    }

    JsonNode context() {
        return context;
    }

    TapeMetadata metadata() {
        Form outer = kept.isEmpty() && keys.equals(TapeMetadata.TAPE_KEYS) ? Form.OWN : Form.of(keys, kept);
        if (!(head instanceof ObjectNode object)) {
            return new TapeMetadata(
                    "", null, "", 0, null, MissingNode.getInstance(), MissingNode.getInstance(), Form.OWN, outer);
        }
        Map<String, JsonNode> odd = new HashMap<>();
        JsonNode added = object.path("n_added_steps");
        if (!added.isInt()) {
            StepReader.keepUnless(null, "n_added_steps", object, odd);
        }
        return new TapeMetadata(
                StepReader.optional("id", object, odd),
                name("parent_id", object, odd),
                StepReader.optional("author", object, odd),
                added.isInt() ? added.intValue() : 0,
                name("author_tape_id", object, odd),
                object.path("error"),
                object.path("result"),
                StepReader.layout(object, odd, TapeMetadata.KEYS),
                outer);
    }

    private static @Nullable String name(String key, ObjectNode object, Map<String, JsonNode> odd) {
        JsonNode value = object.path(key);
        if (!value.isTextual() && !value.isNull()) {
            StepReader.keepUnless(null, key, object, odd);
        }
        return JsonTree.text(value);
    }
}
