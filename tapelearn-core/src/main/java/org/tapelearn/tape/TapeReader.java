package org.tapelearn.tape;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the tapes of a JSON stream, which holds one tape or a list of them, one after the other. Of a tape that is handed out
 * step by step no more than one step is held. What is no tape gives a {@link TapeFormatException}.
 */
public final class TapeReader implements AutoCloseable {
    private final JsonParser parser;
    private final Held held;
    private final StepKinds kinds;
    private boolean begun;
    private boolean list;

    /** Reads a stream of UTF-8, which is closed with the reader. */
    public TapeReader(InputStream in, TapeLimits limits, StepKinds kinds) throws IOException {
        this.held = new Held(limits);
        this.parser = new HeldParser(JsonTree.factoryFor(limits).createParser(new Utf8Reader(in)), held);
        this.kinds = kinds;
    }

    /** Returns the next tape, or empty at the end. */
    public Optional<Tape> next() throws IOException {
        List<Step> steps = new ArrayList<>();
        return read(steps::add).map(head -> new Tape(head.metadata(), head.context(), steps));
    }

    /** Hands out the steps of the next tape as they come, and then returns it without them; empty at the end. */
    public Optional<Tape> next(Consumer<Step> steps) throws IOException {
        return read(step -> {
            held.clear();
            steps.accept(step);
        });
    }

    /** The size of the last tape that was read whole, in characters, as {@link TapeLimits} counts them. */
    public long size() {
        return held.size();
    }

    private Optional<Tape> read(Consumer<Step> steps) throws IOException {
        held.clear();
        try {
            if (!begin()) {
                return Optional.empty();
            }
            TapeAssembler tape = TapeParser.read(parser, kinds, steps);
            return Optional.of(new Tape(tape.metadata(), tape.context(), List.of()));
        } catch (JsonProcessingException broken) {
            throw Broken.json(broken, parser);
        }
    }

    /** Moves to the beginning of the next tape; returns false at the end. */
    private boolean begin() throws IOException {
        JsonToken token = parser.nextToken();
        if (!begun) {
            begun = true;
            if (token == null) {
                throw Broken.expected("a tape", "nothing", parser.currentLocation());
            }
            list = token == JsonToken.START_ARRAY;
            if (!list) {
                return true;
            }
            token = parser.nextToken();
        }
        if (list && token == JsonToken.END_ARRAY) {
            list = false;
            token = parser.nextToken();
        }
        if (token == null) {
            return false;
        }
        if (!list) {
            throw Broken.expected("the end of the text", "more after the tape", parser.currentTokenLocation());
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
