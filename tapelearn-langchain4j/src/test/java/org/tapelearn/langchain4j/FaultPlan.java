package org.tapelearn.langchain4j;

import java.util.List;
import java.util.Random;

/** Which request meets which fault, by its number from 0. */
@FunctionalInterface
public interface FaultPlan {
    FaultPlan NONE = number -> Fault.NONE;

    /** What can go wrong with a request. */
    enum Fault {
        NONE,
        /** 429 that says how long to wait. */
        RATE_LIMIT,
        /** 429 that says nothing more. */
        BARE_RATE_LIMIT,
        /** 429 since the money is used up. */
        QUOTA,
        SERVER_ERROR,
        OVERLOADED,
        TIME_OUT,
        /** The answer ends in its middle. */
        CUT,
        /** The answer comes byte by byte. */
        DRIP,
        /** The answer begins, and then nothing comes while the connection stays open. */
        STALL,
        EMPTY,
        /** A body that is no JSON. */
        MALFORMED,
        BAD_REQUEST,
        TOO_LONG,
        UNAUTHORIZED,
        PAYMENT,
        NOT_FOUND;

        /** What passes when one asks again. */
        static final List<Fault> PASSING =
                List.of(RATE_LIMIT, BARE_RATE_LIMIT, SERVER_ERROR, OVERLOADED, TIME_OUT, CUT, DRIP, EMPTY, MALFORMED);
    }

    Fault at(int number);

    /** The given faults for the first requests, and none for all others. */
    static FaultPlan first(Fault... faults) {
        return number -> number < faults.length ? faults[number] : Fault.NONE;
    }

    static FaultPlan always(Fault fault) {
        return number -> fault;
    }

    /** Each request meets, with this probability, one of the faults; the same seed, the same plan. */
    static FaultPlan storm(long seed, double share, List<Fault> faults) {
        return number -> {
            Random dice = new Random(seed * 1_000_003 + number);
            dice.nextDouble();
            return dice.nextDouble() < share ? faults.get(dice.nextInt(faults.size())) : Fault.NONE;
        };
    }
}
