package org.tapelearn.policy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Describes the candidates of one step by relations: is an argument mentioned in the task, in which order, next to which
 * words; where was it seen, what produced it, was it used; is everything mentioned used by now. Names of things are compared,
 * never learned, but for a tool's fixed choices.
 */
final class Describer {
    private static final long TOOL = Mix.of("tool");
    private static final long CHOICE = Mix.of("choice");
    private static final double MENTIONED = 1.5;
    private static final double BESIDE = 1;
    private static final double NAMED = 1;
    private static final double REPEATED = 2;
    private static final double IDLE = 1;

    private final Situation situation;
    private final Goal goal;
    private final List<Candidate> candidates;
    private final Factors factors;
    private final LongMap factorOf;
    private final Map<Long, Offers> offers = new HashMap<>();
    private final long previous;
    private final long beforePrevious;
    private final int left;
    private final int unmatchedNumbers;
    /** The hashes of the task's words, with one mark for all that were never met in learning. */
    private final long[] met;

    /** The task's words, with one mark in the place of each thing that it names. */
    private final long[] words;

    /** The ways in which the task is read. */
    private final Set<Reading> by;

    private final NameFeatures names;
    private final BlankFeatures blanks;
    private final Vocabulary vocabulary;
    /** How like the words that name nothing are to each known word; empty where they are not read so. */
    private final float[] likeness;

    private int[] members = new int[16];
    private int size;

    /**
     * What the values of one parameter have to offer: the places of the task that they are mentioned at, the newest, and how often
     * those of one kind were used.
     */
    private static final class Offers {
        long starts;
        int newest;
        /** By the first word of names: the fewest and the most uses of things that were used. */
        private final Map<Long, int[]> uses = new HashMap<>();

        void count(Entity entity) {
            if (entity.uses > 0) {
                int[] ends = uses.computeIfAbsent(kind(entity), kind -> new int[] {entity.uses, entity.uses});
                ends[0] = Math.min(ends[0], entity.uses);
                ends[1] = Math.max(ends[1], entity.uses);
            }
        }

        /** Whether a thing was used most (1) or least (-1) often of the things of its kind that were used; 0 where neither or both hold. */
        int order(Entity entity) {
            int[] ends = uses.get(kind(entity));
            if (entity.uses == 0 || ends == null || ends[0] == ends[1]) {
                return 0;
            }
            return entity.uses == ends[1] ? 1 : entity.uses == ends[0] ? -1 : 0;
        }

        private static long kind(Entity entity) {
            long[] words = entity.headWords();
            return words.length == 0 ? 0 : words[0];
        }
    }

    private Describer(
            Situation situation, List<Candidate> candidates, Weights weights, Set<Reading> by, Factors factors) {
        this.by = by;
        this.vocabulary = weights.vocabulary();
        this.situation = situation;
        this.goal = situation.goal;
        this.candidates = candidates;
        this.factors = factors;
        this.factorOf = situation.scratch;
        factorOf.clear();
        this.previous = situation.turn(1).tool();
        this.beforePrevious = situation.turn(2).tool();
        this.left = bucket(runs(situation.known & ~situation.used));
        this.unmatchedNumbers = bucket(situation.unmatchedNumbers());
        this.met = situation.words(weights.vocabulary());
        this.words = situation.openWords(vocabulary);
        this.likeness =
                by.contains(Reading.LIKENESS) ? situation.likeness(vocabulary, situation.plainWords()) : new float[0];
        this.names = new NameFeatures(situation, candidates, factors);
        this.blanks = new BlankFeatures(situation, factors, weights.blanks());
        gatherOffers();
    }

    /** Returns the logits of the candidates, in order, by the sum of some readings. */
    static double[] logits(Situation situation, List<Candidate> candidates, Weights weights, Set<Reading> by) {
        Factors factors = Factors.scored(weights);
        Describer describer = new Describer(situation, candidates, weights, by, factors);
        double[] logits = base(situation, candidates);
        for (int i = 0; i < logits.length; i++) {
            describer.describe(candidates.get(i));
            for (int j = 0; j < describer.size; j++) {
                logits[i] += factors.score(describer.members[j]);
            }
        }
        return logits;
    }

    /** Returns the candidates with their features, to learn from. */
    static Choice choice(Situation situation, List<Candidate> candidates, Weights weights, Set<Reading> by) {
        return choice(situation, candidates, Sample.all(candidates.size()), weights, by);
    }

    /** Returns some of the candidates with their features; each stands for as many as the sample says. */
    static Choice choice(
            Situation situation, List<Candidate> candidates, Sample sample, Weights weights, Set<Reading> by) {
        Factors factors = Factors.kept();
        Describer describer = new Describer(situation, candidates, weights, by, factors);
        int[] places = sample.places();
        int[][] members = new int[places.length][];
        double[] all = base(situation, candidates);
        double[] base = new double[places.length];
        for (int i = 0; i < members.length; i++) {
            describer.describe(candidates.get(places[i]));
            members[i] = Arrays.copyOf(describer.members, describer.size);
            base[i] = all[places[i]] + sample.logWeights()[i];
        }
        return new Choice(factors.all(), members, base);
    }

    /**
     * Where exploring looks first: at calls that name what the task names and has not been used, or what was shown beside
     * that; and not at calls made before.
     */
    static double curiosity(Situation situation, Candidate candidate) {
        double interest = candidate.toolNamed() ? NAMED : 0;
        for (boolean named : candidate.choiceNamed()) {
            interest += named ? NAMED : 0;
        }
        for (Entity entity : candidate.arguments()) {
            if (entity.stands()) {
                interest += (situation.used & entity.mention.mask()) == 0 ? MENTIONED : 0;
            } else if (situation.speaksOf(entity)) {
                interest += BESIDE;
            }
        }
        return interest - REPEATED * situation.repeats(candidate);
    }

    /**
     * Every tool is as likely as every other before anything is learned, however many calls it offers; a call that was answered
     * as before is less likely where names last.
     */
    static double[] base(Situation situation, List<Candidate> candidates) {
        double[] base = new double[candidates.size()];
        Map<Long, int[]> perTool = new HashMap<>();
        int[][] counts = new int[base.length][];
        for (int i = 0; i < base.length; i++) {
            counts[i] = perTool.computeIfAbsent(candidates.get(i).tool(), tool -> new int[1]);
            counts[i][0]++;
        }
        double one = 0;
        for (int i = 0; i < base.length; i++) {
            if (i == 0 || candidates.get(i).tool() != candidates.get(i - 1).tool()) {
                one = -StrictMath.log(counts[i][0]);
            }
            base[i] = one - IDLE * situation.history.idle(candidates.get(i));
        }
        return base;
    }

    /** Counts the groups of neighbouring words in a set of words. */
    private static int runs(long words) {
        return Long.bitCount(words & ~(words << 1));
    }

    static int bucket(int count) {
        return Math.min(count, 3);
    }

    private void gatherOffers() {
        for (Candidate candidate : candidates) {
            for (int i = 0; i < candidate.arguments().length; i++) {
                Entity entity = candidate.arguments()[i];
                Offers offer = offers.computeIfAbsent(candidate.parameters()[i], parameter -> new Offers());
                if (entity.stands()) {
                    offer.starts |= 1L << entity.mention.start();
                }
                offer.newest = Math.max(offer.newest, entity.firstSeen);
                if (by.contains(Reading.NAMES)) {
                    offer.count(entity);
                }
            }
        }
    }

    private void describe(Candidate candidate) {
        size = 0;
        long tool = candidate.tool();
        addShared(tool, () -> describeSymbol(tool, TOOL, candidate.toolNamed()));
        for (int i = 0; i < candidate.choices().length; i++) {
            long choice = candidate.choices()[i];
            boolean named = candidate.choiceNamed()[i];
            addShared(choice, () -> describeSymbol(choice, CHOICE, named));
        }
        Entity[] arguments = candidate.arguments();
        for (int i = 0; i < arguments.length; i++) {
            Entity entity = arguments[i];
            long parameter = candidate.parameters()[i];
            addShared(Mix.of(parameter, entity.hash), () -> describeArgument(parameter, entity));
            for (long choice : candidate.choices()) {
                addShared(Mix.of(choice, entity.hash), () -> describeChoiceBeside(choice, entity));
            }
            for (int j = i + 1; j < arguments.length; j++) {
                Entity other = arguments[j];
                long both = Mix.of(parameter, candidate.parameters()[j]);
                addShared(Mix.of(both, entity.hash, other.hash), () -> describePair(both, entity, other));
            }
        }
        describeCall(candidate);
        add(factors.end(by));
    }

    private void add(int factor) {
        if (size == members.length) {
            members = Arrays.copyOf(members, size * 2);
        }
        members[size++] = factor;
    }

    /** Adds a factor that other candidates of the step share, described when it first comes up. */
    private void addShared(long key, Runnable description) {
        int factor = factorOf.get(key);
        if (factor == LongMap.NONE) {
            description.run();
            factor = factors.end(by);
            factorOf.put(key, factor);
        }
        add(factor);
    }

    /** A tool or one of its fixed choices beside the task's words and the state of the attempt. */
    private void describeSymbol(long symbol, long kind, boolean named) {
        factors.add(Mix.of(kind, named ? 1 : 0, 18));
        int uses = Math.min(situation.uses(symbol), 2);
        long withUses = Mix.of(symbol, uses, 1);
        long withPrevious = Mix.of(symbol, previous, 2);
        factors.add(Mix.of(symbol, 3));
        factors.add(withUses);
        factors.add(withPrevious);
        for (int i = 0; i < words.length; i++) {
            factors.addWord(Mix.of(symbol, words[i], 4));
            factors.addWord(Mix.of(withUses, words[i]));
            factors.addWord(Mix.of(withPrevious, words[i]));
            factors.addWord(Mix.of(symbol, Mix.of(i == 0 ? 17 : words[i - 1], words[i]), 5));
        }
        describeMemory(symbol, kind);
        if (by.contains(Reading.NAMES)) {
            names.describeSymbol(symbol, withPrevious);
        }
        if (by.contains(Reading.BLANKS)) {
            blanks.describeSymbol(symbol);
        }
        factors.addLikeness(symbol, likeness);
        factors.addLikeness(withPrevious, likeness);
        factors.addLikeness(withUses, likeness);
        factors.add(Mix.of(symbol, Mix.of(previous, beforePrevious), 6));
        factors.add(Mix.of(symbol, Math.min(situation.turns.size(), 8), 7));
        factors.add(Mix.of(symbol, left, 8));
        factors.add(Mix.of(symbol, Mix.of(previous, left), 9));
        factors.add(Mix.of(symbol, Mix.of(uses, left), 10));
        factors.add(Mix.of(symbol, unmatchedNumbers, 11));
        factors.add(Mix.of(symbol, Mix.of(previous, unmatchedNumbers), 12));
        factors.add(Mix.of(symbol, situation.lastError ? 1 : 0, 13));
        if (!situation.turns.isEmpty()) {
            for (long choice : situation.turns.getLast().choices()) {
                factors.add(Mix.of(symbol, choice, 14));
            }
        }
    }

    /** What was done next for tasks in like words. */
    private void describeMemory(long symbol, long kind) {
        if (by.contains(Reading.MEMORY)) {
            Remembered remembered = situation.remembered;
            int share = kind == TOOL ? remembered.share(symbol) : remembered.shareOfChoice(symbol);
            long sure = Mix.of(share, remembered.likeness());
            factors.addMemory(Mix.of(kind, share, 100));
            factors.addMemory(Mix.of(kind, sure, 101));
            factors.addMemory(Mix.of(symbol, sure, 102));
            if (kind == TOOL) {
                factors.addMemory(Mix.of(kind, remembered.advice(symbol), 103));
            }
        }
    }

    /** One argument's value: its mention, its neighbours there, where it came from, and its use so far. */
    private void describeArgument(long parameter, Entity entity) {
        int level = entity.mentionLevel();
        Offers offer = offers.get(parameter);
        long starts = offer == null ? 0 : offer.starts;
        boolean newest = offer != null && offer.newest == entity.firstSeen;
        int uses = Math.min(entity.uses, 2);
        factors.add(Mix.of(parameter, level, 20));
        factors.add(Mix.of(parameter, Mix.of(level, Math.min(entity.rivals, 2)), 21));
        factors.add(Mix.of(parameter, Mix.of(level, uses), 22));
        factors.add(Mix.of(parameter, Mix.of(level, left), 23));
        factors.add(Mix.of(parameter, Mix.of(uses, previous), 24));
        if (entity.lastUse >= 0 && entity.lastUse == situation.turns.size() - 1) {
            factors.add(Mix.of(parameter, previous, 25));
        }
        if (entity.stands()) {
            describeMention(parameter, entity, starts);
        }
        describeOrigin(parameter, entity, level, newest);
        if (by.contains(Reading.NAMES)) {
            names.describeArgument(parameter, entity, starts, offer == null ? 0 : offer.order(entity));
        }
        if (by.contains(Reading.BLANKS)) {
            blanks.describeArgument(parameter, entity);
        }
    }

    private void describeMention(long parameter, Entity entity, long starts) {
        int before = Long.bitCount(starts & ((1L << entity.mention.start()) - 1));
        long order = Mix.of(bucket(before), bucket(Long.bitCount(starts)));
        int uses = Math.min(entity.uses, 1);
        factors.add(Mix.of(parameter, order, 30));
        factors.add(Mix.of(parameter, Mix.of(order, uses), 31));
        boolean spent = (situation.used & entity.mention.mask()) != 0;
        factors.add(Mix.of(parameter, spent ? 1 : 0, 37));
        addLikenessBeside(parameter, entity);
        long near = leftWord(entity, 1);
        long far = leftWord(entity, 2);
        long right = rightWord(entity);
        factors.addBeside(Mix.of(parameter, near, 32));
        factors.addBeside(Mix.of(parameter, Mix.of(near, far), 33));
        factors.addBeside(Mix.of(parameter, far, 36));
        factors.addBeside(Mix.of(parameter, right, 34));
        factors.addBeside(Mix.of(parameter, Mix.of(near, right), 35));
    }

    /** What the words before a mention are like, and those after it. */
    private void addLikenessBeside(long symbol, Entity entity) {
        if (by.contains(Reading.LIKENESS)) {
            factors.addLikeness(Mix.of(symbol, 38), situation.likeness(vocabulary, situation.wordsBefore(entity)));
            factors.addLikeness(Mix.of(symbol, 39), situation.likeness(vocabulary, situation.wordsAfter(entity)));
        }
    }

    private void describeOrigin(long parameter, Entity entity, int level, boolean newest) {
        int now = situation.observations.size() - 1;
        int age = entity.firstSeen < 0 ? 4 : Math.min(now - entity.firstSeen, 3);
        factors.add(Mix.of(parameter, Mix.of(age, newest ? 1 : 0), 40));
        factors.add(Mix.of(parameter, Mix.of(newest ? 1 : 0, level), 41));
        describeSource(parameter, entity.firstSeen, 42);
        describeSource(parameter, entity.lastSeen, 45);
        int gap = entity.lastSeen < 0 ? 4 : Math.min(now - entity.lastSeen, 3);
        long lastTool = sourceTool(entity.lastSeen);
        factors.add(Mix.of(parameter, gap, 48));
        ObservationIndex.Place place = entity.lastPlace;
        if (place.line() >= 0) {
            long spot = Mix.of(Math.min(place.line(), 4), Math.min(place.cell(), 4));
            factors.add(Mix.of(parameter, spot, 49));
            factors.add(Mix.of(parameter, Mix.of(lastTool, spot), 50));
            factors.add(Mix.of(parameter, place.label(), 51));
            factors.add(Mix.of(parameter, Mix.of(lastTool, spot), gap));
            situation.judge(entity);
            int about = Math.min(entity.about, 2);
            factors.add(Mix.of(parameter, about, 43));
            factors.add(Mix.of(parameter, Mix.of(about, lastTool), gap));
            int rank = situation.observations.get(entity.lastSeen).rank(place.line());
            factors.add(Mix.of(parameter, Mix.of(rank, lastTool), 96));
            if (gap == 0) {
                long here = Mix.of(parameter, Mix.of(lastTool, spot), 44);
                long labelled = Mix.of(parameter, place.label(), 46);
                long ranked = Mix.of(parameter, rank, 47);
                factors.addLikeness(here, likeness);
                if (rank != ObservationIndex.UNCOMPARED) {
                    factors.addLikeness(ranked, likeness);
                }
                for (long word : words) {
                    factors.addWord(Mix.of(here, word));
                    factors.addWord(Mix.of(labelled, word));
                    if (rank != ObservationIndex.UNCOMPARED) {
                        factors.addWord(Mix.of(ranked, word));
                    }
                }
            }
            int headed = !situation.mentions(place.header()) ? 0 : situation.usesOf(place.header()) > 0 ? 2 : 1;
            factors.add(Mix.of(parameter, headed, 58));
            factors.add(Mix.of(parameter, Mix.of(headed, spot), 59));
            factors.add(Mix.of(parameter, Mix.of(headed, lastTool), 90 + gap));
            factors.add(Mix.of(parameter, entity.beside, 52));
            factors.add(Mix.of(parameter, Mix.of(entity.beside, spot), 53));
        }
        long own = situation.ownWords(entity);
        int leftAfterFirst = bucket(runs(situation.known & ~(own | situation.lineage(entity.firstSeen))));
        int leftAfterLast = bucket(runs(situation.known & ~(own | situation.lineage(entity.lastSeen))));
        factors.add(Mix.of(parameter, leftAfterFirst, 54));
        factors.add(Mix.of(parameter, leftAfterLast, 55));
        factors.add(Mix.of(parameter, Mix.of(lastTool, leftAfterLast), 56));
        factors.add(Mix.of(parameter, Mix.of(gap, leftAfterLast), 57));
    }

    private long sourceTool(int observation) {
        return observation >= 1 && observation <= situation.turns.size()
                ? situation.turns.get(observation - 1).tool()
                : observation == 0 ? Situation.START : 0;
    }

    private void describeSource(long parameter, int observation, int salt) {
        factors.add(Mix.of(parameter, sourceTool(observation), salt));
        if (observation >= 1 && observation <= situation.turns.size()) {
            for (long choice : situation.turns.get(observation - 1).choices()) {
                factors.add(Mix.of(parameter, choice, salt + 1));
            }
        }
    }

    /** The call as a whole: repetition, what it newly makes use of, and how its arguments stand to one another. */
    private void describeCall(Candidate candidate) {
        long tool = candidate.tool();
        Entity[] arguments = candidate.arguments();
        factors.add(Mix.of(tool, Math.min(situation.repeats(candidate), 2), 60));
        long own = 0;
        long reach = 0;
        int mentioned = 0;
        for (Entity entity : arguments) {
            own |= situation.ownWords(entity);
            reach |= situation.lineage(entity.firstSeen) | (entity.number ? situation.lineage(entity.lastSeen) : 0);
            mentioned += entity.stands() ? 1 : 0;
        }
        int fresh = bucket(runs(own & ~situation.used));
        int open = bucket(runs(situation.known & ~(own | reach)));
        boolean all = mentioned == arguments.length;
        factors.add(Mix.of(tool, Mix.of(fresh, all ? 1 : 0), 61));
        factors.add(Mix.of(tool, open, 62));
        factors.add(Mix.of(tool, Mix.of(open, fresh), 63));
        factors.add(Mix.of(tool, Mix.of(previous, open), 64));
        if (by.contains(Reading.NAMES)) {
            names.describeCall(candidate);
        }
        if (by.contains(Reading.BLANKS)) {
            blanks.describeCall(candidate);
        }
    }

    /** A fixed choice beside one of the other arguments of its call. */
    private void describeChoiceBeside(long choice, Entity entity) {
        factors.add(Mix.of(choice, entity.number ? 1 : 0, 70));
        factors.add(Mix.of(choice, entity.mentionLevel(), 75));
        if (entity.stands()) {
            addLikenessBeside(choice, entity);
            addAround(Mix.of(choice, 77), situation.wordsBefore(entity));
            addAround(Mix.of(choice, 78), situation.wordsAfter(entity));
            factors.addBeside(Mix.of(choice, leftWord(entity, 1), 71));
            factors.addBeside(Mix.of(choice, leftWord(entity, 2), 72));
            factors.addBeside(Mix.of(choice, leftWord(entity, 3), 76));
            factors.addBeside(Mix.of(choice, rightWord(entity), 73));
            factors.addBeside(Mix.of(choice, Mix.of(leftWord(entity, 1), leftWord(entity, 2)), 74));
        }
    }

    /** The words at some places beside a mention, whatever their order, and every two of them. */
    private void addAround(long place, long places) {
        for (int i = 0; i < met.length; i++) {
            if ((places >>> i & 1) != 0) {
                factors.addBeside(Mix.of(place, met[i]));
                for (int j = i + 1; j < met.length; j++) {
                    if ((places >>> j & 1) != 0) {
                        factors.addBeside(Mix.of(place, met[i], met[j]));
                    }
                }
            }
        }
    }

    private void describePair(long parameters, Entity first, Entity second) {
        factors.add(Mix.of(parameters, first == second ? 1 : 0, 80));
        if (by.contains(Reading.NAMES)) {
            names.describePair(parameters, first, second);
        }
        factors.add(Mix.of(parameters, Mix.of(first.mentionLevel(), second.mentionLevel()), 81));
        boolean sameSource = first.lastSeen >= 0 && first.lastSeen == second.lastSeen;
        boolean sameLine = sameSource && first.lastPlace.line() == second.lastPlace.line();
        factors.add(Mix.of(parameters, sameLine ? 2 : sameSource ? 1 : 0, 82));
        if (first.firstSeen >= 0 && second.firstSeen >= 0) {
            factors.add(Mix.of(parameters, Integer.signum(first.firstSeen - second.firstSeen), 86));
        }
        if (first.stands() && second.stands()) {
            int distance = second.mention.start() - first.mention.start();
            int size = Math.abs(distance);
            int step = size <= 3 ? size : size <= 6 ? 4 : 5;
            factors.add(Mix.of(parameters, distance < 0 ? -step : step, 83));
            int from = Math.min(first.mention.end(), second.mention.end());
            int to = Math.max(first.mention.start(), second.mention.start());
            if (to - from >= 0 && to - from <= 3) {
                long between = 19;
                for (int i = from; i < to; i++) {
                    between = Mix.of(between, word(i));
                    factors.addBeside(Mix.of(parameters, word(i), 85));
                }
                factors.addBeside(Mix.of(parameters, Mix.of(between, distance < 0 ? 1 : 0), 84));
            }
        }
    }

    private long leftWord(Entity entity, int steps) {
        int at = entity.mention.start() - steps;
        return at >= 0 && (situation.known >>> at & 1) != 0 ? Situation.NAME : word(at);
    }

    /** The word of the task at a place, with one mark for all words never met and another beyond the ends. */
    private long word(int index) {
        return index < 0 || index >= met.length ? goal.word(index) : met[index];
    }

    private long rightWord(Entity entity) {
        int at = entity.mention.end();
        return at < goal.words.length && (situation.known >>> at & 1) != 0 ? Situation.NAME : word(at);
    }
}
