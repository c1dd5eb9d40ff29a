package org.tapelearn.llm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.tapelearn.llm.LlmFailure.Kind;

/**
 * Caps on what models may use up. What a call can take at most is reserved before it, and settled by the model's own count
 * after it, so that no cap is passed however many calls are under way. Safe for use by several threads.
 */
public final class Budget {
    private final Caps caps;
    private final Clock clock;
    private final Instant begun;
    private final Lock lock = new ReentrantLock();
    private final Condition settled = lock.newCondition();
    private int underWay;
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

    public Spent spent() {
        lock.lock();
        try {
            return new Spent(used, dollars);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sets aside what a call may take at most. Waits while calls under way may give enough back; throws {@link LlmFailure} of kind
     * BUDGET where nothing more will come.
     */
    Reservation reserve(Usage most, Price price) {
        double cost = price.of(most);
        lock.lock();
        try {
            while (true) {
                Optional<LlmFailure> reached = reached(most, cost);
                if (reached.isEmpty()) {
                    reservedTokens += most.total();
                    reservedDollars += cost;
                    underWay++;
                    return new Reservation(most, price, cost);
                }
                if (underWay == 0) {
                    throw reached.get();
                }
                settled.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<LlmFailure> reached(Usage most, double cost) {
        if (Duration.between(begun, clock.instant()).compareTo(caps.time()) >= 0) {
            throw reached("minutes", "%d minutes".formatted(caps.time().toMinutes()), "the time is up");
        }
        if (used.total() + reservedTokens + most.total() > caps.tokens()) {
            return Optional.of(reached(
                    "tokens",
                    "%,d tokens".formatted(caps.tokens()),
                    "%,d are used, and the next call may take %,d".formatted(used.total(), most.total())));
        }
        if (dollars + reservedDollars + cost > caps.dollars()) {
            return Optional.of(reached(
                    "usd",
                    dollars(caps.dollars()),
                    "%s are spent, and the next call may cost %s".formatted(dollars(dollars), dollars(cost))));
        }
        return Optional.empty();
    }

    private static LlmFailure reached(String option, String cap, String why) {
        return new LlmFailure(Kind.BUDGET, """
                The budget of %s is reached: %s.
                Give more with --budget-%s to go on.""".formatted(cap, why, option));
    }

    private static String dollars(double amount) {
        return String.format(Locale.ROOT, "$%.4f", amount);
    }

    private void settle(Reservation reservation, Usage taken) {
        lock.lock();
        try {
            underWay--;
            reservedTokens -= reservation.most.total();
            reservedDollars = underWay == 0 ? 0 : reservedDollars - reservation.cost;
            used = used.plus(taken);
            dollars += reservation.price.of(taken);
            settled.signalAll();
        } finally {
            lock.unlock();
        }
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

        /** Gives back all but what the call took. */
        void settle(Usage taken) {
            Budget.this.settle(this, taken);
        }

        /** Gives all back: the model was never asked. */
        void giveBack() {
            Budget.this.settle(this, Usage.NONE);
        }
    }
}
