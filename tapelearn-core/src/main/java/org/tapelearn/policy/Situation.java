package org.tapelearn.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.ToolCall;

/**
 * The state of an attempt as the policy sees it: which values there are, where the task mentions them, where they were shown
 * and used. It reads the tape as it grows. {@link Describer} turns it into features of the admissible calls.
 */
final class Situation {
    private static final int NEIGHBOURS = 4;

    static final long START = Mix.of("start");
    static final long NUMBER = Mix.of("number");
    static final long NAME = Mix.of("entity");
    private static final long SOME = Mix.of("some");

    final Goal goal;
    final List<ObservationIndex> observations = new ArrayList<>();
    final List<Turn> turns = new ArrayList<>();
    /** Room for one description at a time. */
    final LongMap scratch = new LongMap();

    final Remembered remembered;
    /** Whether names of things may be learned about. */
    final boolean lastingNames;
    /** What was done with things whose names last. */
    final History history;

    private final TaskLikeness likeness;
    private final ToolShapes shapes;
    private final Map<String, Entity> entities = new LinkedHashMap<>();
    /** What was taken apart before: environments list the same call again and again. */
    private final IdentityHashMap<ToolCall, Candidate> apart = new IdentityHashMap<>();

    private final Map<Long, Integer> symbolUses = new HashMap<>();
    private int readSteps;
    private int looks;
    /** For each word of the task, what it is read as; null before it was read. */
    private long @Nullable [] words;

    boolean lastError;
    /** The words of the task that name something known, as bits. */
    long known;
    /** Those of them that past calls made use of. */
    long used;
    /** Those of them at which the name of something known begins. */
    private long starts;
    /** Those of them at which the whole name of something known begins. */
    long filled;

    /**
     * A past call.
     *
     * @param id equal for equal calls
     * @param choices the hashes of its fixed choices
     * @param lineage the words of the task that it, and whatever it built on, made use of
     * @param sign its tool and what it was about, by name or as what the task names
     */
    record Turn(long id, long tool, long[] choices, long lineage, long sign) {
        /** Stands before the first call. */
        static final Turn NONE = new Turn(START, START, new long[0], 0, START);
    }

    Situation(Goal goal, ToolShapes shapes, Remembered remembered) {
        this(goal, shapes, remembered, false);
    }

    Situation(Goal goal, ToolShapes shapes, Remembered remembered, boolean lastingNames) {
        this.lastingNames = lastingNames;
        this.remembered = remembered;
        this.goal = goal;
        this.history = new History(goal);
        this.likeness = new TaskLikeness(goal);
        this.shapes = shapes;
    }

    /** Returns the words of the task as the policy reads them; see {@link Goal#read}. */
    long[] words(Vocabulary vocabulary) {
        long[] done = words;
        if (done == null) {
            done = goal.read(vocabulary);
            words = done;
        }
        return done;
    }

    /** The words of the task that it learned about, with one mark in the place of each thing that it names. */
    long[] openWords(Vocabulary vocabulary) {
        long[] read = words(vocabulary);
        long[] open = new long[read.length];
        int count = 0;
        for (int i = 0; i < open.length; i++) {
            if ((known >>> i & 1) == 0) {
                if (read[i] != 0) {
                    open[count++] = read[i];
                }
            } else if (i == 0 || (known >>> (i - 1) & 1) == 0) {
                open[count++] = NAME;
            }
        }
        return Arrays.copyOf(open, count);
    }

    /** How like the words at some places of the task are to the known words: the most of any, less the mean over the known. */
    float[] likeness(Vocabulary vocabulary, long places) {
        return likeness.of(vocabulary, places);
    }

    /** Returns the ways in which the task can be read: by likeness where the meaning of words is known, by memory where it recalls anything. */
    Set<Reading> readings() {
        if (lastingNames) {
            return EnumSet.of(Reading.NAMES, Reading.BLANKS);
        }
        Set<Reading> readings = EnumSet.of(Reading.WORDS, Reading.BESIDE);
        if (goal.meanings().length > 0) {
            readings.add(Reading.LIKENESS);
        }
        if (!remembered.isEmpty()) {
            readings.add(Reading.MEMORY);
        }
        return readings;
    }

    /** The readings that exploring goes by. */
    Set<Reading> exploring() {
        if (lastingNames) {
            return EnumSet.of(Reading.NAMES, Reading.BLANKS);
        }
        return remembered.isEmpty() ? EnumSet.of(Reading.WORDS) : EnumSet.of(Reading.WORDS, Reading.MEMORY);
    }

    /** The hashes of the words that name nothing, but for numbers. */
    List<Long> plainHashes() {
        long plain = plainWords();
        return IntStream.range(0, goal.words.length)
                .filter(i -> (plain >>> i & 1) != 0 && !Words.isNumber(goal.words[i]))
                .mapToObj(i -> goal.hashes[i])
                .toList();
    }

    /** The words that name nothing. */
    long plainWords() {
        int count = goal.words.length;
        return ~known & (count == 0 ? 0 : -1L >>> (64 - count));
    }

    /** The last words before a mention that name nothing. */
    long wordsBefore(Entity entity) {
        return wordsFrom(entity.mention.start() - 1, -1);
    }

    /** The first words after a mention that name nothing. */
    long wordsAfter(Entity entity) {
        return wordsFrom(entity.mention.end(), 1);
    }

    private long wordsFrom(int start, int direction) {
        long places = 0;
        int at = start;
        for (int i = 0; i < NEIGHBOURS && at >= 0 && at < goal.words.length && (known >>> at & 1) == 0; i++) {
            places |= 1L << at;
            at += direction;
        }
        return places;
    }

    /** Reads what is new on the tape, which has grown by whole turns, and takes the admissible calls apart. */
    List<Candidate> look(Tape tape, List<ToolCall> admissible) {
        List<Step> steps = tape.steps();
        for (; readSteps < steps.size(); readSteps++) {
            switch (steps.get(readSteps)) {
                case Step.Observation observation -> readObservation(observation);
                case Step.Action action -> readCall(action.call());
                case Step.User user -> {}
                case Step.Thought thought -> {}
                case Step.Message message -> {}
                case Step.Calls calls -> {}
                case Step.Control control -> {}
                case Step.Stop stop -> {}
                case Step.Failure failure -> {}
                case Step.Custom custom -> {}
                case Step.Unknown unknown -> {}
            }
        }
        List<Candidate> candidates = new ArrayList<>(admissible.size());
        for (ToolCall call : admissible) {
            candidates.add(apart.computeIfAbsent(call, this::candidate));
        }
        looks++;
        if (lastingNames) {
            history.findCompany(observations);
        }
        compareMentions();
        remembered.follow(turns);
        return candidates;
    }

    private void readObservation(Step.Observation observation) {
        ObservationIndex index = ObservationCache.index(observation.content());
        int number = observations.size();
        observations.add(index);
        lastError = observation.error();
        if (lastingNames) {
            history.answered(index, observation.content());
        }
        for (Entity entity : entities.values()) {
            entity.see(number, index);
        }
    }

    private void readCall(ToolCall call) {
        Candidate parts = candidate(call);
        long lineage = 0;
        for (int i = 0; i < parts.arguments().length; i++) {
            Entity entity = parts.arguments()[i];
            entity.uses++;
            entity.lastUse = turns.size();
            entity.role = parts.parameters()[i];
            lineage |= ownWords(entity) | lineage(entity.firstSeen) | (entity.number ? lineage(entity.lastSeen) : 0);
        }
        symbolUses.merge(parts.tool(), 1, Integer::sum);
        for (long symbol : parts.choices()) {
            symbolUses.merge(symbol, 1, Integer::sum);
        }
        used |= lineage;
        long sign = sign(parts);
        if (lastingNames) {
            history.called(parts, sign);
        }
        turns.add(new Turn(parts.id(), parts.tool(), parts.choices(), lineage, sign));
    }

    /** Takes a call apart. */
    Candidate candidate(ToolCall call) {
        ToolShapes.Shape shape = shapes.of(call.tool());
        int size = call.arguments().size();
        long[] choices = new long[size];
        long[] parameters = new long[size];
        Entity[] arguments = new Entity[size];
        int chosen = 0;
        int given = 0;
        long id = shape.tool();
        boolean[] named = new boolean[size];
        for (Map.Entry<String, String> entry : call.arguments().entrySet()) {
            ToolShapes.Argument argument = shape.argument(entry.getKey());
            if (argument.isChoice()) {
                long choice = argument.choice(entry.getValue());
                named[chosen] = goal.names(entry.getValue());
                choices[chosen++] = choice;
                id = Mix.of(id, choice);
            } else {
                Entity entity = entity(entry.getValue());
                parameters[given] = argument.parameter();
                arguments[given++] = entity;
                id = Mix.of(id, argument.parameter(), entity.hash);
            }
        }
        return new Candidate(
                shape.tool(),
                Arrays.copyOf(choices, chosen),
                Arrays.copyOf(parameters, given),
                Arrays.copyOf(arguments, given),
                id,
                goal.names(call.tool()),
                Arrays.copyOf(named, chosen));
    }

    private Entity entity(String value) {
        Entity entity = entities.get(value);
        if (entity == null) {
            entity = new Entity(value, goal.mention(lastingNames ? Entity.head(value) : value));
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
        starts = 0;
        filled = 0;
        for (Entity entity : mentioned) {
            entity.dominated = false;
            entity.part = false;
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
                        entity.part = true;
                    } else if (other.mention.whole() == entity.mention.whole()) {
                        entity.rivals++;
                    }
                } else if ((theirs & own) == own) {
                    entity.dominated = true;
                }
            }
            if (!entity.dominated) {
                known |= own;
                long start = 1L << entity.mention.start();
                starts |= start;
                filled |= entity.mention.whole() ? start : 0;
            }
        }
    }

    /** The places of the task at which something may be named, and whether it was; none where names do not last. */
    List<Blanks.Place> places() {
        return IntStream.range(0, lastingNames ? goal.words.length : 0)
                .filter(i -> !Words.isNumber(goal.words[i]) && ((known & ~starts) >>> i & 1) == 0)
                .mapToObj(i -> new Blanks.Place(goal.before(i), (filled >>> i & 1) != 0))
                .toList();
    }

    /** Returns the last call (1), the one before it (2) and so on. */
    Turn turn(int back) {
        return back > turns.size() ? Turn.NONE : turns.get(turns.size() - back);
    }

    /** Counts how often exactly this call was made. */
    int repeats(Candidate candidate) {
        int count = 0;
        for (Turn turn : turns) {
            count += turn.id() == candidate.id() ? 1 : 0;
        }
        return count;
    }

    /** What stands for a thing: the words before it in the task where that names it or what it is a part of, or else its name. */
    long sign(Entity entity) {
        if (entity.stands()) {
            return around(entity);
        }
        return entity.part ? part(entity) : entity.hash;
    }

    /** The words before what a thing is a part of in the task, and those that tell the part. */
    long part(Entity entity) {
        return Mix.of(around(entity), Arrays.hashCode(entity.partWords(goal)));
    }

    /** The words before a thing in the task, with a mark where the task has only some of its own: a tin cup is not the tin. */
    long around(Entity entity) {
        int start = entity.mention.start();
        long words = Mix.of(NAME, goal.word(start - 1), goal.word(start - 2));
        return entity.mention.whole() ? words : Mix.of(words, SOME);
    }

    private long sign(Candidate call) {
        long sign = call.tool();
        for (Entity entity : call.arguments()) {
            sign = Mix.of(sign, sign(entity));
        }
        return sign;
    }

    int uses(long symbol) {
        return symbolUses.getOrDefault(symbol, 0);
    }

    long ownWords(Entity entity) {
        return entity.stands() ? entity.mention.mask() : 0;
    }

    /** The words of the task that an observation came from. */
    long lineage(int observation) {
        return observation >= 1 && observation <= turns.size()
                ? turns.get(observation - 1).lineage()
                : 0;
    }

    /** The value of this name, if calls can name it and the task mentions it. */
    boolean mentions(String value) {
        Entity entity = entities.get(value);
        return entity != null && entity.stands();
    }

    /** How often calls used the value of this name. */
    int usesOf(String value) {
        Entity entity = entities.get(value);
        return entity == null ? 0 : entity.uses;
    }

    /** Tells whether the task speaks of what was last shown beside a value. */
    boolean speaksOf(Entity entity) {
        if (entity.lastPlace.line() < 0) {
            return false;
        }
        judge(entity);
        return entity.beside > 0 || entity.about > 0;
    }

    /** Looks what stands beside a value that was seen, once a look. */
    void judge(Entity entity) {
        if (entity.judged != looks) {
            entity.judged = looks;
            entity.about = wordsInGoal(entity);
            entity.beside = besideMention(entity);
        }
    }

    private int wordsInGoal(Entity entity) {
        ObservationIndex.Place place = entity.lastPlace;
        ObservationIndex observation = observations.get(entity.lastSeen);
        int count = 0;
        for (int i = Math.max(0, place.cell() - 1); i <= place.cell(); i++) {
            for (String word : observation.words(place.line(), i)) {
                count += goal.uses(word) ? 1 : 0;
            }
        }
        return count;
    }

    private int besideMention(Entity entity) {
        for (String cell : observations.get(entity.lastSeen).line(entity.lastPlace.line())) {
            if (!cell.equals(entity.value) && mentions(cell)) {
                return usesOf(cell) > 0 ? 2 : 1;
            }
        }
        return 0;
    }

    int unmatchedNumbers() {
        int count = 0;
        for (int i = 0; i < goal.words.length; i++) {
            if ((known >>> i & 1) == 0 && Words.isNumber(goal.words[i])) {
                count++;
            }
        }
        return count;
    }
}
