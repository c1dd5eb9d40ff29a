package org.tapelearn.langchain4j;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Who serves a model: which protocol it speaks, and where its address and key are found. */
public enum Provider {
    OPENAI("OPENAI_API_KEY", "OPENAI_BASE_URL", "https://api.openai.com/v1"),
    ANTHROPIC("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "https://api.anthropic.com/v1"),
    GEMINI("GEMINI_API_KEY", "GEMINI_BASE_URL", "https://generativelanguage.googleapis.com/v1beta"),
    /** Runs on the user's own machine; needs no key. */
    OLLAMA("", "OLLAMA_BASE_URL", "http://localhost:11434"),
    /** Any server that speaks OpenAI's protocol; its key, where it wants one, is optional. */
    OPENAI_COMPATIBLE("OPENAI_COMPATIBLE_API_KEY", "", ""),
    /** A file on the user's own machine, run in this process. */
    GGUF("", "", "");

    private final String keyVariable;
    private final String addressVariable;
    private final String address;

    Provider(String keyVariable, String addressVariable, String address) {
        this.keyVariable = keyVariable;
        this.addressVariable = addressVariable;
        this.address = address;
    }

    /** The name in a {@link ModelSpec}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The environment variable of the key; empty where there is none. */
    public String keyVariable() {
        return keyVariable;
    }

    /** The environment variable that puts another address in the place of the usual one; empty where there is none. */
    public String addressVariable() {
        return addressVariable;
    }

    String usualAddress() {
        return address;
    }

    /** Tells whether others run the model, and want a key and money. */
    public boolean isHosted() {
        return switch (this) {
            case OPENAI, ANTHROPIC, GEMINI -> true;
            case OLLAMA, OPENAI_COMPATIBLE, GGUF -> false;
        };
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(Provider::label).toList();
    }
}
