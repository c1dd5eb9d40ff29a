package org.tapelearn.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;

/**
 * The calls of several attempts, to be kept in one row: a row of its own costs an attempt more than its calls, and their texts are much
 * alike, so they are deflated together. Used by one thread at a time.
 */
final class LlmBatch {
    /** So many characters fill a batch; whoever reads one attempt unpacks its batch. */
    private static final int FULL = 65_536;

    /** Between the name of an attempt and its calls. */
    private static final char END_OF_NAME = '\n';

    private final List<LlmBlock> blocks = new ArrayList<>();
    private int characters;
    private int packedCalls = -1;
    private String places = "";
    private int size;
    private byte[] body = {};

    /** Puts blocks, in their order, into as many batches as they fill; none is packed. */
    static List<LlmBatch> of(List<LlmBlock> blocks) {
        List<LlmBatch> batches = new ArrayList<>();
        for (LlmBlock block : blocks) {
            if (batches.isEmpty() || batches.getLast().isFull()) {
                batches.add(new LlmBatch());
            }
            batches.getLast().add(block);
        }
        return batches;
    }

    void add(LlmBlock block) {
        blocks.add(block);
        characters += block.length();
    }

    boolean isFull() {
        return characters >= FULL;
    }

    List<LlmBlock> blocks() {
        return blocks;
    }

    /**
     * Returns a text that begins with the calls of an attempt.
     *
     * @param place where they are, by {@link #places}
     */
    static String callsOf(String rollout, int place, byte[] body, int size) throws DataFormatException {
        String text = Deflated.unpack(body, size);
        String name = rollout + END_OF_NAME;
        if (!text.startsWith(name, place)) {
            throw new DataFormatException("they are not where they should be");
        }
        return text.substring(place + name.length());
    }

    /** Packs what is told by now. */
    void pack() {
        StringBuilder text = new StringBuilder(characters + blocks.size());
        ObjectNode directory = JsonNodeFactory.instance.objectNode();
        for (LlmBlock block : blocks) {
            directory.put(block.rollout(), text.length());
            text.append(block.rollout()).append(END_OF_NAME).append(block.text());
        }
        places = ExactJson.encodable(directory.toString());
        byte[] whole = text.toString().getBytes(StandardCharsets.UTF_8);
        size = whole.length;
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            body = Deflated.pack(deflater, whole);
        } finally {
            deflater.end();
        }
        packedCalls = calls();
    }

    /** Whether nothing was told since it was packed. */
    boolean isPacked() {
        return packedCalls == calls();
    }

    private int calls() {
        return blocks.stream().mapToInt(LlmBlock::calls).sum();
    }

    /** Where the calls of each attempt are, as JSON. */
    String places() {
        return places;
    }

    /** Bytes of the text. */
    int size() {
        return size;
    }

    byte[] body() {
        return body;
    }
}
