package org.tapelearn.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tapelearn.learn.SessionSamples.commit;
import static org.tapelearn.learn.SessionSamples.judged;
import static org.tapelearn.learn.SessionSamples.session;
import static org.tapelearn.learn.SessionSamples.task;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.evaluate.Evaluation;
import org.tapelearn.learn.SessionStore.Counts;
import org.tapelearn.learn.SessionStore.TapeHead;
import org.tapelearn.learn.SessionStore.TapeQuery;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.TrajectoryPair;
import org.tapelearn.run.End;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.RolloutKey.Phase;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.task.Task;

/** What every session store does. */
public abstract class SessionStoreContract {
    protected static final String ID = "s-1_A";

    protected SessionStore store;

    /** Opens a new, empty store. */
    protected abstract SessionStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void givesBackSessionsOldestFirst() {
        store.create(session("z"));
        store.create(session("a"));

        assertThat(store.sessions()).containsExactly(session("z"), session("a"));
        assertThat(store.find("a")).contains(session("a"));
        assertThat(store.find("unknown")).isEmpty();
    }

    @Test
    void givesBackForksUnderTheirIds() {
        store.create(session(ID));
        Judged origin = judged(task(1), 0, 0, new Random(1));
        RolloutKey key = origin.rollout().key().forked(4, "v2").forked(6, "v0");
        Rollout rollout = origin.rollout();
        Judged fork = new Judged(
                origin.task(),
                new Rollout(key, "v0", rollout.tape(), rollout.end(), rollout.findings(), rollout.recalled()),
                origin.evaluation());
        store.commit(ID, new SessionCommit(0, "{}", Map.of(), List.of(origin, fork), List.of(), List.of()));

        assertThat(store.rollouts(ID, Set.of(key.id()))).containsExactly(fork);
        assertThat(store.tapes(ID, new TapeQuery("fork", "", "", 9)))
                .extracting(TapeHead::rolloutId)
                .containsExactly(key.id());
    }

    @Test
    void refusesASecondSessionOfTheSameId() {
        store.create(session(ID));
        store.commit(ID, commit(0, 1, 1));

        assertThatThrownBy(() -> store.create(session(ID)))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining(ID);
    }

    @Test
    void beginsASessionAgainThatWasStoppedBeforeItsFirstCommit() {
        store.create(session(ID));
        store.create(session("later"));
        SessionRecord again = new SessionRecord(ID, "other", 5, "{\"seed\":5}", "running", 77, "");

        store.create(again);

        assertThat(store.sessions()).containsExactly(again, session("later"));
        store.commit(ID, commit(0, 1, 1));
        assertThat(store.lastCommit(ID)).isPresent();
    }

    @Test
    void keepsStatusAndReportOfAFinishedSession() {
        store.create(session(ID));
        store.finish(ID, "solved", "{\"rounds\":3}");

        SessionRecord found = store.find(ID).orElseThrow();
        assertThat(found.status()).isEqualTo("solved");
        assertThat(found.report()).isEqualTo("{\"rounds\":3}");
        assertThat(found.seed()).isEqualTo(Long.MIN_VALUE);
        assertThatThrownBy(() -> store.finish("unknown", "solved", ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("unknown");
    }

    @Test
    void hasNoCommitBeforeTheFirst() {
        store.create(session(ID));

        assertThat(store.lastCommit(ID)).isEmpty();
        assertThat(store.counts(ID)).isEqualTo(new Counts(0, 0, 0));
        assertThat(store.tapes(ID, TapeQuery.ALL)).isEmpty();
    }

    @Test
    void givesBackEqualRolloutsInTheOrderWritten() {
        store.create(session(ID));
        List<Judged> all = new ArrayList<>();
        for (int index = 0; index < 3; index++) {
            SessionCommit commit = commit(index, 30, 7);
            store.commit(ID, commit);
            all.addAll(commit.rollouts());
        }

        assertThat(store.rollouts(ID, ids(all))).isEqualTo(all);
        List<Judged> some = List.of(all.get(2), all.get(31), all.get(80));
        Set<String> wanted = new HashSet<>(ids(some));
        wanted.add("explore/9/9/nothing/9");
        assertThat(store.rollouts(ID, wanted)).isEqualTo(some);
    }

    @Test
    void keepsTasksApartThatChangedUnderOneId() {
        store.create(session(ID));
        Judged first = judged(task(1), 0, 0, new Random(1));
        Task changed = new Task(
                task(1).id(),
                "Other words",
                task(1).category(),
                task(1).difficulty(),
                task(1).family(),
                task(1).group(),
                task(1).wording(),
                task(1).split(),
                task(1).size(),
                task(1).criteria(),
                task(1).origin());
        Judged second = judged(changed, 0, 1, new Random(2));
        store.commit(ID, new SessionCommit(0, "{}", Map.of(), List.of(first, second), List.of(), List.of()));

        assertThat(store.rollouts(ID, ids(List.of(first, second)))).containsExactly(first, second);
        assertThat(store.counts(ID).tasks()).isEqualTo(1);
    }

    @Test
    void keepsTheLastStateAndBlobsNotGivenAgain() {
        store.create(session(ID));
        store.commit(
                ID,
                new SessionCommit(
                        0, "{\"n\":0}", Map.of("a", bytes(1), "b", bytes(2)), List.of(), List.of(), List.of()));
        store.commit(
                ID,
                new SessionCommit(
                        1, "{\"n\":1}", Map.of("b", bytes(3), "c", bytes()), List.of(), List.of(), List.of()));

        SessionCommit last = store.lastCommit(ID).orElseThrow();
        assertThat(last.index()).isEqualTo(1);
        assertThat(last.state()).isEqualTo("{\"n\":1}");
        assertThat(last.blobs()).containsOnlyKeys("a", "b", "c");
        assertThat(last.blobs().get("a")).containsExactly(1);
        assertThat(last.blobs().get("b")).containsExactly(3);
        assertThat(last.blobs().get("c")).isEmpty();
        assertThat(last.rollouts()).isEmpty();
    }

    @Test
    void refusesAnIndexThatIsNotTheNext() {
        store.create(session(ID));
        store.commit(ID, commit(0, 2, 1));

        for (long index : new long[] {0, 2, -1}) {
            SessionCommit wrong = new SessionCommit(index, "{}", Map.of(), List.of(), List.of(), List.of());
            assertThatThrownBy(() -> store.commit(ID, wrong))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("index 1")
                    .hasMessageContaining(Long.toString(index));
        }
        assertThat(store.lastCommit(ID).orElseThrow().index()).isZero();
        assertThatThrownBy(() -> store.commit("unknown", commit(0, 1, 1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void writesNothingOfACommitThatDoublesARollout() {
        store.create(session(ID));
        SessionCommit first = commit(0, 5, 1);
        store.commit(ID, first);
        List<Judged> rollouts = new ArrayList<>(commit(1, 5, 1).rollouts());
        rollouts.add(first.rollouts().get(3));

        assertThatThrownBy(() -> store.commit(
                        ID, new SessionCommit(1, "{\"bad\":1}", Map.of("x", bytes(1)), rollouts, List.of(), List.of())))
                .isInstanceOf(IllegalStateException.class);
        assertThat(store.counts(ID).rollouts()).isEqualTo(5);
        assertThat(store.lastCommit(ID).orElseThrow().state()).isEqualTo(first.state());
        assertThat(store.lastCommit(ID).orElseThrow().blobs()).doesNotContainKey("x");
    }

    @Test
    void knowsPairsAcrossCommitsAndRefusesStrangers() {
        store.create(session(ID));
        Judged better = scored(0, 1);
        Judged worse = scored(1, 0.3);
        Judged stranger = scored(2, 0.1);
        store.commit(ID, new SessionCommit(0, "{}", Map.of(), List.of(better), List.of(), List.of()));
        store.commit(
                ID,
                new SessionCommit(
                        1,
                        "{}",
                        Map.of(),
                        List.of(worse),
                        List.of(new TrajectoryPair(better, worse, 2, 0.5)),
                        List.of()));

        assertThat(store.counts(ID)).isEqualTo(new Counts(2, 1, 1));
        assertThatThrownBy(() -> store.commit(
                        ID,
                        new SessionCommit(
                                2,
                                "{}",
                                Map.of(),
                                List.of(),
                                List.of(new TrajectoryPair(better, stranger, 0, 1)),
                                List.of())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(stranger.rollout().key().id());
        assertThat(store.lastCommit(ID).orElseThrow().index()).isEqualTo(1);
    }

    @Test
    void listsHeadsByPhaseOutcomeAndFamily() {
        store.create(session(ID));
        store.commit(ID, commit(0, 120, 3));
        List<TapeHead> all = store.tapes(ID, TapeQuery.ALL);

        assertThat(all).hasSize(120);
        for (String outcome : List.of("success", "partial", "failure", "unscored")) {
            assertThat(store.tapes(ID, new TapeQuery("", outcome, "", 1000)))
                    .isNotEmpty()
                    .isEqualTo(all.stream()
                            .filter(head -> head.outcome().equals(outcome))
                            .toList());
        }
        assertThat(store.tapes(ID, new TapeQuery("gate-candidate", "", "largest_group", 3)))
                .hasSize(3)
                .allMatch(head ->
                        head.phase().equals("gate-candidate") && head.family().equals("largest_group"));
    }

    @Test
    void headsSayWhatTheRolloutsAre() {
        store.create(session(ID));
        SessionCommit commit = commit(0, 40, 5);
        store.commit(ID, commit);

        List<TapeHead> heads = store.tapes(ID, TapeQuery.ALL);
        for (int i = 0; i < heads.size(); i++) {
            Judged judged = commit.rollouts().get(i);
            RolloutKey key = judged.rollout().key();
            String outcome = judged.evaluation() instanceof Evaluation.Scored scored
                    ? scored.outcome().name().toLowerCase(Locale.ROOT)
                    : "unscored";
            assertThat(heads.get(i))
                    .isEqualTo(new TapeHead(
                            key.id(),
                            key.phase().label(),
                            key.round(),
                            judged.task().family(),
                            judged.task().group(),
                            outcome,
                            judged.reward(),
                            judged.grounded(),
                            judged.length(),
                            judged.task().description(),
                            switch (judged.evaluation()) {
                                case Evaluation.Scored scored -> "";
                                case Evaluation.Weak weak -> weak.reason();
                                case Evaluation.Unscored unscored -> unscored.reason();
                            }));
        }
    }

    @Test
    void keepsEventsByKindInTheirOrder() {
        store.create(session(ID));
        List<SessionEvent> written = new ArrayList<>();
        for (int index = 0; index < 8; index++) {
            SessionCommit commit = commit(index, 0, 11);
            store.commit(ID, commit);
            written.addAll(commit.events());
        }

        for (SessionEvent.Kind kind : SessionEvent.Kind.values()) {
            assertThat(store.events(ID, kind))
                    .isNotEmpty()
                    .isEqualTo(written.stream()
                            .filter(event -> event.kind() == kind)
                            .toList());
        }
    }

    @Test
    void keepsSessionsApart() {
        store.create(session("one"));
        store.create(session("two"));
        store.commit("one", commit(0, 6, 1));
        store.commit("two", commit(0, 9, 1));

        assertThat(store.counts("one").rollouts()).isEqualTo(6);
        assertThat(store.rollouts("two", ids(commit(0, 9, 1).rollouts())))
                .isEqualTo(commit(0, 9, 1).rollouts());
        assertThat(store.lastCommit("two").orElseThrow().index()).isZero();
    }

    @Test
    void holdsASessionOnceAtATime() {
        SessionStore.Hold hold = store.hold(ID);
        assertThatThrownBy(() -> store.hold(ID))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining(ID)
                .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        store.hold("another").close();
        hold.close();

        SessionStore.Hold again = store.hold(ID);
        hold.close();
        assertThatThrownBy(() -> store.hold(ID)).isInstanceOf(PrerequisiteException.class);
        again.close();
    }

    @Test
    void refusesIdsThatCouldBePaths() {
        for (String id : List.of("", "..", "a/b", "a\\b", "a b", "é", "a\n", "x".repeat(81), "a.lock")) {
            assertThatThrownBy(() -> store.hold(id)).isInstanceOf(PrerequisiteException.class);
            assertThatThrownBy(() -> session(id))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessageContaining("1 to 80");
        }
        store.hold("x".repeat(80)).close();
    }

    protected static Set<String> ids(List<Judged> rollouts) {
        Set<String> ids = new HashSet<>();
        rollouts.forEach(judged -> ids.add(judged.rollout().key().id()));
        return ids;
    }

    private static Judged scored(int attempt, double reward) {
        RolloutKey key = new RolloutKey(Phase.EXPLORE, 1, 0, task(0).id(), attempt);
        Tape tape = new Tape(new TapeMetadata(key.id(), null, "embedded", 0), List.of());
        return new Judged(
                task(0),
                new Rollout(key, "v0", tape, new End.Finished(), List.of(), List.of()),
                new Evaluation.Scored(reward, reward == 1, false));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
