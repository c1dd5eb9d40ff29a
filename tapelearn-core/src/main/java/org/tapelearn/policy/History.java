package org.tapelearn.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was done with things whose names last, and what was answered: which were handled, what answers said of them, and beside
 * what they were shown. It stays empty where names do not last.
 */
final class History {
    private static final int SHORTEST_SAID = 3;
    /** Observations that are searched for the last one that showed something. */
    private static final int LOOK_BACK = 16;
    /** Things handled last that others may be shown with. */
    private static final int HANDS = 2;

    /** Every call made so far, with the names in it. */
    final Set<Long> made = new LinkedHashSet<>();
    /** For each tool, its last call with the names in it. */
    final Map<Long, Long> lastOf = new LinkedHashMap<>();
    /** The words of what was new in the last answer. */
    long[] news = {};
    /** How the number in the last answer that had one stands to the number that the task names: larger, smaller, or unknown. */
    int compared = 2;

    private final Goal goal;
    private @Nullable Candidate last;
    private final Set<Long> shown = new HashSet<>();
    /** For each call, the answers that it got. */
    private final Map<Long, Set<String>> answers = new HashMap<>();
    /** How often each call was answered as it was before. */
    private final Map<Long, Integer> idle = new HashMap<>();
    /** For each word that the first line of an answer said and its call had not, the tool that gave the answer. */
    private final Map<Long, Long> said = new HashMap<>();
    /** What was given in calls, the latest first. */
    private final List<Entity> handled = new ArrayList<>();
    /** For each thing handled last, the lines that showed it last. */
    private final List<List<Set<Long>>> company = new ArrayList<>();

    History(Goal goal) {
        this.goal = goal;
    }

    /** Adds a call, with the names in it. */
    void called(Candidate call, long sign) {
        last = call;
        made.add(sign);
        lastOf.put(call.tool(), sign);
        for (Entity entity : call.arguments()) {
            handled.remove(entity);
            handled.addFirst(entity);
        }
    }

    /** Adds what was observed at first, or what the last call was answered. */
    void answered(ObservationIndex index, String content) {
        news = index.news(shown);
        compare(index.firstNumber());
        if (last != null) {
            listen(last, index);
            if (!answers.computeIfAbsent(last.id(), call -> new HashSet<>()).add(content)) {
                idle.merge(last.id(), 1, Integer::sum);
            }
        }
    }

    private void compare(double number) {
        for (String word : goal.words) {
            if (!Double.isNaN(number) && Words.isNumber(word)) {
                compared = Double.compare(number, Words.decimal(word)) > 0 ? 1 : 0;
                return;
            }
        }
    }

    /** Keeps the words that an answer begins with, such as a recipe's, but for those of its own call. */
    private void listen(Candidate call, ObservationIndex index) {
        if (index.isEmpty()) {
            return;
        }
        Set<Long> own = new HashSet<>();
        for (Entity entity : call.arguments()) {
            for (long word : entity.words()) {
                own.add(word);
            }
        }
        for (int cell = 0; cell < index.line(0).size(); cell++) {
            for (String word : index.words(0, cell)) {
                if (word.length() >= SHORTEST_SAID && !own.contains(Mix.of(word))) {
                    said.put(Mix.of(word), call.tool());
                }
            }
        }
    }

    /** Finds what the things handled last were shown beside. */
    void findCompany(List<ObservationIndex> observations) {
        company.clear();
        for (int i = 0; i < Math.min(HANDS, handled.size()); i++) {
            company.add(lastLines(observations, handled.get(i).headWords()));
        }
    }

    /** The lines of the last observation that has any with all these words; the first line of an answer only speaks of its call. */
    private static List<Set<Long>> lastLines(List<ObservationIndex> observations, long[] words) {
        int oldest = Math.max(0, observations.size() - LOOK_BACK);
        for (int i = observations.size() - 1; i >= oldest; i--) {
            List<Set<Long>> lines = observations.get(i).lineWords();
            List<Set<Long>> found = lines.stream()
                    .skip(i == 0 ? 0 : 1)
                    .filter(line -> hasAll(line, words))
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private static boolean hasAll(Set<Long> line, long[] words) {
        for (long word : words) {
            if (!line.contains(word)) {
                return false;
            }
        }
        return words.length > 0;
    }

    /** What a thing was last shown on one line with: which of the things handled last, and what that was given for; 0 for none. */
    long company(Entity entity) {
        for (int i = 0; i < company.size(); i++) {
            Entity hand = handled.get(i);
            if (hand != entity && !hand.isKin(entity)) {
                for (Set<Long> line : company.get(i)) {
                    if (hasAll(line, entity.headWords())) {
                        return Mix.of(i + 1, hand.role);
                    }
                }
            }
        }
        return 0;
    }

    /** How answers named a thing: all of its words or some, and the tool that they came from; 0 where they named it never. */
    long said(Entity entity) {
        int count = 0;
        long tool = 0;
        long[] words = entity.headWords();
        for (long word : words) {
            Long by = said.get(word);
            if (by != null) {
                count++;
                tool = by;
            }
        }
        return count == 0 ? 0 : Mix.of(tool, count == words.length ? 2 : 1);
    }

    /** What a thing, or one whose name is part of its name or the reverse, was last given for; 0 where it never was. */
    long role(Entity entity) {
        if (entity.role != 0) {
            return entity.role;
        }
        for (Entity one : handled) {
            if (one.isKin(entity)) {
                return Mix.of(one.role, 1);
            }
        }
        return 0;
    }

    /** How often this call was answered as it had been before. */
    int idle(Candidate candidate) {
        return idle.getOrDefault(candidate.id(), 0);
    }
}
