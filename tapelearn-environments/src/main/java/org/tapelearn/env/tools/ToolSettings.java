package org.tapelearn.env.tools;

/**
 * How tools of one's own are made into an environment.
 *
 * @param answerTool the name of the tool that gives the answer and ends an attempt
 * @param maxCalls calls that an attempt may make, at least 1
 * @param maxCharacters the most of an answer that is shown; the rest is cut, and that is said
 */
public record ToolSettings(String answerTool, int maxCalls, int maxCharacters) {
    public static final ToolSettings DEFAULT = new ToolSettings("submit_answer", 14, 8_000);

    public ToolSettings {
        if (maxCalls < 1 || maxCharacters < 100) {
            throw new IllegalArgumentException(
                    "An attempt has at least 1 call and shows at least 100 characters, but these are %d and %d."
                            .formatted(maxCalls, maxCharacters));
        }
    }
}
