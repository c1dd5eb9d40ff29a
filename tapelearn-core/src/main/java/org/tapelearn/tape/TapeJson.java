package org.tapelearn.tape;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes tapes in TapeAgents' JSON form and reads them back. Reading and then writing gives an equal tree: order of keys,
 * nulls, digits of numbers, unknown kinds and unknown keys included.
 */
public final class TapeJson {
    private TapeJson() {}

    public static String write(Tape tape) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JsonTree.factoryFor(TapeLimits.DEFAULT).createGenerator(text)) {
            TapeWriter.write(tape, out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** Reads one tape; throws {@link TapeFormatException} that says where the text stops being one. */
    public static Tape read(String json) {
        return read(json, StepKinds.NONE);
    }

    /** Reads one tape, with the registered kinds as a user's own records. */
    public static Tape read(String json, StepKinds kinds) {
        try (JsonParser parser = JsonTree.factoryFor(TapeLimits.DEFAULT).createParser(json)) {
            if (parser.nextToken() == null) {
                throw Broken.expected("a tape", "nothing", parser.currentLocation());
            }
            Tape tape = read(parser, kinds);
            if (parser.nextToken() != null) {
                throw Broken.expected("the end of the text", "more after the tape", parser.currentTokenLocation());
            }
            return tape;
        } catch (JsonProcessingException broken) {
            throw Broken.json(broken);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static Tape read(JsonParser parser, StepKinds kinds) throws IOException {
        List<Step> steps = new ArrayList<>();
        TapeAssembler tape = TapeParser.read(parser, kinds, steps::add);
        return new Tape(tape.metadata(), tape.context(), steps);
    }

    /** Returns the tape as a tree, which is the caller's own. */
    public static JsonNode toJson(Tape tape) {
        String text = write(tape);
        try (JsonParser parser = JsonTree.factoryFor(
                        new TapeLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE))
                .createParser(text)) {
            parser.nextToken();
            return JsonTree.read(parser);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public static Tape fromJson(JsonNode root) {
        return fromJson(root, StepKinds.NONE);
    }

    /** Reads a tape from a tree, which must not change afterwards. */
    public static Tape fromJson(JsonNode root, StepKinds kinds) {
        if (!(root instanceof ObjectNode object) || !root.path("steps").isArray()) {
            throw noTape(fieldNames(root));
        }
        TapeAssembler tape = new TapeAssembler();
        object.properties()
                .forEach(entry -> tape.take(entry.getKey(), entry.getKey().equals("steps") ? null : entry.getValue()));
        StepReader reader = new StepReader(kinds);
        List<Step> steps = new ArrayList<>();
        root.path("steps").forEach(step -> steps.add(reader.read(step)));
        return new Tape(tape.metadata(), tape.context(), steps);
    }

    static TapeFormatException noTape(List<String> keys) {
        return new TapeFormatException(
                "This is not a tape: an object with a list \"steps\" was expected, but its keys are (%s)."
                        .formatted(Broken.cut(String.join(", ", keys))));
    }

    private static List<String> fieldNames(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
