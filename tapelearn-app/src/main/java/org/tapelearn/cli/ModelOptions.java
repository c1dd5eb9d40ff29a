package org.tapelearn.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.langchain4j.ModelSpec;
import org.tapelearn.langchain4j.Prices;
import org.tapelearn.langchain4j.Robustness;
import org.tapelearn.llm.Budget;
import picocli.CommandLine.Option;

/** Which language model a command asks, and how much of it. */
final class ModelOptions {
    @Option(
            names = "--llm",
            paramLabel = "SPEC",
            description = "Ask a language model: openai:NAME, anthropic:NAME, gemini:NAME, ollama:NAME, "
                    + "openai-compatible:URL#NAME or gguf:FILE. Keys come from the environment only.")
    private @Nullable String llm;

    @Option(names = "--budget-usd", paramLabel = "N", description = "Spend no more dollars on the model than these.")
    private @Nullable Double dollars;

    @Option(names = "--budget-tokens", paramLabel = "N", description = "Use no more tokens of the model than these.")
    private @Nullable Long tokens;

    @Option(names = "--budget-minutes", paramLabel = "N", description = "Ask the model no longer than this.")
    private @Nullable Long minutes;

    @Option(names = "--record", paramLabel = "FILE", description = "Keep what the model is asked and answers.")
    private @Nullable Path record;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description = "Take the model's answers from what --record kept, and ask nobody.")
    private @Nullable Path replay;

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "Dollars for a million tokens, by model, in YAML (default: a table that comes along).")
    private @Nullable Path prices;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "Calls of the model under way at once (default: 16, or llm.concurrency where that is more).")
    private @Nullable Integer concurrency;

    /** Tells whether a language model is asked at all, or its recorded answers are. */
    boolean isGiven() {
        return llm != null || replay != null;
    }

    /** Asks the model of this specification where none is named and none is replayed. */
    void orElse(String spec) {
        if (!isGiven() && !spec.isEmpty()) {
            llm = spec;
        }
    }

    /** Uses up no more than a session may, where no other budget is given. */
    void orElse(Settings.BudgetKeys kept) {
        if (dollars == null && kept.dollars() > 0) {
            dollars = kept.dollars();
        }
        if (tokens == null && kept.tokens() > 0) {
            tokens = kept.tokens();
        }
        if (minutes == null && kept.minutes() > 0) {
            minutes = kept.minutes();
        }
    }

    /** The values of the configuration that these options stand for. */
    List<String> overrides() {
        List<String> overrides = new ArrayList<>();
        if (isGiven()) {
            overrides.add("policy=llm");
        }
        if (llm != null) {
            overrides.add("llm.model=" + llm);
        }
        if (dollars != null && dollars > 0) {
            overrides.add("llm.budget_usd=" + dollars);
        }
        if (tokens != null && tokens > 0) {
            overrides.add("llm.budget_tokens=" + tokens);
        }
        if (minutes != null && minutes > 0) {
            overrides.add("llm.budget_minutes=" + minutes);
        }
        return overrides;
    }

    Optional<ModelSpec> spec() {
        return llm == null ? Optional.empty() : Optional.of(ModelSpec.parse(llm));
    }

    Optional<Path> record() {
        return Optional.ofNullable(record);
    }

    Optional<Path> replay() {
        return Optional.ofNullable(replay);
    }

    Prices prices() {
        return prices == null ? Prices.bundled() : Prices.read(prices);
    }

    boolean capsDollars() {
        return dollars != null;
    }

    Budget.Caps caps() {
        requireCap(dollars, "--budget-usd");
        requireCap(tokens, "--budget-tokens");
        requireCap(minutes, "--budget-minutes");
        return new Budget.Caps(
                dollars == null ? Budget.Caps.NONE.dollars() : dollars,
                tokens == null ? Budget.Caps.NONE.tokens() : tokens,
                minutes == null ? Budget.Caps.NONE.time() : Duration.ofMinutes(minutes));
    }

    private static void requireCap(@Nullable Number cap, String option) {
        if (cap != null && !(cap.doubleValue() >= 0)) {
            throw new PrerequisiteException("A budget is 0 or more, but (%s) was (%s).".formatted(option, cap));
        }
    }

    /** How the model is asked by so many attempts at the same time. */
    Robustness robustness(int attempts) {
        int calls = concurrency == null ? Math.max(Robustness.DEFAULT.concurrency(), attempts) : concurrency;
        if (calls < 1) {
            throw new PrerequisiteException(
                    "At least 1 call is under way at once, but (--concurrency) was (%d).".formatted(calls));
        }
        return Robustness.DEFAULT.withConcurrency(calls);
    }

    /** Refuses options that say two things at once. */
    void requireSense() {
        if (record != null && replay != null) {
            throw new PrerequisiteException("""
                What is replayed is recorded already: (--record) and (--replay) do not go together.
                Leave one of them out.\
                """);
        }
        if (!isGiven() && (record != null || dollars != null || tokens != null || minutes != null)) {
            throw new PrerequisiteException("""
                A budget and a record are of a language model, but none is named.
                Name one with --llm, as in: --llm openai:gpt-4o-mini\
                """);
        }
    }
}
