package org.tapelearn.tape;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;

/** Writes JSON as UTF-8. Halves of surrogate pairs, which UTF-8 cannot say, are written as JSON escapes. */
final class Utf8Writer extends FilterWriter {
    private char high;

    Utf8Writer(OutputStream out) {
        super(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        int done = offset;
        for (int i = offset; i < offset + length; i++) {
            if (high != 0 || Character.isSurrogate(text[i])) {
                out.write(text, done, i - done);
                surrogate(text[i]);
                done = i + 1;
            }
        }
        out.write(text, done, offset + length - done);
    }

    private void surrogate(char unit) throws IOException {
        if (high != 0 && Character.isLowSurrogate(unit)) {
            out.write(new char[] {high, unit});
            high = 0;
            return;
        }
        flushHalf();
        if (Character.isHighSurrogate(unit)) {
            high = unit;
        } else if (Character.isSurrogate(unit)) {
            escape(unit);
        } else {
            out.write(unit);
        }
    }

    private void flushHalf() throws IOException {
        if (high != 0) {
            escape(high);
            high = 0;
        }
    }

    private void escape(char unit) throws IOException {
        out.write("\\u%04x".formatted((int) unit));
    }

    @Override
    public void write(int unit) throws IOException {
        write(new char[] {(char) unit}, 0, 1);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        write(text.toCharArray(), offset, length);
    }

    @Override
    public void close() throws IOException {
        flushHalf();
        out.close();
    }
}
