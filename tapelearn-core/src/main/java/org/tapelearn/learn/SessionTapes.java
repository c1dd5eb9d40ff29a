package org.tapelearn.learn;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.environment.Environment;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.learn.seed.SeedTask;
import org.tapelearn.learn.seed.SeedTaskManager;
import org.tapelearn.memory.Memory;
import org.tapelearn.replay.Forker;
import org.tapelearn.replay.Recording;
import org.tapelearn.replay.Replay;
import org.tapelearn.replay.Replayer;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

/**
 * The recorded attempts of one session, to be made again or gone on with. Forks are kept in a session of their own beside it
 * ({@code SESSION-forks}), so that neither its figures nor its learning changes.
 */
public final class SessionTapes {
    /** The status of a session that holds the forks of another. */
    public static final String FORKS = "forks";

    private static final String SUFFIX = "-forks";

    private final SessionStore store;
    private final SessionRecord session;
    private final Environment environment;
    private final PolicyTrainer trainer;
    private final Runner runner;
    private final Evaluator evaluator;
    private final Clock clock;

    /**
     * Works on the attempts of a session.
     *
     * @param session whose attempts, or forks of whose attempts, are meant
     * @param runner as the one that made them
     */
    public SessionTapes(
            SessionStore store,
            SessionRecord session,
            Environment environment,
            PolicyTrainer trainer,
            Runner runner,
            Evaluator evaluator,
            Clock clock) {
        this.store = store;
        this.session = session;
        this.environment = environment;
        this.trainer = trainer;
        this.runner = runner;
        this.evaluator = evaluator;
        this.clock = clock;
    }

    /** Returns the session of another one's forks, or the session itself where it is none. */
    public static SessionRecord origin(SessionStore store, SessionRecord session) {
        return session.status().equals(FORKS)
                ? store.find(session.id().substring(0, session.id().length() - SUFFIX.length()))
                        .orElse(session)
                : session;
    }

    /** The id of the session that holds the forks of a session's attempts. */
    public static String forks(String session) {
        return session + SUFFIX;
    }

    /** Finds an attempt or a fork by its id. */
    public Judged attempt(String rolloutId) {
        List<Judged> found = new ArrayList<>(store.rollouts(session.id(), Set.of(rolloutId)));
        if (found.isEmpty() && store.find(forks()).isPresent()) {
            found.addAll(store.rollouts(forks(), Set.of(rolloutId)));
        }
        if (found.isEmpty()) {
            throw new PrerequisiteException("There is no tape (%s) in session (%s).%nTheir ids: tapelearn tapes list %s"
                    .formatted(rolloutId, session.id(), session.id()));
        }
        return found.getFirst();
    }

    /** The recording of an attempt, as it can be kept in a file. */
    public Recording recording(Judged attempt) {
        return Recording.of(environment.name(), attempt.task(), attempt.rollout());
    }

    /** Makes the calls of an attempt again, and compares what is seen. */
    public Replay replay(Judged attempt) {
        return new Replayer(environment).replay(recording(attempt));
    }

    /** As {@link #replay}, and asks the version that made the attempt whether it would choose the same. */
    public Replay replayWithAgent(Judged attempt) {
        PolicyVersion version = author(attempt.rollout());
        RolloutKey key = attempt.rollout().key();
        Briefing briefing = runner.briefing(version, attempt.task(), key, Briefing.Mode.DEPLOYED, List.of());
        return new Replayer(environment).replay(recording(attempt), version.agent(), briefing);
    }

    /**
     * A fork as it is kept.
     *
     * @param isNew whether it was not there before
     */
    public record Fork(String session, Judged attempt, boolean isNew) {}

    /**
     * Goes on from the middle of an attempt, and keeps the tape; the same fork again gives the one that is kept.
     *
     * @param at the number of the step, from 1, that the other version makes first
     * @param version as {@link #version} takes it
     * @param model what its agent asks in the place of what it learned with; empty where that is the same
     */
    public Fork fork(Judged origin, int at, String version, String model) {
        PolicyVersion named = version(version);
        PolicyVersion other =
                model.isEmpty() ? named : new PolicyVersion(named.id() + "-" + model, named.agent(), named.memory());
        String id = origin.rollout().key().forked(at, other.id()).id();
        if (store.find(forks()).isPresent()) {
            List<Judged> kept = store.rollouts(forks(), Set.of(id));
            if (!kept.isEmpty()) {
                return new Fork(forks(), kept.getFirst(), false);
            }
        }
        Rollout made = new Forker(runner).fork(origin.task(), origin.rollout(), at, other);
        Judged fork = new Judged(origin.task(), made, evaluator.evaluate(origin.task(), made));
        if (store.find(forks()).isEmpty()) {
            store.create(new SessionRecord(
                    forks(), environment.name(), session.seed(), session.configuration(), FORKS, clock.millis(), ""));
        }
        try (SessionStore.Hold held = store.hold(forks())) {
            long next = store.lastCommit(forks()).map(last -> last.index() + 1).orElse(0L);
            store.commit(forks(), new SessionCommit(next, "{}", Map.of(), List.of(fork), List.of(), List.of()));
            return new Fork(forks(), fork, true);
        }
    }

    /**
     * Lets a version do something that a user asks for, in the world of a test task of the family that the words point to, or of the
     * first where they point to none. Nothing checks it, and nothing is kept.
     *
     * @param group the data set, folder or other world; empty for the first there is
     */
    public Judged doing(String words, String version, String group) {
        SeedTask understood = new SeedTaskManager(environment).addSeedTaskFromDescription(words);
        List<Split> splits =
                Arrays.stream(Split.values()).sorted(Comparator.reverseOrder()).toList();
        Task asked = WordsTask.of(environment, understood, splits, group)
                .orElseThrow(() ->
                        new PrerequisiteException("Environment (%s) has no world (%s) to act in.%nThose there are: %s"
                                .formatted(
                                        environment.name(),
                                        group,
                                        groups(WordsTask.families(environment, understood)))));
        RolloutKey key = new RolloutKey(RolloutKey.Phase.TEST_LEARNED, 0, 0, asked.id(), 0);
        Rollout made = runner.run(version(version), asked, key, Briefing.Mode.DEPLOYED, List.of());
        return new Judged(asked, made, evaluator.evaluate(asked, made));
    }

    private static String groups(List<TaskFamily> families) {
        return families.stream()
                .flatMap(family -> Arrays.stream(Split.values()).flatMap(split -> family.groups(split).stream()))
                .distinct()
                .limit(20)
                .collect(Collectors.joining(", "));
    }

    private String forks() {
        return forks(session.id());
    }

    /** Finds a version by its id, or as {@code base} or {@code learned}; of large policies only these two are kept. */
    public PolicyVersion version(String name) {
        SessionCommit last = store.lastCommit(session.id())
                .orElseThrow(() -> new PrerequisiteException(
                        "Session (%s) has not begun, so there is no agent to go on with.".formatted(session.id())));
        LearningState state = LearningState.fromJson(last.state());
        if (name.equals("base") || name.equals("v0")) {
            return new PolicyVersion("v0", trainer.untrained(), Memory.EMPTY);
        }
        if (name.equals("learned") || name.equals(state.incumbent())) {
            byte[] bytes = last.blobs().get("incumbent");
            if (bytes == null) {
                throw new IllegalStateException(
                        "Session (%s) has no saved policy (incumbent).".formatted(session.id()));
            }
            return new PolicyVersion(state.incumbent(), trainer.load(bytes), state.incumbentMemory());
        }
        KeptVersions kept = new KeptVersions(trainer, last.blobs());
        Optional<PolicyVersion> earlier = kept.find(name);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Set<String> known = new TreeSet<>(List.of("base", "learned", "v0", state.incumbent()));
        known.addAll(kept.ids());
        throw new PrerequisiteException("There is no version (%s) of session (%s) to act, only: %s.%s"
                .formatted(name, session.id(), String.join(", ", known), Nearest.hint(name, known)));
    }

    /** The version that made an attempt, if it is one of those that are kept. */
    private PolicyVersion author(Rollout rollout) {
        String id = rollout.versionId();
        if (rollout.key().phase() == RolloutKey.Phase.EXPLORE) {
            throw new PrerequisiteException("""
                The attempt (%s) explored, by a version (%s) that is not kept, so its choices cannot be asked for again.
                Without --agent the environment's answers are compared.\
                """.formatted(rollout.key().id(), id));
        }
        boolean candidate = rollout.key().phase() == RolloutKey.Phase.GATE_CANDIDATE;
        if (candidate && !committed(id).equals(Optional.of(rollout.key().round()))) {
            throw new PrerequisiteException("""
                The attempt (%s) was made by a candidate (%s) that the gate did not take, so it is not kept.
                Without --agent the environment's answers are compared.\
                """.formatted(rollout.key().id(), id));
        }
        return version(id);
    }

    /** In which round a version passed the gate. */
    private Optional<Integer> committed(String version) {
        return store.events(session.id(), SessionEvent.Kind.VERSION).stream()
                .filter(event -> event.subject().equals(version))
                .map(SessionEvent::round)
                .findFirst();
    }
}
