package org.tapelearn.llm;

import java.util.function.Consumer;

/** A language model. Safe for use by several threads at once. */
public interface Llm {
    /** The model's name, as steps bear it. */
    String name();

    /** Completes a prompt; throws {@link LlmFailure} when the model cannot be asked. */
    Completion complete(Prompt prompt);

    /** As {@link #complete(Prompt)}; {@code partial} is told of the text as it comes, piece by piece, by models that stream. */
    default Completion complete(Prompt prompt, Consumer<String> partial) {
        Completion completion = complete(prompt);
        if (!completion.text().isEmpty()) {
            partial.accept(completion.text());
        }
        return completion;
    }
}
