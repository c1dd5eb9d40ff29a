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
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentFault;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.learn.contrast.TrajectoryOptimizer;
import org.tapelearn.run.Parallel;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

/**
 * Attempts of an expert, to be cloned before the first round: the environment's own expert where that is asked for, and
 * successes of another session of the same store, which stand in for one. Each is made again, and taken only when the checker
 * finds a grounded success.
 */
final class Demonstrations {
    static final String EVENT = "demonstrations";
    static final String EXPERT = "expert";

    /** Candidates replayed for each one wanted, at most. */
    private static final int TRIES = 10;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Environment environment;
    private final SessionStore store;
    private final TrajectoryOptimizer optimizer;
    private final LearnerConfig config;

    Demonstrations(Environment environment, SessionStore store, TrajectoryOptimizer optimizer, LearnerConfig config) {
        this.environment = environment;
        this.store = store;
        this.optimizer = optimizer;
        this.config = config;
    }

    /** What was chosen: the ids of rollouts of the session, by family. */
    record Choice(String session, SortedMap<String, List<String>> rollouts) {}

    /**
     * What to clone.
     *
     * @param made attempts that were made for this, which are in no other session
     * @param events what says which they are
     */
    record Found(List<PolicyTrainer.Example> examples, List<Judged> made, List<SessionEvent> events) {
        Found {
            examples = List.copyOf(examples);
            made = List.copyOf(made);
            events = List.copyOf(events);
        }

        /** The ids of the attempts made, by family: they are trained on again as one's own successes are. */
        SortedMap<String, List<String>> replay() {
            SortedMap<String, List<String>> ids = new TreeMap<>();
            made.forEach(attempt -> ids.computeIfAbsent(attempt.task().family(), family -> new ArrayList<>())
                    .add(attempt.rollout().key().id()));
            return ids;
        }
    }

    /**
     * Chooses by seed up to the configured numbers of different tasks of each family, from the expert and from the other session;
     * nothing where they are 0.
     */
    Found find(List<TaskFamily> families) {
        List<PolicyTrainer.Example> examples = new ArrayList<>();
        List<Judged> made = new ArrayList<>();
        List<SessionEvent> events = new ArrayList<>();
        if (config.expert().tapesPerTask() > 0) {
            events.add(event(EXPERT, ask(families, examples)));
            examples.forEach(example -> made.add(example.attempt()));
        }
        if (config.environmentLearner().demonstrations() > 0) {
            String session = config.environmentLearner().demonstrationSession();
            events.add(event(session, recall(session, examples)));
        }
        return new Found(examples, made, events);
    }

    private static SessionEvent event(String source, SortedMap<String, List<String>> rollouts) {
        String subject = source.equals(EXPERT) ? EXPERT : EVENT;
        return new SessionEvent(SessionEvent.Kind.METRIC, 0, subject, ReportJson.write(new Choice(source, rollouts)));
    }

    /** Asks the environment's expert for some training tasks of each family, and returns the ids of its attempts. */
    private SortedMap<String, List<String>> ask(List<TaskFamily> families, List<PolicyTrainer.Example> examples) {
        SortedMap<String, List<String>> ids = new TreeMap<>();
        List<List<PolicyTrainer.Example>> shown =
                Parallel.map(config.environmentLearner().threads(), families, this::ask);
        for (int i = 0; i < shown.size(); i++) {
            examples.addAll(shown.get(i));
            if (!shown.get(i).isEmpty()) {
                ids.put(
                        families.get(i).name(),
                        shown.get(i).stream()
                                .map(example ->
                                        example.attempt().rollout().key().id())
                                .toList());
            }
        }
        if (ids.isEmpty()) {
            throw new PrerequisiteException(
                    "Environment (%s) has no expert whose attempts the checker confirms, so there is nothing to clone.%nLeave out expert.tapes_per_task."
                            .formatted(environment.name()));
        }
        return ids;
    }

    private List<PolicyTrainer.Example> ask(TaskFamily family) {
        int wanted = config.expert().tapesPerTask();
        List<String> groups = new ArrayList<>(family.groups(Split.TRAIN));
        Collections.shuffle(
                groups, new Random(config.seed() * 31 + family.name().hashCode()));
        List<PolicyTrainer.Example> own = new ArrayList<>();
        for (int i = 0; i < Math.min(groups.size(), TRIES * wanted) && own.size() < wanted; i++) {
            family.draw(Split.TRAIN, groups.get(i), TaskFamily.Wording.KNOWN, 0)
                    .flatMap(task -> demonstrated(family, task))
                    .ifPresent(own::add);
        }
        if (config.expert().detours()) {
            List.copyOf(own).forEach(example -> own.addAll(detours(example.attempt())));
        }
        return own;
    }

    /** The same attempt with a search in it, as often as that is a success too. */
    private List<PolicyTrainer.Example> detours(Judged expert) {
        Task task = expert.task();
        List<PolicyTrainer.Example> examples = new ArrayList<>();
        try {
            Detours detours = new Detours(
                    environment,
                    task,
                    expert.rollout().key().worldSeed(),
                    expert.rollout().tape().calls(),
                    new SplittableRandom(config.seed() * 31 + task.id().hashCode()));
            for (List<ToolCall> calls : detours.find()) {
                optimizer.expert(task, calls, 1 + examples.size()).ifPresent(examples::add);
            }
        } catch (EnvironmentFault broken) {
            return examples;
        }
        return examples;
    }

    private Optional<PolicyTrainer.Example> demonstrated(TaskFamily family, Task task) {
        try {
            List<ToolCall> calls = family.expert(task);
            return calls.isEmpty() ? Optional.empty() : optimizer.expert(task, calls, 0);
        } catch (EnvironmentFault notThisOne) {
            return Optional.empty();
        }
    }

    private SortedMap<String, List<String>> recall(String session, List<PolicyTrainer.Example> examples) {
        requireSession(session, environment.name());
        int before = examples.size();
        SortedMap<String, List<String>> chosen = new TreeMap<>();
        successes(session).forEach((family, heads) -> {
            Collections.shuffle(heads, new Random(config.seed() * 31 + family.hashCode()));
            chosen.put(family, choose(session, heads, examples));
        });
        if (examples.size() == before) {
            throw new PrerequisiteException(
                    "Session (%s) has no success that the checker confirms here, so there is nothing to clone."
                            .formatted(session));
        }
        return chosen;
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
    static List<String> notes(List<SessionEvent> events) {
        return events.stream()
                .filter(event ->
                        event.subject().equals(EVENT) || event.subject().equals(EXPERT))
                .map(event -> note(event.subject(), read(event.body())))
                .toList();
    }

    private static String note(String subject, Choice choice) {
        Map<String, List<String>> rollouts = choice.rollouts();
        String whose = subject.equals(EXPERT) ? "of the expert" : "of session " + choice.session();
        int most = rollouts.values().stream().mapToInt(List::size).max().orElse(0);
        int least = rollouts.values().stream().mapToInt(List::size).min().orElse(0);
        int all = rollouts.values().stream().mapToInt(List::size).sum();
        long detours = rollouts.values().stream()
                .flatMap(List::stream)
                .filter(id -> subject.equals(EXPERT) && !id.endsWith("/0"))
                .count();
        return "Cloned before round 1: %d verified successes %s, %d to %d of each of %d families.%s"
                .formatted(
                        all,
                        whose,
                        least,
                        most,
                        rollouts.size(),
                        detours == 0
                                ? ""
                                : " %d of them are ways of the expert with a search put in.".formatted(detours));
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
