package org.tapelearn.tape;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
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

    /** Writes one tape as an object, or several as a list, in UTF-8, indented by four as TapeAgents does it. */
    public static void write(List<Tape> tapes, OutputStream stream) throws IOException {
        write(tapes.iterator(), tapes.size() != 1, stream);
    }

    /** Writes tapes as they come: as a list, or else each for itself. */
    public static void write(Iterator<Tape> tapes, boolean asList, OutputStream stream) throws IOException {
        try (JsonGenerator out = JsonTree.factoryFor(TapeLimits.DEFAULT).createGenerator(new Utf8Writer(stream))) {
            out.setPrettyPrinter(indentedByFour());
            if (asList) {
                out.writeStartArray();
            }
            while (tapes.hasNext()) {
                TapeWriter.write(tapes.next(), out);
            }
            if (asList) {
                out.writeEndArray();
            }
        }
    }

    private static PrettyPrinter indentedByFour() {
        DefaultIndenter indenter = new DefaultIndenter("    ", "\n");
        return new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withRootSeparator("")
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator("")
                        .withArrayEmptySeparator(""))
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
    }

    /** Reads one tape; throws {@link TapeFormatException} that says where the text stops being one. */
    public static Tape read(String json) {
        return read(json, StepKinds.NONE);
    }

    /** Reads one tape, with the registered kinds as a user's own records. */
    public static Tape read(String json, StepKinds kinds) {
        return read(json, TapeLimits.DEFAULT, kinds);
    }

    /** Reads one tape under limits of its own. */
    public static Tape read(String json, TapeLimits limits, StepKinds kinds) {
        try (JsonParser parser = JsonTree.factoryFor(limits).createParser(json)) {
            return readOne(parser, kinds);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Tape readOne(JsonParser parser, StepKinds kinds) throws IOException {
        try {
            if (parser.nextToken() == null) {
                throw Broken.expected("a tape", "nothing", parser.currentLocation());
            }
            Tape tape = read(parser, kinds);
            if (parser.nextToken() != null) {
                throw Broken.expected("the end of the text", "more after the tape", parser.currentTokenLocation());
            }
            return tape;
        } catch (JsonProcessingException broken) {
            throw Broken.json(broken, parser);
        }
    }

    static Tape read(JsonParser parser, StepKinds kinds) throws IOException {
        List<Step> steps = new ArrayList<>();
        TapeAssembler tape = TapeParser.read(parser, kinds, steps::add);
        return new Tape(tape.metadata(), tape.context(), steps);
    }

    /** Returns the tape as a tree, which is the caller's own. */
    public static JsonNode toJson(Tape tape) {
        return tree(write(tape), TapeLimits.NONE);
    }

    /** Reads any JSON so that numbers keep their digits; throws {@link TapeFormatException}. */
    public static JsonNode tree(String json) {
        return tree(json, TapeLimits.DEFAULT);
    }

    /** Reads any JSON like {@link #tree(String)}, under limits of its own; what is held is counted. */
    public static JsonNode tree(String json, TapeLimits limits, Held held) {
        try (JsonParser parser = new HeldParser(JsonTree.factoryFor(limits).createParser(json), held)) {
            return tree(parser);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Writes any JSON, however deep. */
    public static String text(JsonNode tree) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JsonTree.factoryFor(TapeLimits.NONE).createGenerator(text)) {
            JsonTree.write(tree, out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** Writes any JSON like {@link #text}, as a text that UTF-8 can say: halves of surrogate pairs become escapes. */
    public static String encodable(JsonNode tree) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator out = JsonTree.factoryFor(TapeLimits.NONE).createGenerator(new Utf8Writer(text))) {
            JsonTree.write(tree, out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode tree(String json, TapeLimits limits) {
        try (JsonParser parser = JsonTree.factoryFor(limits).createParser(json)) {
            return tree(parser);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static JsonNode tree(JsonParser parser) throws IOException {
        try {
            if (parser.nextToken() == null) {
                throw Broken.expected("a value", "nothing", parser.currentLocation());
            }
            JsonNode tree = JsonTree.read(parser);
            if (parser.nextToken() != null) {
                throw Broken.expected("the end of the text", "more", parser.currentTokenLocation());
            }
            return tree;
        } catch (JsonProcessingException broken) {
            throw Broken.json(broken, parser);
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
