package org.tapelearn.llm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.tapelearn.llm.LlmFailure.Kind;

/**
 * Caps on what models may use up. What a call can take at most is reserved before it, and settled by the model's own count
 * after it, so that no cap is passed however many calls are under way. Safe for use by several threads.
 */
public final class Budget {
    private final Caps caps;
    private final Clock clock;
    private final Instant begun;
    private long reservedTokens;
    private double reservedDollars;
    private Usage used;
    private double dollars;

    /**
     * How much there is.
     *
     * @param tokens of prompts and answers together
     * @param time from the beginning of the budget
     */
    public record Caps(double dollars, long tokens, Duration time) {
        public static final Caps NONE =
                new Caps(Double.POSITIVE_INFINITY, Long.MAX_VALUE, Duration.ofSeconds(Long.MAX_VALUE / 4));

        public Caps {
            if (!(dollars >= 0) || tokens < 0 || time.isNegative()) {
                throw new IllegalArgumentException(
                        "A cap is 0 or more, but these are (%s) dollars, (%d) tokens and (%s)."
                                .formatted(dollars, tokens, time));
            }
        }
    }

    /**
     * What was used up so far.
     *
     * @param usage tokens; of calls whose answer was lost, what they may have taken at most
     */
    public record Spent(Usage usage, double dollars) {
        public static final Spent NOTHING = new Spent(Usage.NONE, 0);
    }

    /** A budget of which some is used up already: by the earlier part of a session that goes on. */
    public Budget(Caps caps, Spent before, Clock clock) {
        this.caps = caps;
        this.clock = clock;
        this.begun = clock.instant();
        this.used = before.usage();
        this.dollars = before.dollars();
    }

    public Budget(Caps caps, Clock clock) {
        this(caps, Spent.NOTHING, clock);
    }

    public Caps caps() {
        return caps;
    }

    public synchronized Spent spent() {
        return new Spent(used, dollars);
    }

    /** Sets aside what a call may take at most; throws {@link LlmFailure} of kind BUDGET where there is not so much left. */
    synchronized Reservation reserve(Usage most, Price price) {
        double cost = price.of(most);
        if (Duration.between(begun, clock.instant()).compareTo(caps.time()) >= 0) {
            throw reached("minutes", "%d minutes".formatted(caps.time().toMinutes()), "the time is up");
        }
        if (used.total() + reservedTokens + most.total() > caps.tokens()) {
            throw reached(
                    "tokens",
                    "%,d tokens".formatted(caps.tokens()),
                    "%,d are used, %,d set aside for calls under way, and the next call may take %,d"
                            .formatted(used.total(), reservedTokens, most.total()));
        }
        if (dollars + reservedDollars + cost > caps.dollars()) {
            throw reached(
                    "usd",
                    dollars(caps.dollars()),
                    "%s are spent, %s set aside for calls under way, and the next call may cost %s"
                            .formatted(dollars(dollars), dollars(reservedDollars), dollars(cost)));
        }
        reservedTokens += most.total();
        reservedDollars += cost;
        return new Reservation(most, price, cost);
    }

    private static LlmFailure reached(String option, String cap, String why) {
        return new LlmFailure(Kind.BUDGET, """
                The budget of %s is reached: %s.
                Give more with --budget-%s to go on.""".formatted(cap, why, option));
    }

    private static String dollars(double amount) {
        return String.format(Locale.ROOT, "$%.4f", amount);
    }

    private synchronized void settle(Reservation reservation, Usage taken) {
        reservedTokens -= reservation.most.total();
        reservedDollars -= reservation.cost;
        used = used.plus(taken);
        dollars += reservation.price.of(taken);
    }

    /** What is set aside for one call. */
    final class Reservation {
        private final Usage most;
        private final Price price;
        private final double cost;

        private Reservation(Usage most, Price price, double cost) {
            this.most = most;
            this.price = price;
            this.cost = cost;
        }

        /** Gives back all but what the call took; a model that does not count is taken at its most. */
        void settle(Usage taken) {
            Budget.this.settle(this, taken.equals(Usage.NONE) ? most : taken);
        }

        /** Gives all back: the model was never asked. */
        void giveBack() {
            Budget.this.settle(this, Usage.NONE);
        }
    }
}
