package org.tapelearn.tapefile;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeFormatException;
import org.tapelearn.tape.TapeJson;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ImplicitTuple;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.events.StreamStartEvent;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Writes tapes as YAML documents; several begin with {@code ---} each. */
public final class YamlWriter {
    private static final Resolver RESOLVER = new Resolver();

    private YamlWriter() {}

    /** Writes in UTF-8, and closes the stream. */
    public static void write(List<Tape> tapes, OutputStream stream) throws IOException {
        write(tapes.iterator(), tapes.size() != 1, stream);
    }

    /** Writes tapes as they come; {@code several} says whether {@code ---} is written before each. */
    public static void write(Iterator<Tape> tapes, boolean several, OutputStream stream) throws IOException {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setAllowUnicode(true);
        options.setSplitLines(false);
        try (Writer text = new OutputStreamWriter(stream, StandardCharsets.UTF_8)) {
            Emitter out = new Emitter(text, options);
            out.emit(new StreamStartEvent(null, null));
            while (tapes.hasNext()) {
                out.emit(new DocumentStartEvent(null, null, several, null, Map.of()));
                tree(TapeJson.toJson(tapes.next()), out);
                out.emit(new DocumentEndEvent(null, null, false));
            }
            out.emit(new StreamEndEvent(null, null));
        }
    }

    private static void tree(JsonNode tree, Emitter out) throws IOException {
        Deque<Iterator<?>> open = new ArrayDeque<>();
        Deque<Event> ends = new ArrayDeque<>();
        start(tree, out, open, ends);
        while (!open.isEmpty()) {
            Iterator<?> rest = open.element();
            if (!rest.hasNext()) {
                open.pop();
                out.emit(ends.pop());
                continue;
            }
            Object next = rest.next();
            if (next instanceof Map.Entry<?, ?> entry) {
                text((String) entry.getKey(), out);
                start((JsonNode) entry.getValue(), out, open, ends);
            } else {
                start((JsonNode) next, out, open, ends);
            }
        }
    }

    private static void start(JsonNode value, Emitter out, Deque<Iterator<?>> open, Deque<Event> ends)
            throws IOException {
        FlowStyle style = value.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
        if (value.isObject()) {
            out.emit(new MappingStartEvent(null, null, true, null, null, style));
            open.push(value.properties().iterator());
            ends.push(new MappingEndEvent(null, null));
        } else if (value.isArray()) {
            out.emit(new SequenceStartEvent(null, null, true, null, null, style));
            open.push(value.iterator());
            ends.push(new SequenceEndEvent(null, null));
        } else if (value.isTextual()) {
            text(value.textValue(), out);
        } else if (value.isFloatingPointNumber()) {
            plain(fraction(value), out);
        } else {
            plain(value.asText(), out);
        }
    }

    /** A point and a sign in the exponent: without them PyYAML takes the number for a text. */
    private static String fraction(JsonNode number) {
        if (number.isDouble() && number.doubleValue() == 0) {
            return number.asText();
        }
        BigDecimal value = number.decimalValue();
        String text = value.toString();
        int exponent = text.indexOf('E');
        String digits = exponent < 0 ? text : text.substring(0, exponent);
        String point = digits.indexOf('.') < 0 && exponent >= 0 ? ".0" : "";
        return digits + point + (exponent < 0 ? "" : text.substring(exponent));
    }

    private static void plain(String value, Emitter out) throws IOException {
        out.emit(new ScalarEvent(null, null, new ImplicitTuple(true, false), value, null, null, ScalarStyle.PLAIN));
    }

    private static void text(String value, Emitter out) throws IOException {
        requireWholePairs(value);
        boolean plain = isWord(value)
                && YamlScalar.meaning(value).isEmpty()
                && !YamlScalar.isNotFinite(value)
                && RESOLVER.resolve(NodeId.scalar, value, true).equals(Tag.STR);
        out.emit(new ScalarEvent(
                null,
                null,
                new ImplicitTuple(plain, true),
                value,
                null,
                null,
                plain ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED));
    }

    /** JSON can say half a surrogate pair, YAML cannot. */
    private static void requireWholePairs(String value) {
        if (value.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
            throw new TapeFormatException(
                    "A text of the tape holds half of a surrogate pair, which YAML cannot say.%nWrite the tape as JSON."
                            .formatted());
        }
    }

    /** Tells whether nothing in the text asks for quotes; the emitter looks once more. */
    private static boolean isWord(String value) {
        return !value.isEmpty() && value.chars().allMatch(unit -> unit >= ' ' && unit < 0x7f);
    }
}
