package org.tapelearn.llm;

import java.util.function.Consumer;

/** A model that is asked only while its budget allows. Every answer has a cap on its length, since a budget cannot hold without. */
public final class BudgetedLlm implements Llm {
    private final Llm llm;
    private final Budget budget;
    private final Price price;
    private final int maxTokens;

    /** @param maxTokens how long an answer may be where the prompt does not say */
    public BudgetedLlm(Llm llm, Budget budget, Price price, int maxTokens) {
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
        Budget.Reservation reservation = budget.reserve(new Usage(TokenBound.of(prompt), most), price);
        Completion completion;
        try {
            completion = llm.complete(prompt.with(prompt.sampling().withMaxTokens(most)), partial);
        } catch (LlmFailure failure) {
            if (failure.isBilled()) {
                reservation.settle(Usage.NONE);
            } else {
                reservation.giveBack();
            }
            throw failure;
        } catch (RuntimeException | Error ours) {
            reservation.settle(Usage.NONE);
            throw ours;
        }
        reservation.settle(completion.usage());
        return completion;
    }
}
