package org.tapelearn.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.langchain4j.Connection;
import org.tapelearn.langchain4j.GgufLlm;
import org.tapelearn.langchain4j.ModelSpec;
import org.tapelearn.langchain4j.Prices;
import org.tapelearn.langchain4j.RobustLlm;
import org.tapelearn.llm.Budget;
import org.tapelearn.llm.BudgetedLlm;
import org.tapelearn.llm.Forecast;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.LlmLog;
import org.tapelearn.llm.LoggedLlm;
import org.tapelearn.llm.Price;
import org.tapelearn.llm.RecordingLlm;
import org.tapelearn.llm.ReplayLlm;

/**
 * A language model as the options want it: connected, within its budget, asked again where that helps, recorded and logged; or its
 * recorded answers. Closing it ends the record, and frees a model that this process runs.
 */
final class ModelAccess implements AutoCloseable {
    /** How long an answer may be where a prompt does not say. */
    private static final int ANSWER_TOKENS = 4096;

    private final Llm llm;
    private final Price price;
    private final Budget budget;
    private final @Nullable RecordingLlm recording;
    private final Llm connected;

    private ModelAccess(Llm llm, Price price, Budget budget, @Nullable RecordingLlm recording, Llm connected) {
        this.connected = connected;
        this.llm = llm;
        this.price = price;
        this.budget = budget;
        this.recording = recording;
    }

    /**
     * Makes the model that the options name; there must be one.
     *
     * @param shell has keys and addresses among its variables
     * @param keys the limits that the configuration sets
     * @param before what the session used up already
     * @param seed of what is left to chance in pauses
     * @param log is told of every call
     */
    static ModelAccess open(
            Shell shell, ModelOptions options, Settings.LlmKeys keys, Budget.Spent before, long seed, LlmLog log) {
        options.requireSense();
        Optional<ModelSpec> spec = options.spec();
        Prices prices = options.prices();
        Budget budget = new Budget(options.caps(), before, shell.clock());
        if (options.replay().isPresent()) {
            ReplayLlm replay = spec.map(each -> ReplayLlm.of(options.replay().get(), each.name()))
                    .orElseGet(() -> ReplayLlm.of(options.replay().get()));
            Price price = prices.of(replay.name()).orElse(Price.FREE);
            return new ModelAccess(new LoggedLlm(replay, log, price, System::nanoTime), price, budget, null, replay);
        }
        ModelSpec named = spec.orElseThrow(() -> new PrerequisiteException("""
                A language model is needed here, but none is named.
                Name one with --llm, as in: --llm openai:gpt-4o-mini"""));
        Price price = price(named, prices, options);
        Llm connected = Connection.to(named, shell.variables(), keys.deadlines(), keys.contextTokens());
        Llm robust = new RobustLlm(
                new BudgetedLlm(connected, budget, price, ANSWER_TOKENS, log),
                options.robustness(keys.concurrency()).withinAMinute(keys.requestsPerMinute(), keys.tokensPerMinute()),
                shell.waiting(),
                seed);
        RecordingLlm recording =
                options.record().map(file -> RecordingLlm.to(file, robust)).orElse(null);
        Llm logged = new LoggedLlm(recording == null ? robust : recording, log, price, System::nanoTime);
        return new ModelAccess(logged, price, budget, recording, connected);
    }

    /** A cap in dollars needs a price; models on machines of one's own are free unless the table says otherwise. */
    private static Price price(ModelSpec spec, Prices prices, ModelOptions options) {
        Optional<Price> price = prices.of(spec.name());
        if (price.isEmpty() && spec.provider().isHosted() && options.capsDollars()) {
            throw new PrerequisiteException("""
                    A budget in dollars needs the price of (%s), but the table of prices (of %s) has none.
                    Write it into a table of your own and name that with --prices, or cap tokens with --budget-tokens.""".formatted(spec.name(), prices.date()));
        }
        return price.orElse(Price.FREE);
    }

    Llm llm() {
        return llm;
    }

    Budget budget() {
        return budget;
    }

    /** What may be used up, in a line for people, before the first call. */
    String forecast(Forecast forecast) {
        return forecast.text(llm.name(), price);
    }

    @Override
    public void close() {
        if (recording != null) {
            recording.close();
        }
        if (connected instanceof GgufLlm local) {
            local.close();
        }
    }
}
