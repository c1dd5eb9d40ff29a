package org.tapelearn.tape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names a tape and the tape it started from. JSON trees are shared: copy one before changing it.
 *
 * @param parentId the tape that this one continues
 * @param author the name of the agent that made it
 * @param addedSteps how many steps were added to the parent
 * @param authorTapeId the tape on which the author itself was made
 * @param error what went wrong, or a missing node
 * @param result what came out, or a missing node
 * @param form the layout of this object; its extra keys are there
 * @param tapeForm the layout of the tape's outermost object
 */
public record TapeMetadata(
        String id,
        @Nullable String parentId,
        String author,
        int addedSteps,
        @Nullable String authorTapeId,
        JsonNode error,
        JsonNode result,
        Form form,
        Form tapeForm) {
    static final List<String> KEYS =
            List.of("id", "parent_id", "author", "author_tape_id", "n_added_steps", "error", "result");
    static final List<String> TAPE_KEYS = List.of("metadata", "context", "steps");

    public TapeMetadata {
        if (error.isNull()) {
            error = MissingNode.getInstance();
        }
        if (result.isObject() && result.isEmpty()) {
            result = MissingNode.getInstance();
        }
    }

    public TapeMetadata(String id, @Nullable String parentId, String author, int addedSteps) {
        this(
                id,
                parentId,
                author,
                addedSteps,
                null,
                MissingNode.getInstance(),
                MissingNode.getInstance(),
                Form.OWN,
                Form.OWN);
    }

    /** Returns metadata with a key that the format does not know. */
    public TapeMetadata withExtra(String key, JsonNode value) {
        if (KEYS.contains(key)) {
            throw new IllegalArgumentException(
                    "The key (%s) has a place of its own in the metadata and cannot be an extra one.".formatted(key));
        }
        return new TapeMetadata(
                id,
                parentId,
                author,
                addedSteps,
                authorTapeId,
                error,
                result,
                Form.with(form, KEYS, key, value),
                tapeForm);
    }

    /** Returns the value of a key that the format does not know, or a missing node. */
    public JsonNode extra(String key) {
        JsonNode value = KEYS.contains(key) ? null : form.kept(key);
        return value == null ? MissingNode.getInstance() : value;
    }

    public TapeMetadata withId(String newId) {
        return new TapeMetadata(newId, parentId, author, addedSteps, authorTapeId, error, result, form, tapeForm);
    }

    /** Returns the metadata of a tape that continues this one, with its own author and count of steps. */
    public TapeMetadata child(String childId, String childAuthor, int added) {
        return new TapeMetadata(
                childId,
                id,
                childAuthor,
                added,
                null,
                MissingNode.getInstance(),
                MissingNode.getInstance(),
                form,
                tapeForm);
    }
}
