package org.tapelearn.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A model that answers by a script: for tests, and where a rule stands in for a model. It keeps the prompts that it was asked. */
public final class ScriptedLlm implements Llm {
    private final String name;
    private final Function<Prompt, Completion> script;
    private final List<Prompt> asked = new ArrayList<>();

    private ScriptedLlm(String name, Function<Prompt, Completion> script) {
        this.name = name;
        this.script = script;
    }

    /** Answers each prompt by a function of it. */
    public static ScriptedLlm of(String name, Function<Prompt, Completion> script) {
        return new ScriptedLlm(name, script);
    }

    /** Gives the answers one after the other; asked once more, it fails. */
    public static ScriptedLlm of(String name, Completion... answers) {
        List<Completion> left = new ArrayList<>(List.of(answers));
        return new ScriptedLlm(name, prompt -> {
            if (left.isEmpty()) {
                throw new LlmFailure("The script of model (%s) has no answer (%d), only %d."
                        .formatted(name, answers.length + 1, answers.length));
            }
            return left.removeFirst();
        });
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized Completion complete(Prompt prompt) {
        asked.add(prompt);
        return script.apply(prompt);
    }

    /** The prompts so far, in the order asked. */
    public synchronized List<Prompt> asked() {
        return List.copyOf(asked);
    }
}
