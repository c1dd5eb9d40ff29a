package org.tapelearn.llm;

import java.util.Arrays;
import java.util.List;
import org.tapelearn.tool.PerTools;
import org.tapelearn.tool.ToolSpec;

/**
 * Says how many tokens a prompt takes at most, whatever a model's tokens are: no token is shorter than a byte of UTF-8, and
 * providers put a few around each message and tool.
 */
final class TokenBound {
    private static final int AROUND_PROMPT = 600;
    private static final int AROUND_EACH = 40;

    private static final byte[] OF_ASCII = ofAscii();

    private static final PerTools<Long> OF_TOOLS = new PerTools<>(TokenBound::of);

    private TokenBound() {}

    static long of(Prompt prompt) {
        long bound = AROUND_PROMPT;
        for (Message message : prompt.messages()) {
            bound += AROUND_EACH + bytes(message.text());
            for (ToolRequest request : message.requests()) {
                bound += AROUND_EACH + bytes(request.toString());
            }
        }
        return bound + OF_TOOLS.of(prompt.tools());
    }

    private static long of(List<ToolSpec> tools) {
        long bound = 0;
        for (ToolSpec tool : tools) {
            bound += AROUND_EACH
                    + bytes(tool.name())
                    + bytes(tool.description())
                    + 2 * bytes(tool.schema().toString());
        }
        return bound;
    }

    /** Counts bytes of UTF-8, in JSON: what must be escaped there takes more. */
    private static long bytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            bytes += each < OF_ASCII.length ? OF_ASCII[each] : 3;
        }
        return bytes;
    }

    /** A table, since a processor cannot foresee where texts have quotes and line ends. */
    private static byte[] ofAscii() {
        byte[] bytes = new byte[0x80];
        Arrays.fill(bytes, 0, ' ', (byte) 6);
        Arrays.fill(bytes, ' ', bytes.length, (byte) 1);
        bytes['"'] = 2;
        bytes['\\'] = 2;
        return bytes;
    }
}
