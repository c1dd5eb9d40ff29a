package org.tapelearn.policy;

import static org.tapelearn.policy.Describer.bucket;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Describes candidates by the names of things, where these last from one task to the next. */
final class NameFeatures {
    private static final int[] BEGINNINGS = {5, 6, 8, 12};

    private final Situation situation;
    private final History history;
    private final Goal goal;
    private final Factors factors;
    private final long previous;
    private final long beforePrevious;
    private final long previousSign;
    private final long beforePreviousSign;

    /** What the task begins with, in fewer words and in more. */
    private final long[] topics;

    /** For each way in which answers named things, how many of these are left to use. */
    private final long[] saidLeft;

    NameFeatures(Situation situation, List<Candidate> candidates, Factors factors) {
        this.situation = situation;
        this.history = situation.history;
        this.goal = situation.goal;
        this.factors = factors;
        this.previous = situation.turn(1).tool();
        this.beforePrevious = situation.turn(2).tool();
        this.previousSign = situation.turn(1).sign();
        this.beforePreviousSign = situation.turn(2).sign();
        this.topics = IntStream.of(BEGINNINGS).mapToLong(goal::beginning).toArray();
        this.saidLeft = situation.lastingNames ? saidLeft(candidates) : new long[0];
    }

    private long[] saidLeft(List<Candidate> candidates) {
        Set<Entity> things = new HashSet<>();
        candidates.forEach(candidate -> things.addAll(Arrays.asList(candidate.arguments())));
        SortedMap<Long, Integer> unused = new TreeMap<>();
        for (Entity thing : things) {
            long said = history.said(thing);
            if (said != 0) {
                unused.merge(said, thing.uses == 0 ? 1 : 0, Integer::sum);
            }
        }
        return unused.entrySet().stream()
                .mapToLong(way -> Mix.of(way.getKey(), bucket(way.getValue())))
                .toArray();
    }

    /** A tool or one of its fixed choices. */
    void describeSymbol(long symbol, long withPrevious) {
        named(symbol);
        for (long left : saidLeft) {
            factors.addName(Mix.of(symbol, left, 143));
            factors.addName(Mix.of(withPrevious, left, 144));
            factors.addName(Mix.of(symbol, Mix.of(left, topics[0]), 145));
        }
    }

    /**
     * One argument's value by what it was used for, by how answers named it, and by where the task names it or what it is a part of, or
     * else by its name and the words in it: what a task names is another thing in the next one.
     *
     * @param starts where the task names values of the parameter
     * @param order whether it was used most or least of its kind
     */
    void describeArgument(long parameter, Entity entity, long starts, int order) {
        named(Mix.of(parameter, history.role(entity), 111));
        describeSaid(parameter, entity);
        describeCompany(parameter, entity);
        if (entity.stands()) {
            named(Mix.of(parameter, situation.around(entity), 112));
            int before = Long.bitCount(starts & ((1L << entity.mention.start()) - 1));
            named(Mix.of(parameter, Mix.of(before, bucket(Long.bitCount(starts))), 113));
        } else if (entity.part) {
            describeWords(parameter, situation.part(entity), entity.partWords(goal));
        } else {
            describeWords(parameter, Arrays.hashCode(entity.kindWords()), entity.kindWords());
        }
        if (order != 0) {
            named(Mix.of(parameter, order, 152));
        }
    }

    /** A name as a whole and word by word. */
    private void describeWords(long parameter, long whole, long[] words) {
        named(Mix.of(parameter, whole, 110));
        for (long word : words) {
            long part = Mix.of(parameter, word, 114);
            factors.addName(part);
            factors.addName(Mix.of(part, previousSign));
            factors.addName(Mix.of(part, previous));
            for (long topic : topics) {
                factors.addName(Mix.of(part, topic));
            }
        }
    }

    /** What was handled that a thing was last shown with: a pot of flowers is known by its flowers, not by its number. */
    private void describeCompany(long parameter, Entity entity) {
        long company = history.company(entity);
        if (company != 0) {
            named(Mix.of(parameter, company, 150));
            factors.add(Mix.of(parameter, company, 151));
        }
    }

    /** How answers named a thing, and whether it was used. */
    private void describeSaid(long parameter, Entity entity) {
        long said = history.said(entity);
        if (said != 0) {
            long withUse = Mix.of(said, Math.min(entity.uses, 1));
            named(Mix.of(parameter, withUse, 140));
            factors.add(Mix.of(parameter, withUse, 141));
            factors.add(Mix.of(parameter, said, 142));
        }
    }

    /** Something with a name beside what was done, what was answered, and what is asked. */
    private void named(long thing) {
        factors.addName(thing);
        factors.addName(Mix.of(thing, previous, 115));
        factors.addName(Mix.of(thing, previousSign, 116));
        factors.addName(Mix.of(thing, Mix.of(previousSign, beforePreviousSign), 117));
        factors.addName(Mix.of(thing, Mix.of(previous, beforePrevious), 118));
        factors.addName(Mix.of(thing, history.compared, 119));
        for (long topic : topics) {
            factors.addName(Mix.of(thing, topic, 120));
            factors.addName(Mix.of(thing, Mix.of(topic, previous), 121));
            factors.addName(Mix.of(thing, Mix.of(topic, previousSign), 122));
            factors.addName(Mix.of(thing, Mix.of(topic, history.compared), 123));
        }
        for (long sign : history.made) {
            factors.addName(Mix.of(thing, sign, 124));
        }
        for (long sign : history.lastOf.values()) {
            factors.addName(Mix.of(thing, sign, 125));
        }
        for (long word : history.news) {
            factors.addName(Mix.of(thing, word, 126));
        }
        for (long word : goal.hashes) {
            factors.addName(Mix.of(thing, word, 127));
            factors.addName(Mix.of(thing, Mix.of(previousSign, word), 128));
        }
    }

    /** A call as a whole. */
    void describeCall(Candidate candidate) {
        int idle = Math.min(history.idle(candidate), 3);
        factors.addName(Mix.of(candidate.tool(), idle, 129));
        factors.addName(Mix.of(idle, 130));
    }

    /** Two arguments of a call. */
    void describePair(long parameters, Entity first, Entity second) {
        long both = Mix.of(parameters, situation.sign(first), situation.sign(second));
        factors.addName(both);
        factors.addName(Mix.of(both, previousSign, 131));
        long roles = Mix.of(parameters, history.role(first), history.role(second));
        factors.addName(Mix.of(roles, previous, 132));
        for (long topic : topics) {
            factors.addName(Mix.of(both, topic, 133));
            factors.addName(Mix.of(roles, topic, 134));
        }
    }
}
