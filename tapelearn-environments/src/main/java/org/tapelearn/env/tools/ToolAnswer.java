package org.tapelearn.env.tools;

/**
 * What a tool said.
 *
 * @param error the call was refused or failed, and the text says why
 */
public record ToolAnswer(String text, boolean error) {
    public static ToolAnswer of(String text) {
        return new ToolAnswer(text, false);
    }

    public static ToolAnswer refused(String reason) {
        return new ToolAnswer(reason, true);
    }
}
