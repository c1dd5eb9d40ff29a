package org.tapelearn.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RetriableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tapelearn.llm.LlmFailure;
import org.tapelearn.llm.LlmFailure.Kind;

/** Tells what an exception of a model's library means, in words that hold no key. */
final class Faults {
    private static final Pattern TOO_LONG = Pattern.compile(
            "context_length|context length|context window|maximum context|prompt is too long|too many tokens|input token count|exceeds the context");
    private static final int SHOWN = 300;

    private final String model;
    private final String key;
    private final String keyVariable;

    /** @param key what no message may hold; may be empty */
    Faults(String model, String key, String keyVariable) {
        this.model = model;
        this.key = key;
        this.keyVariable = keyVariable;
    }

    LlmFailure of(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable each = thrown; each != null && chain.size() < 20; each = each.getCause()) {
            chain.add(each);
        }
        for (Throwable each : chain) {
            if (each instanceof LlmFailure failure) {
                return failure;
            }
            if (each instanceof HttpException refused) {
                return refused(refused);
            }
            if (each instanceof LostAnswer) {
                return LlmFailure.lost(said(each), silent(each));
            }
            if (each instanceof Transport.Unreachable unreachable) {
                return unreachable.mayHaveBegun()
                        ? LlmFailure.lost(said(each), silent(each))
                        : LlmFailure.passing(said(each), Optional.empty(), silent(each));
            }
        }
        for (Throwable each : chain) {
            if (each instanceof JsonProcessingException) {
                return LlmFailure.lost(
                        "Model (%s) answered, but not in the form of its protocol.".formatted(model), silent(each));
            }
        }
        return byType(thrown);
    }

    /** For models that a Java caller brought: they tell kinds apart by type alone. */
    private LlmFailure byType(Throwable thrown) {
        return switch (thrown) {
            case RetriableException passing -> LlmFailure.passing(said(passing), Optional.empty(), silent(passing));
            case AuthenticationException refused -> new LlmFailure(Kind.REFUSED_ACCESS, said(refused), silent(refused));
            case ModelNotFoundException unknown -> new LlmFailure(Kind.REFUSED_ACCESS, said(unknown), silent(unknown));
            case InvalidRequestException wrong -> new LlmFailure(lengthOr(wrong), said(wrong), silent(wrong));
            default -> new LlmFailure(Kind.UNAVAILABLE, said(thrown), silent(thrown));
        };
    }

    private static Kind lengthOr(Throwable wrong) {
        return TOO_LONG.matcher(lower(String.valueOf(wrong.getMessage()))).find() ? Kind.TOO_LONG : Kind.UNAVAILABLE;
    }

    private LlmFailure refused(HttpException refused) {
        int status = refused.statusCode();
        String words = String.valueOf(refused.getMessage());
        Optional<Duration> pause = refused instanceof Refusal refusal ? refusal.pause() : Optional.empty();
        String said = "Model (%s) answered with status %d: %s".formatted(model, status, shown(words));
        RefusalBody body = RefusalBody.of(words);
        if (status == 429) {
            return pause.isEmpty() && body.isSpent() ? spent(said) : LlmFailure.passing(said, pause, silent(refused));
        }
        if (status >= 500 || status == 408 || status == 409 || status == 425) {
            return LlmFailure.passing(said, pause, silent(refused));
        }
        return switch (status) {
            case 401, 403 -> wrongKey(said);
            case 402 -> new LlmFailure(Kind.REFUSED_ACCESS, said + "%nPay at the provider first.".formatted());
            case 404 ->
                new LlmFailure(
                        Kind.REFUSED_ACCESS,
                        said + "%nThere is no such model, or no such address: check the specification.".formatted());
            case 413 -> new LlmFailure(Kind.TOO_LONG, said);
            default ->
                body.saysNoCredit()
                        ? spent(said)
                        : body.saysWrongKey() ? wrongKey(said) : new LlmFailure(lengthOr(refused), said);
        };
    }

    private static LlmFailure spent(String said) {
        return new LlmFailure(
                Kind.REFUSED_ACCESS,
                "%s%nA limit on spending is reached: raise it at the provider, or wait until it is new."
                        .formatted(said));
    }

    private LlmFailure wrongKey(String said) {
        return new LlmFailure(
                Kind.REFUSED_ACCESS,
                keyVariable.isEmpty()
                        ? said
                        : "%s%nThe key in (%s) is not accepted: put one there that is.".formatted(said, keyVariable));
    }

    private String said(Throwable thrown) {
        String words = thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
        return "Model (%s) could not be asked: %s".formatted(model, shown(words));
    }

    private String shown(String words) {
        String hidden = hidden(words).replaceAll("\\s+", " ").strip();
        return hidden.length() <= SHOWN ? hidden : hidden.substring(0, SHOWN) + " ...";
    }

    private String hidden(String words) {
        return key.isEmpty() ? words : words.replace(key, "(the key)");
    }

    /** The cause as far as nothing in it says the key: its type, its place, and words without it. */
    private Throwable silent(Throwable cause) {
        RuntimeException silent = new RuntimeException(
                "%s: %s".formatted(cause.getClass().getName(), shown(String.valueOf(cause.getMessage()))));
        silent.setStackTrace(cause.getStackTrace());
        return silent;
    }

    private static String lower(String words) {
        return words.toLowerCase(Locale.ROOT);
    }
}
