package org.tapelearn.langchain4j;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaChatRequestParameters;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.Sampling;

/** Makes a model ready to be asked: finds its address and key, and speaks its protocol. */
public final class Connection {
    /** What Anthropic's protocol demands where a prompt leaves the length of the answer open. */
    private static final int ANTHROPIC_TOKENS = 4096;

    /** The window of a model that this process runs, where nothing else is said. */
    private static final int WINDOW = 8_192;

    private final ModelSpec spec;
    private final String address;
    private final String key;
    private final Deadlines deadlines;
    private final int window;

    private Connection(ModelSpec spec, String address, String key, Deadlines deadlines, int window) {
        this.spec = spec;
        this.address = address;
        this.key = key;
        this.deadlines = deadlines;
        this.window = window;
    }

    /** Connects to a model; one that this process runs has a window of 8,192 tokens. */
    public static Llm to(ModelSpec spec, Map<String, String> environment, Deadlines deadlines) {
        return to(spec, environment, deadlines, WINDOW);
    }

    /**
     * Connects to a model. Nothing is sent before the first prompt; a model that this process runs is loaded at once.
     *
     * @param environment the variables of the process, where keys and other addresses are; nothing else holds a key
     * @param window tokens that a model which this process runs reads and writes together; others know theirs
     */
    public static Llm to(ModelSpec spec, Map<String, String> environment, Deadlines deadlines, int window) {
        Provider provider = spec.provider();
        String key = environment.getOrDefault(provider.keyVariable(), "").strip();
        if (provider.isHosted() && key.isEmpty()) {
            throw new PrerequisiteException("""
                    The model (%s) needs a key, but the environment variable (%s) is not set.
                    Put the key there: export %s=...""".formatted(spec, provider.keyVariable(), provider.keyVariable()));
        }
        String other = environment.getOrDefault(provider.addressVariable(), "").strip();
        if (!other.isEmpty()) {
            ModelSpec.requireAddress(other, provider.addressVariable() + "=" + other);
        }
        String address = !spec.address().isEmpty() ? spec.address() : other.isEmpty() ? provider.usualAddress() : other;
        if (provider == Provider.GGUF) {
            address = file(spec.name(), environment).toString();
        }
        return new Connection(spec, address, key, deadlines, window).open();
    }

    /** A file of that name, or else the model of that name which can be fetched. */
    private static Path file(String name, Map<String, String> environment) {
        Path file = Path.of(name);
        return LocalModel.named(name)
                .filter(known -> !Files.exists(file))
                .map(known -> known.place(environment))
                .orElse(file);
    }

    private Llm open() {
        return switch (spec.provider()) {
            case OPENAI, OPENAI_COMPATIBLE -> openAi();
            case ANTHROPIC -> anthropic();
            case GEMINI -> gemini();
            case OLLAMA -> ollama();
            case GGUF -> GgufLlm.load(Path.of(address), window, deadlines.total());
        };
    }

    private ChatModelLlm openAi() {
        HttpClientBuilder http = http(StreamEnd.OPENAI);
        ChatModelLlm.Dialect dialect = dialect(this::openAiSampling);
        // The library insists on a key; servers of one's own ignore it.
        String sent = key.isEmpty() ? "none" : key;
        return spec.stream()
                ? new ChatModelLlm(
                        spec.name(),
                        OpenAiStreamingChatModel.builder()
                                .httpClientBuilder(http)
                                .baseUrl(address)
                                .apiKey(sent)
                                .modelName(spec.name())
                                .build(),
                        dialect,
                        faults())
                : new ChatModelLlm(
                        spec.name(),
                        OpenAiChatModel.builder()
                                .httpClientBuilder(http)
                                .baseUrl(address)
                                .apiKey(sent)
                                .modelName(spec.name())
                                .maxRetries(0)
                                .build(),
                        dialect,
                        faults());
    }

    /** OpenAI itself has another name for the length of an answer than the servers that speak as it does. */
    private DefaultChatRequestParameters.Builder<?> openAiSampling(Sampling sampling) {
        OpenAiChatRequestParameters.Builder parameters = OpenAiChatRequestParameters.builder();
        sampling.temperature().ifPresent(parameters::temperature);
        sampling.seed().ifPresent(seed -> parameters.seed(dice(seed)));
        sampling.maxTokens()
                .ifPresent(
                        spec.provider() == Provider.OPENAI
                                ? parameters::maxCompletionTokens
                                : parameters::maxOutputTokens);
        return parameters;
    }

    private ChatModelLlm anthropic() {
        HttpClientBuilder http = http(StreamEnd.ANTHROPIC);
        ChatModelLlm.Dialect dialect = dialect(ChatModelLlm.Dialect::plain);
        return spec.stream()
                ? new ChatModelLlm(
                        spec.name(),
                        AnthropicStreamingChatModel.builder()
                                .httpClientBuilder(http)
                                .baseUrl(versioned(address))
                                .apiKey(key)
                                .modelName(spec.name())
                                .maxTokens(ANTHROPIC_TOKENS)
                                .build(),
                        dialect,
                        faults())
                : new ChatModelLlm(
                        spec.name(),
                        AnthropicChatModel.builder()
                                .httpClientBuilder(http)
                                .baseUrl(versioned(address))
                                .apiKey(key)
                                .modelName(spec.name())
                                .maxTokens(ANTHROPIC_TOKENS)
                                .maxRetries(0)
                                .build(),
                        dialect,
                        faults());
    }

    /** Anthropic's own variable is written without the version of the protocol. */
    private static String versioned(String address) {
        String bare = address.replaceAll("/+$", "");
        return bare.endsWith("/v1") ? bare : bare + "/v1";
    }

    /** Gemini's library takes no seed with a request. */
    private ChatModelLlm gemini() {
        HttpClientBuilder http = http(StreamEnd.GEMINI);
        ChatModelLlm.Dialect dialect = dialect(ChatModelLlm.Dialect::plain);
        return spec.stream()
                ? new ChatModelLlm(
                        spec.name(),
                        GoogleAiGeminiStreamingChatModel.builder()
                                .httpClientBuilder(http)
                                .baseUrl(address)
                                .apiKey(key)
                                .modelName(spec.name())
                                .build(),
                        dialect,
                        faults())
                : new ChatModelLlm(
                        spec.name(),
                        GoogleAiGeminiChatModel.builder()
                                .httpClientBuilder(http)
                                .baseUrl(address)
                                .apiKey(key)
                                .modelName(spec.name())
                                .maxRetries(0)
                                .build(),
                        dialect,
                        faults());
    }

    private ChatModelLlm ollama() {
        HttpClientBuilder http = http(StreamEnd.OLLAMA);
        ChatModelLlm.Dialect dialect = dialect(Connection::ollamaSampling);
        return spec.stream()
                ? new ChatModelLlm(
                        spec.name(),
                        OllamaStreamingChatModel.builder()
                                .httpClientBuilder(http)
                                .baseUrl(address)
                                .modelName(spec.name())
                                .build(),
                        dialect,
                        faults())
                : new ChatModelLlm(
                        spec.name(),
                        OllamaChatModel.builder()
                                .httpClientBuilder(http)
                                .baseUrl(address)
                                .modelName(spec.name())
                                .maxRetries(0)
                                .build(),
                        dialect,
                        faults());
    }

    private static DefaultChatRequestParameters.Builder<?> ollamaSampling(Sampling sampling) {
        OllamaChatRequestParameters.Builder parameters = OllamaChatRequestParameters.builder();
        sampling.temperature().ifPresent(parameters::temperature);
        sampling.seed().ifPresent(seed -> parameters.seed(dice(seed)));
        sampling.maxTokens().ifPresent(parameters::maxOutputTokens);
        return parameters;
    }

    private HttpClientBuilder http(List<Predicate<ServerSentEvent>> end) {
        return new Transport(deadlines, end).builder();
    }

    private ChatModelLlm.Dialect dialect(
            java.util.function.Function<Sampling, DefaultChatRequestParameters.Builder<?>> sampling) {
        return new ChatModelLlm.Dialect(spec.tools(), sampling);
    }

    private Faults faults() {
        return new Faults(spec.name(), key, spec.provider().keyVariable());
    }

    /** Servers take seeds of 31 bits. */
    static int dice(long seed) {
        return Long.hashCode(seed) & Integer.MAX_VALUE;
    }
}
