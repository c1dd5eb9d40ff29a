package org.tapelearn.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.tapelearn.tape.StepKinds;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeJson;
import org.tapelearn.tape.TapeLimits;

/**
 * A tape's JSON, deflated at level 1 with a dictionary of the format's boilerplate, which saves about 200 bytes a tape.
 *
 * @param size bytes of the JSON
 */
record TapeBlob(int dictionary, int size, byte[] bytes) {
    private static final int DICTIONARY = 1;

    /** Frozen: blobs are readable only with the very text that they were written with. What is likeliest comes last. */
    private static final byte[] DICTIONARY_1 = ("\"kind\":\"assistant_thought\",\"content\":\""
                    + "{\"metadata\":{\"id\":\"explore/0/1/gate-incumbent/gate-candidate/test-base/test-learned/"
                    + "\",\"parent_id\":null,\"author\":\"embedded\",\"author_tape_id\":null,\"n_added_steps\":0,"
                    + "\"error\":null,\"result\":{}},\"context\":null,\"steps\":[{\"metadata\":{\"id\":\"0\","
                    + "\"prompt_id\":\"\",\"node\":\"\",\"agent\":\"\",\"llm\":\"\",\"other\":{}},\"kind\":\"user\","
                    + "\"content\":\"\"},{\"metadata\":{\"id\":\"1\",\"prompt_id\":\"\",\"node\":\"\",\"agent\":\"\","
                    + "\"llm\":\"\",\"other\":{}},\"kind\":\"tool\",\"content\":\"\",\"tool_call_id\":\"\"},"
                    + "{\"metadata\":{\"id\":\"3\",\"prompt_id\":\"\",\"node\":\"\",\"agent\":\"\",\"llm\":\"\","
                    + "\"other\":{\"error\":true}},\"kind\":\"tool\",\"content\":\"\",\"tool_call_id\":\"2\"},"
                    + "{\"metadata\":{\"id\":\"2\",\"prompt_id\":\"\",\"node\":\"act\",\"agent\":\"embedded\","
                    + "\"llm\":\"\",\"other\":{}},\"kind\":\"tool_call\",\"id\":\"2\",\"function\":{\"name\":\"\","
                    + "\"arguments\":{\"table\":\"\",\"column\":\"\",\"value\":\"\"}},\"reason_to_use\":\"\"},"
                    + "{\"metadata\":{\"id\":\"3\",\"prompt_id\":\"\",\"node\":\"\",\"agent\":\"\",\"llm\":\"\","
                    + "\"other\":{}},\"kind\":\"tool\",\"content\":\"\",\"tool_call_id\":\"2\"}]}")
            .getBytes(StandardCharsets.US_ASCII);

    /** How many tapes share a deflater; its set-up costs about as much as a tape. */
    private static final int CHUNK = 32;

    /** Packs tapes on all cores; one blob each, in their order. */
    static List<TapeBlob> packAll(List<Tape> tapes) {
        int chunks = (tapes.size() + CHUNK - 1) / CHUNK;
        return IntStream.range(0, chunks)
                .parallel()
                .mapToObj(chunk -> tapes.subList(chunk * CHUNK, Math.min(tapes.size(), (chunk + 1) * CHUNK)))
                .flatMap(some -> packChunk(some).stream())
                .toList();
    }

    private static List<TapeBlob> packChunk(List<Tape> tapes) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            List<TapeBlob> blobs = new ArrayList<>(tapes.size());
            for (Tape tape : tapes) {
                byte[] text = ExactJson.encodable(TapeJson.write(tape)).getBytes(StandardCharsets.UTF_8);
                blobs.add(new TapeBlob(DICTIONARY, text.length, Deflated.pack(deflater, DICTIONARY_1, text)));
            }
            return blobs;
        } finally {
            deflater.end();
        }
    }

    Tape unpack() throws DataFormatException {
        return TapeJson.read(text(), TapeLimits.NONE, StepKinds.NONE);
    }

    /** Returns the tape's JSON; throws {@link DataFormatException} if a byte of the blob is not as it was written. */
    String text() throws DataFormatException {
        if (dictionary != DICTIONARY) {
            throw new DataFormatException("no dictionary has the number " + dictionary);
        }
        return Deflated.unpack(DICTIONARY_1, bytes, size);
    }
}
