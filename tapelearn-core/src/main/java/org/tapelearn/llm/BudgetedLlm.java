package org.tapelearn.llm;

import java.util.function.Consumer;

/** A model that is asked only while its budget allows. Every answer has a cap on its length, since a budget cannot hold without. */
public final class BudgetedLlm implements Llm {
    private final Llm llm;
    private final Budget budget;
    private final Price price;
    private final int maxTokens;
    private final LlmLog log;

    /** @param maxTokens how long an answer may be where the prompt does not say */
    public BudgetedLlm(Llm llm, Budget budget, Price price, int maxTokens) {
        this(llm, budget, price, maxTokens, entry -> {});
    }

    /** @param log is told of what counts as used though no answer says so */
    public BudgetedLlm(Llm llm, Budget budget, Price price, int maxTokens, LlmLog log) {
        this.log = log;
        this.llm = llm;
        this.budget = budget;
        this.price = price;
        this.maxTokens = maxTokens;
    }

    @Override
    public String name() {
        return llm.name();
    }

    @Override
    public Completion complete(Prompt prompt) {
        return complete(prompt, text -> {});
    }

    @Override
    public Completion complete(Prompt prompt, Consumer<String> partial) {
        int most = prompt.sampling().maxTokens().orElse(maxTokens);
        Usage bound = new Usage(TokenBound.of(prompt), most);
        Budget.Reservation reservation = budget.reserve(bound, price);
        Completion completion;
        try {
            completion = llm.complete(prompt.with(prompt.sampling().withMaxTokens(most)), partial);
        } catch (LlmFailure failure) {
            if (failure.isBilled()) {
                reservation.settle(bound);
                log.lost(prompt, bound, price.of(bound));
            } else {
                reservation.giveBack();
            }
            throw failure;
        } catch (RuntimeException | Error ours) {
            reservation.settle(bound);
            log.lost(prompt, bound, price.of(bound));
            throw ours;
        }
        if (completion.usage().equals(Usage.NONE)) {
            reservation.settle(bound);
            log.lost(prompt, bound, price.of(bound));
        } else {
            reservation.settle(completion.usage());
        }
        return completion;
    }
}
