package org.tapelearn.langchain4j;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;

/**
 * Names a language model: {@code openai:NAME}, {@code anthropic:NAME}, {@code gemini:NAME}, {@code ollama:NAME},
 * {@code openai-compatible:URL#NAME} or {@code gguf:FILE}, and after a question mark how to speak with it, as in {@code ollama:phi3?tools=json&stream=yes}.
 *
 * @param address the server's, of {@link Provider#OPENAI_COMPATIBLE}; empty for all others
 * @param tools how the model asks for calls
 * @param stream whether its text is told as it comes
 */
public record ModelSpec(Provider provider, String name, String address, Tools tools, boolean stream) {
    private static final List<String> OPTIONS = List.of("tools", "stream");

    /** How a model asks for calls. */
    public enum Tools {
        /** By function calls, as its protocol has them. */
        NATIVE,
        /** By JSON in its text, for models that have no function calls. */
        JSON
    }

    public ModelSpec {
        if (name.isBlank()) {
            throw new PrerequisiteException("""
                    A model of (%s) needs a name, as in (%s).""".formatted(provider.label(), example(provider)));
        }
    }

    /** Reads a specification; throws {@link PrerequisiteException} that shows the right form where it is none. */
    public static ModelSpec parse(String text) {
        int colon = text.indexOf(':');
        String label = colon < 0 ? text : text.substring(0, colon);
        Provider provider = Arrays.stream(Provider.values())
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new PrerequisiteException("""
                        A model is named as PROVIDER:NAME, as in (%s), but this one is (%s).
                        Providers: %s.%s""".formatted(
                                example(Provider.OPENAI),
                                text,
                                String.join(", ", Provider.labels()),
                                Nearest.hint(label, Provider.labels()))));
        String rest = colon < 0 ? "" : text.substring(colon + 1);
        Map<String, String> options = Map.of();
        int question = rest.lastIndexOf('?');
        // all of a file's name is its name
        if (question >= 0 && provider != Provider.GGUF) {
            options = options(text, rest.substring(question + 1));
            rest = rest.substring(0, question);
        }
        String address = "";
        if (provider == Provider.OPENAI_COMPATIBLE) {
            int hash = rest.lastIndexOf('#');
            address = hash < 0 ? rest : rest.substring(0, hash);
            rest = hash < 0 ? "" : rest.substring(hash + 1);
            requireAddress(address, text);
        }
        return new ModelSpec(
                provider,
                rest,
                address,
                choice(text, options, "tools", "json", "native") ? Tools.JSON : Tools.NATIVE,
                choice(text, options, "stream", "yes", "no"));
    }

    private static Map<String, String> options(String text, String written) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : written.split("&")) {
            int equals = option.indexOf('=');
            String key = equals < 0 ? option : option.substring(0, equals);
            if (equals < 0 || !OPTIONS.contains(key)) {
                throw new PrerequisiteException("""
                        The model (%s) has an option (%s), but there are only tools=native, tools=json, stream=no and stream=yes.%s""".formatted(text, option, Nearest.hint(key, OPTIONS)));
            }
            options.put(key, option.substring(equals + 1));
        }
        return options;
    }

    private static boolean choice(String text, Map<String, String> options, String key, String yes, String no) {
        String value = options.getOrDefault(key, no);
        if (!value.equals(yes) && !value.equals(no)) {
            throw new PrerequisiteException("The option (%s) of the model (%s) is one of (%s, %s), but was (%s)."
                    .formatted(key, text, no, yes, value));
        }
        return value.equals(yes);
    }

    /** Refuses what is no address of the web, and a name and password within one, which would be stored with the session. */
    static void requireAddress(String address, String where) {
        try {
            URI uri = new URI(address);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null) {
                return;
            }
        } catch (URISyntaxException none) {
            // told below, in the same words
        }
        throw new PrerequisiteException(
                """
                A server's address begins with http:// or https:// and holds no name or password, but (%s) has none such.
                Write it as in (%s).""".formatted(where.replaceAll("//[^/@]*@", "//***@"), example(Provider.OPENAI_COMPATIBLE)));
    }

    private static String example(Provider provider) {
        return provider.label()
                + switch (provider) {
                    case OPENAI -> ":gpt-4o-mini";
                    case ANTHROPIC -> ":claude-haiku-4-5";
                    case GEMINI -> ":gemini-2.5-flash";
                    case OLLAMA -> ":qwen3:4b";
                    case OPENAI_COMPATIBLE -> ":http://localhost:8000/v1#NAME";
                    case GGUF -> ":models/small.gguf";
                };
    }

    /** The specification as it is written, without options that are as usual. */
    @Override
    public String toString() {
        Map<String, String> options = new LinkedHashMap<>();
        if (tools == Tools.JSON) {
            options.put("tools", "json");
        }
        if (stream) {
            options.put("stream", "yes");
        }
        String suffix = options.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining("&"));
        return provider.label() + ":" + (address.isEmpty() ? "" : address + "#") + name
                + (suffix.isEmpty() ? "" : "?" + suffix);
    }
}
