package org.tapelearn.tape;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes tapes. */
final class TapeWriter {
    private TapeWriter() {}

    static void write(Tape tape, JsonGenerator out) throws IOException {
        TapeMetadata metadata = tape.metadata();
        Form outer = metadata.tapeForm();
        List<String> keys = outer.isOwn() ? TapeMetadata.TAPE_KEYS : outer.keys();
        out.writeStartObject();
        for (String key : keys) {
            key(key, tape, out);
        }
        if (!keys.contains("metadata") && !metadata.id().isEmpty()) {
            key("metadata", tape, out);
        }
        if (!keys.contains("context") && !tape.context().isNull()) {
            key("context", tape, out);
        }
        out.writeEndObject();
    }

    private static void key(String key, Tape tape, JsonGenerator out) throws IOException {
        out.writeFieldName(key);
        JsonNode kept = tape.metadata().tapeForm().kept(key);
        switch (key) {
            case "steps" -> steps(tape.steps(), out);
            case "context" -> JsonTree.write(tape.context(), out);
            case "metadata" -> {
                if (kept != null && tape.metadata().id().isEmpty()) {
                    JsonTree.write(kept, out);
                } else {
                    metadata(tape.metadata(), out);
                }
            }
            default -> JsonTree.write(kept(kept, key), out);
        }
    }

    private static JsonNode kept(@Nullable JsonNode kept, String key) {
        if (kept == null) {
            throw new IllegalStateException("The form of a tape names a key (%s) without its value.".formatted(key));
        }
        return kept;
    }

    private static void steps(List<Step> steps, JsonGenerator out) throws IOException {
        out.writeStartArray();
        StepWriter writer = new StepWriter(out);
        for (Step step : steps) {
            writer.write(step);
        }
        out.writeEndArray();
    }

    private static void metadata(TapeMetadata metadata, JsonGenerator out) throws IOException {
        Form form = metadata.form();
        List<String> keys = form.isOwn() ? TapeMetadata.KEYS : form.keys();
        out.writeStartObject();
        for (String key : keys) {
            out.writeFieldName(key);
            JsonNode kept = form.kept(key);
            if (kept != null && (!TapeMetadata.KEYS.contains(key) || isEmpty(key, metadata))) {
                JsonTree.write(kept, out);
            } else {
                value(key, metadata, out);
            }
        }
        for (String key : TapeMetadata.KEYS) {
            if (!keys.contains(key) && !isEmpty(key, metadata)) {
                out.writeFieldName(key);
                value(key, metadata, out);
            }
        }
        out.writeEndObject();
    }

    private static boolean isEmpty(String key, TapeMetadata metadata) {
        return switch (key) {
            case "id" -> metadata.id().isEmpty();
            case "parent_id" -> metadata.parentId() == null;
            case "author" -> metadata.author().isEmpty();
            case "author_tape_id" -> metadata.authorTapeId() == null;
            case "n_added_steps" -> metadata.addedSteps() == 0;
            case "error" -> metadata.error().isMissingNode();
            case "result" -> metadata.result().isMissingNode();
            default -> throw new IllegalStateException("Metadata have no key of this name: " + key);
        };
    }

    private static void value(String key, TapeMetadata metadata, JsonGenerator out) throws IOException {
        switch (key) {
            case "id" -> out.writeString(metadata.id());
            case "parent_id" -> out.writeString(metadata.parentId());
            case "author" -> out.writeString(metadata.author());
            case "author_tape_id" -> out.writeString(metadata.authorTapeId());
            case "n_added_steps" -> out.writeNumber(metadata.addedSteps());
            case "error" -> {
                if (metadata.error().isMissingNode()) {
                    out.writeNull();
                } else {
                    JsonTree.write(metadata.error(), out);
                }
            }
            case "result" -> {
                if (metadata.result().isMissingNode()) {
                    out.writeStartObject();
                    out.writeEndObject();
                } else {
                    JsonTree.write(metadata.result(), out);
                }
            }
            default -> throw new IllegalStateException("Metadata have no key of this name: " + key);
        }
    }
}
