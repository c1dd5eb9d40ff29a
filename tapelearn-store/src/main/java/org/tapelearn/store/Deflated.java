package org.tapelearn.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Text, deflated with a dictionary. The zlib form carries checksums of the dictionary and of the text, so that a damaged blob is
 * noticed.
 */
final class Deflated {
    private Deflated() {}

    /** Packs bytes of UTF-8; the deflater can be used again. */
    static byte[] pack(Deflater deflater, byte[] dictionary, byte[] text) {
        deflater.reset();
        deflater.setDictionary(dictionary);
        return packed(deflater, text);
    }

    /** Packs bytes of UTF-8 without a dictionary. */
    static byte[] pack(Deflater deflater, byte[] text) {
        deflater.reset();
        return packed(deflater, text);
    }

    private static byte[] packed(Deflater deflater, byte[] text) {
        deflater.setInput(text);
        deflater.finish();
        byte[] buffer = new byte[Math.max(256, text.length / 4)];
        int length = 0;
        while (!deflater.finished()) {
            if (length == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * length);
            }
            length += deflater.deflate(buffer, length, buffer.length - length);
        }
        return Arrays.copyOf(buffer, length);
    }

    /** Returns text that was packed without a dictionary. */
    static String unpack(byte[] bytes, int size) throws DataFormatException {
        return unpack(new byte[0], bytes, size);
    }

    /**
     * Returns the text; throws {@link DataFormatException} if a byte of the blob is not as it was written.
     *
     * @param size bytes of the text
     */
    static String unpack(byte[] dictionary, byte[] bytes, int size) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes);
            byte[] text = new byte[size];
            int length = inflater.inflate(text);
            if (length == 0 && inflater.needsDictionary()) {
                inflater.setDictionary(dictionary);
                length = inflater.inflate(text);
            }
            if (length == size && !inflater.finished()) {
                length += inflater.inflate(new byte[1]);
            }
            if (length != size || !inflater.finished()) {
                throw new DataFormatException(
                        "%d bytes of text were expected, but the blob holds another number".formatted(size));
            }
            return new String(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException wrongDictionary) {
            throw new DataFormatException("the dictionary does not fit");
        } finally {
            inflater.end();
        }
    }
}
