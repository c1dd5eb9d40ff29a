package org.tapelearn.learn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.learn.contrast.TrajectoryOptimizer;

/**
 * Successes of another session of the same store, to be cloned before the first round: a control, since they stand in for the
 * tapes of an expert. Each is replayed, and taken only when the checker finds a grounded success again.
 */
final class Demonstrations {
    static final String EVENT = "demonstrations";

    /** Candidates replayed for each one wanted, at most. */
    private static final int TRIES = 10;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final SessionStore store;
    private final TrajectoryOptimizer optimizer;
    private final LearnerConfig config;

    Demonstrations(SessionStore store, TrajectoryOptimizer optimizer, LearnerConfig config) {
        this.store = store;
        this.optimizer = optimizer;
        this.config = config;
    }

    /** What was chosen: the ids of rollouts of the session, by family. */
    record Choice(String session, SortedMap<String, List<String>> rollouts) {}

    /** The examples to clone, and the event that says which they are. */
    record Found(List<PolicyTrainer.Example> examples, List<SessionEvent> events) {
        static final Found NONE = new Found(List.of(), List.of());

        Found {
            examples = List.copyOf(examples);
            events = List.copyOf(events);
        }
    }

    /** Chooses by seed up to the configured number of different tasks of each family; nothing where that is 0. */
    Found find(String environment) {
        String session = config.environmentLearner().demonstrationSession();
        if (config.environmentLearner().demonstrations() == 0) {
            return Found.NONE;
        }
        requireSession(session, environment);
        List<PolicyTrainer.Example> examples = new ArrayList<>();
        SortedMap<String, List<String>> chosen = new TreeMap<>();
        successes(session).forEach((family, heads) -> {
            Collections.shuffle(heads, new Random(config.seed() * 31 + family.hashCode()));
            chosen.put(family, choose(session, heads, examples));
        });
        if (examples.isEmpty()) {
            throw new PrerequisiteException(
                    "Session (%s) has no success that the checker confirms here, so there is nothing to clone."
                            .formatted(session));
        }
        Choice choice = new Choice(session, chosen);
        return new Found(
                examples, List.of(new SessionEvent(SessionEvent.Kind.METRIC, 0, EVENT, ReportJson.write(choice))));
    }

    /** Adds the first that the checker confirms, one a task, to the examples, and returns their ids. */
    private List<String> choose(
            String session, List<SessionStore.TapeHead> heads, List<PolicyTrainer.Example> examples) {
        int wanted = config.environmentLearner().demonstrations();
        Set<String> tasks = new HashSet<>();
        List<String> ids = new ArrayList<>();
        int tries = 0;
        for (SessionStore.TapeHead head : heads) {
            if (ids.size() == wanted || tries == TRIES * wanted) {
                break;
            }
            if (!tasks.contains(head.description())) {
                tries++;
                Judged success =
                        store.rollouts(session, Set.of(head.rolloutId())).getFirst();
                optimizer.demonstrating(success).ifPresent(example -> {
                    examples.add(example);
                    tasks.add(head.description());
                    ids.add(head.rolloutId());
                });
            }
        }
        return ids;
    }

    private void requireSession(String session, String environment) {
        List<String> fit = store.sessions().stream()
                .filter(record -> record.environment().equals(environment))
                .map(SessionRecord::id)
                .toList();
        if (!fit.contains(session)) {
            throw new PrerequisiteException("""
                    Demonstrations come from an earlier session of this store in environment (%s), but (%s) is none.%s
                    Name one by environment_learner.demonstration_session; all: tapelearn sessions""".formatted(environment, session, Nearest.hint(session, fit)));
        }
    }

    private SortedMap<String, List<SessionStore.TapeHead>> successes(String session) {
        SortedMap<String, List<SessionStore.TapeHead>> byFamily = new TreeMap<>();
        store.tapes(session, new SessionStore.TapeQuery("explore", "success", "", Integer.MAX_VALUE)).stream()
                .filter(SessionStore.TapeHead::grounded)
                .forEach(head -> byFamily.computeIfAbsent(head.family(), family -> new ArrayList<>())
                        .add(head));
        return byFamily;
    }

    /** Says for the report what was cloned, from a session's events. */
    static Optional<String> note(List<SessionEvent> events) {
        return events.stream()
                .filter(event -> event.subject().equals(EVENT))
                .findFirst()
                .map(event -> note(read(event.body())));
    }

    private static String note(Choice choice) {
        Map<String, List<String>> rollouts = choice.rollouts();
        int most = rollouts.values().stream().mapToInt(List::size).max().orElse(0);
        int least = rollouts.values().stream().mapToInt(List::size).min().orElse(0);
        return "Cloned before round 1: %d verified successes of session %s, %d to %d of each of %d families."
                .formatted(
                        rollouts.values().stream().mapToInt(List::size).sum(),
                        choice.session(),
                        least,
                        most,
                        rollouts.size());
    }

    private static Choice read(String json) {
        try {
            return MAPPER.readValue(json, Choice.class);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(
                    "The stored choice of demonstrations cannot be read: " + broken.getOriginalMessage(), broken);
        }
    }
}
