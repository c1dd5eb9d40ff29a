package org.tapelearn.prompt;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.tool.PerTools;
import org.tapelearn.tool.ToolSpec;

/**
 * Counts tokens from above, without any model's vocabulary: two bytes a token. English prose takes four or more, code and
 * numbers two to three.
 */
public final class Tokens {
    private static final int BYTES_A_TOKEN = 2;
    private static final int A_MESSAGE = 8;

    private static final PerTools<Integer> OF_TOOLS = new PerTools<>(Tokens::counted);

    private Tokens() {}

    public static int of(String text) {
        return Math.ceilDiv(text.getBytes(StandardCharsets.UTF_8).length, BYTES_A_TOKEN);
    }

    static int of(Message message) {
        int tokens = A_MESSAGE + of(message.text());
        for (ToolRequest request : message.requests()) {
            tokens += of(request.call().toString()) + A_MESSAGE;
        }
        return tokens;
    }

    static int of(List<ToolSpec> tools) {
        return OF_TOOLS.of(tools);
    }

    private static int counted(List<ToolSpec> tools) {
        int tokens = 0;
        for (ToolSpec tool : tools) {
            tokens +=
                    of(tool.name()) + of(tool.description()) + of(tool.schema().toString()) + A_MESSAGE;
        }
        return tokens;
    }

    /** Returns a text cut in its middle to so many tokens, with a note of what is left out; the text itself where it fits. */
    static String cut(String text, int most) {
        if (of(text) <= most) {
            return text;
        }
        int kept = Math.max(0, most * BYTES_A_TOKEN - 60);
        String head = prefix(text, kept * 2 / 3);
        String tail = suffix(text, kept - kept * 2 / 3);
        int left = text.length() - head.length() - tail.length();
        return "%s\n[%d characters are left out here to fit the window]\n%s".formatted(head, left, tail);
    }

    private static String prefix(String text, int bytes) {
        int end = 0;
        int used = 0;
        while (end < text.length()) {
            int next = text.offsetByCodePoints(end, 1);
            used += text.substring(end, next).getBytes(StandardCharsets.UTF_8).length;
            if (used > bytes) {
                break;
            }
            end = next;
        }
        return text.substring(0, end);
    }

    private static String suffix(String text, int bytes) {
        int start = text.length();
        int used = 0;
        while (start > 0) {
            int next = text.offsetByCodePoints(start, -1);
            used += text.substring(next, start).getBytes(StandardCharsets.UTF_8).length;
            if (used > bytes) {
                break;
            }
            start = next;
        }
        return text.substring(start);
    }
}
