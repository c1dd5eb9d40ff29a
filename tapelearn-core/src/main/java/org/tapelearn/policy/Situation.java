package org.tapelearn.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tapelearn.policy.Features.Factor;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.ToolCall;

/**
 * What an attempt looks like to the policy. It reads the tape as it grows, and describes each admissible call by relations:
 * is an argument mentioned in the task, in which order, next to which words; where was it seen, what produced it, was it
 * used; is everything mentioned used by now. Names of things are compared, never learned, but for a tool's fixed choices.
 */
final class Situation {
    private static final long START = Mix.of("start");
    private static final long ENTITY_MARK = Mix.of("entity");
    private static final int[] NO_GROUP = new int[65];
    private static final double MENTIONED = 1.5;
    private static final double NAMED = 1;
    private static final double REPEATED = 2;

    private final Goal goal;
    private final ToolShapes shapes;
    private final Map<Long, Factor> symbolFactors;
    private final Map<String, Entity> entities = new LinkedHashMap<>();
    private final List<ObservationIndex> observations = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final Map<Long, Integer> symbolUses = new HashMap<>();
    private int readSteps;
    private boolean lastError;
    private long known;
    private long used;

    /** A past call: its symbols, and the words of the task that it and whatever it built on made use of. */
    private record Turn(ToolCall call, long tool, long[] choices, long lineage) {}

    Situation(Goal goal, ToolShapes shapes) {
        this.goal = goal;
        this.shapes = shapes;
        this.symbolFactors = goal.symbolFactors;
    }

    /** Describes the calls that may be made at the end of the tape; the tape has grown by whole turns since the last time. */
    Choice choose(Tape tape, List<ToolCall> admissible) {
        read(tape);
        meet(admissible);
        compareMentions();
        return new Describer(admissible).describe();
    }

    private void read(Tape tape) {
        List<Step> steps = tape.steps();
        for (; readSteps < steps.size(); readSteps++) {
            switch (steps.get(readSteps)) {
                case Step.Observation observation -> readObservation(observation);
                case Step.Action action -> readCall(action.call());
                case Step.User user -> {}
                case Step.Thought thought -> {}
                case Step.Unknown unknown -> {}
            }
        }
    }

    private void readObservation(Step.Observation observation) {
        ObservationIndex index = ObservationCache.index(observation.content());
        int number = observations.size();
        observations.add(index);
        lastError = observation.error();
        for (Entity entity : entities.values()) {
            entity.see(number, index);
        }
    }

    private void readCall(ToolCall call) {
        ToolShapes.Shape shape = shapes.of(call.tool());
        List<Long> choices = new ArrayList<>();
        long lineage = 0;
        for (Map.Entry<String, String> entry : call.arguments().entrySet()) {
            ToolShapes.Argument argument = shape.argument(entry.getKey());
            if (argument.isChoice()) {
                choices.add(argument.choice(entry.getValue()));
            } else {
                Entity entity = entity(entry.getValue());
                entity.uses++;
                entity.lastUse = turns.size();
                lineage |=
                        ownWords(entity) | lineage(entity.firstSeen) | (entity.number ? lineage(entity.lastSeen) : 0);
            }
        }
        symbolUses.merge(shape.tool(), 1, Integer::sum);
        choices.forEach(symbol -> symbolUses.merge(symbol, 1, Integer::sum));
        used |= lineage;
        turns.add(new Turn(
                call, shape.tool(), choices.stream().mapToLong(Long::longValue).toArray(), lineage));
    }

    private void meet(List<ToolCall> admissible) {
        for (ToolCall call : admissible) {
            ToolShapes.Shape shape = shapes.of(call.tool());
            for (Map.Entry<String, String> entry : call.arguments().entrySet()) {
                if (!shape.argument(entry.getKey()).isChoice()) {
                    entity(entry.getValue());
                }
            }
        }
    }

    /** Counts how often exactly this call was made. */
    private int repeats(ToolCall call, long tool) {
        int count = 0;
        for (Turn turn : turns) {
            count += turn.tool() == tool && turn.call().equals(call) ? 1 : 0;
        }
        return count;
    }

    private Entity entity(String value) {
        Entity entity = entities.get(value);
        if (entity == null) {
            entity = new Entity(value, goal.mention(value));
            for (int i = 0; i < observations.size(); i++) {
                entity.see(i, observations.get(i));
            }
            entities.put(value, entity);
        }
        return entity;
    }

    /** Finds which mentions are parts of longer ones and which compete for the same words. */
    private void compareMentions() {
        List<Entity> mentioned = new ArrayList<>();
        for (Entity entity : entities.values()) {
            if (entity.mention.exists()) {
                mentioned.add(entity);
            }
        }
        known = 0;
        for (Entity entity : mentioned) {
            entity.dominated = false;
            entity.rivals = 0;
            long own = entity.mention.mask();
            for (Entity other : mentioned) {
                if (other == entity) {
                    continue;
                }
                long theirs = other.mention.mask();
                if (theirs == own) {
                    if (other.mention.whole() && !entity.mention.whole()) {
                        entity.dominated = true;
                    } else if (other.mention.whole() == entity.mention.whole()) {
                        entity.rivals++;
                    }
                } else if ((theirs & own) == own) {
                    entity.dominated = true;
                }
            }
            if (!entity.dominated) {
                known |= own;
            }
        }
    }

    private long ownWords(Entity entity) {
        return entity.stands() ? entity.mention.mask() : 0;
    }

    private long lineage(int observation) {
        return observation >= 1 && observation <= turns.size()
                ? turns.get(observation - 1).lineage()
                : 0;
    }

    /** Counts the groups of neighbouring words in a set of words. */
    private static int runs(long words) {
        return Long.bitCount(words & ~(words << 1));
    }

    private static int bucket(int count) {
        return Math.min(count, 3);
    }

    /** The description of one step's candidates. */
    private final class Describer {
        private final List<ToolCall> admissible;
        private final Features features = new Features();
        private final List<Factor> factors = new ArrayList<>();
        private final Map<Long, Integer> factorOf = new HashMap<>();
        private final Map<Long, int[]> groups = new HashMap<>();
        private final List<Long> choices = new ArrayList<>(2);
        private final List<Entity> arguments = new ArrayList<>(4);
        private final List<Long> parameters = new ArrayList<>(4);
        private final long previous = turns.isEmpty() ? START : turns.getLast().tool();
        private final long beforePrevious =
                turns.size() < 2 ? START : turns.get(turns.size() - 2).tool();
        private final int left = bucket(runs(known & ~used));
        private final int unmatchedNumbers = bucket(unmatchedNumbers());

        Describer(List<ToolCall> admissible) {
            this.admissible = admissible;
        }

        Choice describe() {
            Map<String, Integer> perTool = new HashMap<>();
            for (ToolCall call : admissible) {
                perTool.merge(call.tool(), 1, Integer::sum);
                groupArguments(call);
            }
            int[][] members = new int[admissible.size()][];
            double[] base = new double[admissible.size()];
            double[] curiosity = new double[admissible.size()];
            for (int i = 0; i < members.length; i++) {
                ToolCall call = admissible.get(i);
                members[i] = members(call);
                base[i] = -StrictMath.log(perTool.getOrDefault(call.tool(), 1));
                curiosity[i] = curiosity(call);
            }
            return new Choice(factors.toArray(Factor[]::new), members, base, curiosity);
        }

        /**
         * Where exploring looks first: at calls that name what the task names and has not been used, and not at calls made
         * before. The call's arguments are those just described.
         */
        private double curiosity(ToolCall call) {
            double interest = goal.mention(call.tool()).exists() ? NAMED : 0;
            for (Entity entity : arguments) {
                interest += entity.stands() && (used & entity.mention.mask()) == 0 ? MENTIONED : 0;
            }
            for (Map.Entry<String, String> entry : call.arguments().entrySet()) {
                boolean choice = shapes.of(call.tool()).argument(entry.getKey()).isChoice();
                interest += choice && goal.mention(entry.getValue()).exists() ? NAMED : 0;
            }
            return interest - REPEATED * repeats(call, shapes.of(call.tool()).tool());
        }

        /** Notes, for each parameter of each tool, which mentions and which newest observation its values offer. */
        private void groupArguments(ToolCall call) {
            ToolShapes.Shape shape = shapes.of(call.tool());
            for (Map.Entry<String, String> entry : call.arguments().entrySet()) {
                ToolShapes.Argument argument = shape.argument(entry.getKey());
                if (!argument.isChoice()) {
                    Entity entity = entity(entry.getValue());
                    int[] group = groups.computeIfAbsent(argument.parameter(), key -> new int[65]);
                    if (entity.stands()) {
                        group[entity.mention.start()] = 1;
                    }
                    group[64] = Math.max(group[64], entity.firstSeen);
                }
            }
        }

        private int[] members(ToolCall call) {
            ToolShapes.Shape shape = shapes.of(call.tool());
            int[] members = new int[2 * (1 + call.arguments().size()) + 1];
            int size = addSymbol(shape.tool(), members, 0);
            choices.clear();
            arguments.clear();
            parameters.clear();
            for (Map.Entry<String, String> entry : call.arguments().entrySet()) {
                ToolShapes.Argument argument = shape.argument(entry.getKey());
                if (argument.isChoice()) {
                    long symbol = argument.choice(entry.getValue());
                    choices.add(symbol);
                    size = addSymbol(symbol, members, size);
                } else {
                    Entity entity = entity(entry.getValue());
                    arguments.add(entity);
                    parameters.add(argument.parameter());
                    long key = Mix.of(argument.parameter(), entity.hash, 7);
                    Integer index = factorOf.get(key);
                    if (index == null) {
                        describeArgument(argument.parameter(), entity);
                        index = add(key);
                    }
                    members[size++] = index;
                }
            }
            describeCall(call, shape.tool());
            factors.add(features.take());
            members[size++] = factors.size() - 1;
            return Arrays.copyOf(members, size);
        }

        private int add(long key) {
            factors.add(features.take());
            factorOf.put(key, factors.size() - 1);
            return factors.size() - 1;
        }

        private int addSymbol(long symbol, int[] members, int size) {
            Integer index = factorOf.get(symbol);
            if (index == null) {
                int uses = Math.min(symbolUses.getOrDefault(symbol, 0), 2);
                long key = Mix.of(symbol, uses, previous);
                Factor words = symbolFactors.get(key);
                if (words == null) {
                    describeWords(symbol, uses);
                    words = features.take(true);
                    symbolFactors.put(key, words);
                }
                factors.add(words);
                describeSymbol(symbol, uses);
                index = add(symbol) - 1;
                factorOf.put(symbol, index);
            }
            members[size] = index;
            members[size + 1] = index + 1;
            return size + 2;
        }

        /** A tool or one of its fixed choices beside the task's words; depends on the task, the last tool and past uses. */
        private void describeWords(long symbol, int uses) {
            long withUses = Mix.of(symbol, uses, 1);
            long withPrevious = Mix.of(symbol, previous, 2);
            features.add(Mix.of(symbol, 3));
            features.add(withUses);
            features.add(withPrevious);
            long last = 17;
            for (long word : goal.hashes) {
                features.add(Mix.of(symbol, word, 4));
                features.add(Mix.of(withUses, word));
                features.add(Mix.of(withPrevious, word));
                features.add(Mix.of(symbol, Mix.of(last, word), 5));
                last = word;
            }
        }

        /** A tool or one of its fixed choices beside the state of the attempt. */
        private void describeSymbol(long symbol, int uses) {
            features.add(Mix.of(symbol, Mix.of(previous, beforePrevious), 6));
            features.add(Mix.of(symbol, Math.min(turns.size(), 8), 7));
            features.add(Mix.of(symbol, left, 8));
            features.add(Mix.of(symbol, Mix.of(previous, left), 9));
            features.add(Mix.of(symbol, Mix.of(uses, left), 10));
            features.add(Mix.of(symbol, unmatchedNumbers, 11));
            features.add(Mix.of(symbol, Mix.of(previous, unmatchedNumbers), 12));
            features.add(Mix.of(symbol, lastError ? 1 : 0, 13));
            if (!turns.isEmpty()) {
                for (long choice : turns.getLast().choices()) {
                    features.add(Mix.of(symbol, choice, 14));
                }
            }
        }

        private int unmatchedNumbers() {
            int count = 0;
            for (int i = 0; i < goal.words.length; i++) {
                if ((known >>> i & 1) == 0 && Words.isNumber(goal.words[i])) {
                    count++;
                }
            }
            return count;
        }

        /** One argument's value: its mention, its neighbours there, where it came from, and its use so far. */
        private void describeArgument(long parameter, Entity entity) {
            int level = entity.mentionLevel();
            int[] group = groups.getOrDefault(parameter, NO_GROUP);
            int uses = Math.min(entity.uses, 2);
            features.add(Mix.of(parameter, level, 20));
            features.add(Mix.of(parameter, Mix.of(level, Math.min(entity.rivals, 2)), 21));
            features.add(Mix.of(parameter, Mix.of(level, uses), 22));
            features.add(Mix.of(parameter, Mix.of(level, left), 23));
            features.add(Mix.of(parameter, Mix.of(uses, previous), 24));
            if (entity.lastUse >= 0 && entity.lastUse == turns.size() - 1) {
                features.add(Mix.of(parameter, previous, 25));
            }
            if (entity.stands()) {
                describeMention(parameter, entity, group);
            }
            describeOrigin(parameter, entity, level, group);
        }

        private void describeMention(long parameter, Entity entity, int[] group) {
            int before = 0;
            int total = 0;
            for (int i = 0; i < 64; i++) {
                total += group[i];
                before += i < entity.mention.start() ? group[i] : 0;
            }
            long order = Mix.of(bucket(before), bucket(total));
            int uses = Math.min(entity.uses, 1);
            features.add(Mix.of(parameter, order, 30));
            features.add(Mix.of(parameter, Mix.of(order, uses), 31));
            long near = leftWord(entity, 1);
            long far = leftWord(entity, 2);
            long right = rightWord(entity);
            features.add(Mix.of(parameter, near, 32));
            features.add(Mix.of(parameter, Mix.of(near, far), 33));
            features.add(Mix.of(parameter, far, 36));
            features.add(Mix.of(parameter, right, 34));
            features.add(Mix.of(parameter, Mix.of(near, right), 35));
            boolean spent = (used & entity.mention.mask()) != 0;
            features.add(Mix.of(parameter, spent ? 1 : 0, 37));
        }

        private void describeOrigin(long parameter, Entity entity, int level, int[] group) {
            int age = entity.firstSeen < 0 ? 4 : Math.min(observations.size() - 1 - entity.firstSeen, 3);
            boolean newest = group[64] == entity.firstSeen;
            features.add(Mix.of(parameter, Mix.of(age, newest ? 1 : 0), 40));
            features.add(Mix.of(parameter, Mix.of(newest ? 1 : 0, level), 41));
            describeSource(parameter, entity.firstSeen, 42);
            describeSource(parameter, entity.lastSeen, 45);
            int gap = entity.lastSeen < 0 ? 4 : Math.min(observations.size() - 1 - entity.lastSeen, 3);
            long lastTool = sourceTool(entity.lastSeen);
            features.add(Mix.of(parameter, gap, 48));
            ObservationIndex.Place place = entity.lastPlace;
            if (place.line() >= 0) {
                long spot = Mix.of(Math.min(place.line(), 4), Math.min(place.cell(), 4));
                features.add(Mix.of(parameter, spot, 49));
                features.add(Mix.of(parameter, Mix.of(lastTool, spot), 50));
                features.add(Mix.of(parameter, place.label(), 51));
                features.add(Mix.of(parameter, Mix.of(lastTool, spot), gap));
                int about = Math.min(wordsInGoal(entity, place), 2);
                features.add(Mix.of(parameter, about, 43));
                features.add(Mix.of(parameter, Mix.of(about, lastTool), gap));
                if (gap == 0) {
                    long here = Mix.of(parameter, Mix.of(lastTool, spot), 44);
                    for (long word : goal.hashes) {
                        features.add(Mix.of(here, word));
                    }
                }
                int beside = besideMention(entity, place);
                features.add(Mix.of(parameter, beside, 52));
                features.add(Mix.of(parameter, Mix.of(beside, spot), 53));
            }
            long own = ownWords(entity);
            int leftAfterFirst = bucket(runs(known & ~(own | lineage(entity.firstSeen))));
            int leftAfterLast = bucket(runs(known & ~(own | lineage(entity.lastSeen))));
            features.add(Mix.of(parameter, leftAfterFirst, 54));
            features.add(Mix.of(parameter, leftAfterLast, 55));
            features.add(Mix.of(parameter, Mix.of(lastTool, leftAfterLast), 56));
            features.add(Mix.of(parameter, Mix.of(gap, leftAfterLast), 57));
        }

        private long sourceTool(int observation) {
            return observation >= 1 && observation <= turns.size()
                    ? turns.get(observation - 1).tool()
                    : observation == 0 ? START : 0;
        }

        private void describeSource(long parameter, int observation, int salt) {
            features.add(Mix.of(parameter, sourceTool(observation), salt));
            if (observation >= 1 && observation <= turns.size()) {
                for (long choice : turns.get(observation - 1).choices()) {
                    features.add(Mix.of(parameter, choice, salt + 1));
                }
            }
        }

        /** Counts the words beside a value, in its cell and the cell before, that the task uses too. */
        private int wordsInGoal(Entity entity, ObservationIndex.Place place) {
            List<String> cells = observations.get(entity.lastSeen).line(place.line());
            int count = 0;
            for (int i = Math.max(0, place.cell() - 1); i <= place.cell(); i++) {
                for (String word : Words.of(cells.get(i))) {
                    count += goal.uses(word) ? 1 : 0;
                }
            }
            return count;
        }

        /** Tells whether the line on which a value was last seen also shows something that the task mentions. */
        private int besideMention(Entity entity, ObservationIndex.Place place) {
            for (String cell : observations.get(entity.lastSeen).line(place.line())) {
                Entity other = cell.equals(entity.value) ? null : entities.get(cell);
                if (other != null && other.stands()) {
                    return other.uses > 0 ? 2 : 1;
                }
            }
            return 0;
        }

        /** The call as a whole: repetition, what it newly makes use of, and how its arguments stand to one another. */
        private void describeCall(ToolCall call, long tool) {
            features.add(Mix.of(tool, Math.min(repeats(call, tool), 2), 60));
            long own = 0;
            long reach = 0;
            int mentioned = 0;
            for (Entity entity : arguments) {
                own |= ownWords(entity);
                reach |= lineage(entity.firstSeen) | (entity.number ? lineage(entity.lastSeen) : 0);
                mentioned += entity.stands() ? 1 : 0;
            }
            int fresh = bucket(runs(own & ~used));
            int open = bucket(runs(known & ~(own | reach)));
            boolean all = mentioned == arguments.size();
            features.add(Mix.of(tool, Mix.of(fresh, all ? 1 : 0), 61));
            features.add(Mix.of(tool, open, 62));
            features.add(Mix.of(tool, Mix.of(open, fresh), 63));
            features.add(Mix.of(tool, Mix.of(previous, open), 64));
            for (int i = 0; i < arguments.size(); i++) {
                Entity entity = arguments.get(i);
                for (long choice : choices) {
                    features.add(Mix.of(choice, entity.number ? 1 : 0, 70));
                    features.add(Mix.of(choice, entity.mentionLevel(), 75));
                    if (entity.stands()) {
                        features.add(Mix.of(choice, leftWord(entity, 1), 71));
                        features.add(Mix.of(choice, leftWord(entity, 2), 72));
                        features.add(Mix.of(choice, leftWord(entity, 3), 76));
                        features.add(Mix.of(choice, rightWord(entity), 73));
                        features.add(Mix.of(choice, Mix.of(leftWord(entity, 1), leftWord(entity, 2)), 74));
                    }
                }
                for (int j = i + 1; j < arguments.size(); j++) {
                    describePair(Mix.of(parameters.get(i), parameters.get(j)), entity, arguments.get(j));
                }
            }
        }

        private void describePair(long parameters, Entity first, Entity second) {
            features.add(Mix.of(parameters, first == second ? 1 : 0, 80));
            features.add(Mix.of(parameters, Mix.of(first.mentionLevel(), second.mentionLevel()), 81));
            boolean sameSource = first.lastSeen >= 0 && first.lastSeen == second.lastSeen;
            boolean sameLine = sameSource && first.lastPlace.line() == second.lastPlace.line();
            features.add(Mix.of(parameters, sameLine ? 2 : sameSource ? 1 : 0, 82));
            if (first.firstSeen >= 0 && second.firstSeen >= 0) {
                features.add(Mix.of(parameters, Integer.signum(first.firstSeen - second.firstSeen), 86));
            }
            if (first.stands() && second.stands()) {
                int distance = second.mention.start() - first.mention.start();
                int size = Math.abs(distance);
                int step = size <= 3 ? size : size <= 6 ? 4 : 5;
                features.add(Mix.of(parameters, distance < 0 ? -step : step, 83));
                int from = Math.min(first.mention.end(), second.mention.end());
                int to = Math.max(first.mention.start(), second.mention.start());
                if (to - from >= 0 && to - from <= 3) {
                    long between = 19;
                    for (int i = from; i < to; i++) {
                        between = Mix.of(between, goal.word(i));
                        features.add(Mix.of(parameters, goal.word(i), 85));
                    }
                    features.add(Mix.of(parameters, Mix.of(between, distance < 0 ? 1 : 0), 84));
                }
            }
        }

        private long leftWord(Entity entity, int steps) {
            int at = entity.mention.start() - steps;
            return at >= 0 && (known >>> at & 1) != 0 ? ENTITY_MARK : goal.word(at);
        }

        private long rightWord(Entity entity) {
            int at = entity.mention.end();
            return at < goal.words.length && (known >>> at & 1) != 0 ? ENTITY_MARK : goal.word(at);
        }
    }
}
