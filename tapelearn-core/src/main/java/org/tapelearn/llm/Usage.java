package org.tapelearn.llm;

/** Tokens that a completion took, as the model counted them; none where it did not say. */
public record Usage(long prompt, long completion) {
    public static final Usage NONE = new Usage(0, 0);

    public Usage plus(Usage other) {
        return new Usage(prompt + other.prompt, completion + other.completion);
    }

    public long total() {
        return prompt + completion;
    }
}
