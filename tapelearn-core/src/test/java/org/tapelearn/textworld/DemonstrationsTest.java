package org.tapelearn.textworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tapelearn.environment.DelegatingEnvironment;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.Episode;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.InMemorySessionStore;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.Rooms;
import org.tapelearn.learn.SessionEvent;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.policy.EmbeddedTrainer;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.DelegatingFamily;
import org.tapelearn.task.Finding;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

/** Verified successes of an earlier session stand in for an expert's tapes. */
class DemonstrationsTest {
    private static final List<String> SEEDS =
            List.of("Fetch and deliver things, store them, unlock and open containers, find keys, cook");
    private static final Environment WORLD = new TextWorldEnvironment(true);
    private static final InMemorySessionStore STORE = new InMemorySessionStore();

    @BeforeAll
    static void learnFromNothing() {
        learn(WORLD, "earlier", true, 0, "");
    }

    @Test
    void areClonedWithoutExploring() {
        LearningReport none = learn(WORLD, "none", false, 0, "");
        LearningReport three = learn(WORLD, "three", false, 3, "earlier");
        assertThat(none.learned()).isEqualTo(none.base());
        assertThat(none.gate().committed()).isZero();
        assertThat(three.learned().successRate()).isGreaterThan(0.3);
        assertThat(three.notes()).anyMatch(note -> note.startsWith("Cloned before round 1: "));
        for (String session : List.of("none", "three")) {
            assertThat(STORE.tapes(session, new SessionStore.TapeQuery("explore", "", "", 1)))
                    .isEmpty();
        }
    }

    @Test
    void areDifferentGroundedSuccessesOfWhichTheSessionSaysTheIds() {
        learn(WORLD, "two", false, 2, "earlier");
        String chosen = STORE.events("two", SessionEvent.Kind.METRIC).stream()
                .filter(event -> event.subject().equals("demonstrations"))
                .findFirst()
                .orElseThrow()
                .body();
        Map<String, List<SessionStore.TapeHead>> byFamily = STORE.tapes("earlier", SessionStore.TapeQuery.ALL).stream()
                .filter(tape -> chosen.contains("\"" + tape.rolloutId() + "\""))
                .collect(Collectors.groupingBy(SessionStore.TapeHead::family));
        assertThat(byFamily).hasSizeGreaterThan(3);
        byFamily.forEach((family, tapes) -> {
            assertThat(tapes).hasSizeLessThanOrEqualTo(2).allMatch(SessionStore.TapeHead::grounded);
            assertThat(tapes).extracting(SessionStore.TapeHead::description).doesNotHaveDuplicates();
            assertThat(tapes).extracting(SessionStore.TapeHead::phase).containsOnly("explore");
        });
    }

    @Test
    void areTakenOnlyWhenTheCheckerConfirmsThem() {
        assertThatThrownBy(() -> learn(neverContent(), "unconfirmed", false, 1, "earlier"))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("no success that the checker confirms here");
        assertThat(STORE.find("unconfirmed")).isEmpty();
    }

    @Test
    void areClonedAnewWhereThatWasStopped() {
        LearnerConfig config = config(1, false, 1, "earlier", LearnerConfig.ExpertConfig.DEFAULT);
        PolicyTrainer stopping = proxy(PolicyTrainer.class, trainer(WORLD), "train", trained -> {
            throw new IllegalStateException("stopped");
        });
        EnvironmentLearner stopped = learner(WORLD, stopping, config);
        assertThatThrownBy(() -> stopped.learn("stopped", SEEDS, "")).hasMessageContaining("stopped");
        assertThat(stopped.hasBegun("stopped")).isFalse();
        assertThatThrownBy(() -> stopped.resume("stopped"))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("Start it again by the command that started it.");

        LearningReport again = learn(WORLD, "stopped", config);

        assertThat(stopped.hasBegun("stopped")).isTrue();
        assertThat(again.learned()).isEqualTo(learn(WORLD, "unstopped", config).learned());
        assertThatThrownBy(() -> learn(WORLD, "stopped", config)).hasMessageContaining("There is a session (stopped)");
    }

    @Test
    void comeFromASessionThatThereIs() {
        assertThatThrownBy(() -> learn(WORLD, "nowhere", false, 1, "earlyer"))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("Maybe you meant (earlier)");
        assertThatThrownBy(() -> learn(WORLD, "nowhere", false, 1, ""))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("demonstration_session");
    }

    @Test
    void ofAnExpertAreKeptToBeTrainedOnAgain() throws JsonProcessingException {
        learn(expert(), "expert", config(0, true, 0, "", new LearnerConfig.ExpertConfig(2, true)));
        List<Judged> kept = replayed("expert");
        assertThat(kept).hasSizeGreaterThan(3).allMatch(DemonstrationsTest::shown);
    }

    @Test
    void ofAnExpertAreKeptBesideEightLateSuccessesOfOnesOwn() throws JsonProcessingException {
        List<PolicyTrainer.Batch> batches = new ArrayList<>();
        PolicyTrainer listening = listening(trainer(WORLD), batches::add);
        learner(expert(), listening, config(1, true, 0, "", new LearnerConfig.ExpertConfig(2, true)))
                .learn("kept", SEEDS, "");

        List<Judged> kept = replayed("kept");
        List<Judged> cloned = batches.getFirst().examples().stream()
                .map(PolicyTrainer.Example::attempt)
                .toList();
        assertThat(ids(kept)).containsAll(ids(cloned));
        Map<String, Long> own = kept.stream()
                .filter(attempt -> !shown(attempt))
                .collect(Collectors.groupingBy(attempt -> attempt.task().family(), Collectors.counting()));
        assertThat(own.values()).contains(8L).allMatch(count -> count <= 8);
        List<Judged> last = batches.getLast().examples().stream()
                .filter(example -> example.weight() < 1)
                .map(PolicyTrainer.Example::attempt)
                .toList();
        assertThat(last).anyMatch(DemonstrationsTest::shown).anyMatch(attempt -> !shown(attempt));
    }

    @Test
    void ofAnExpertAreNotTrainedOnAgainWhereTheirFamilyIsSolved() {
        Set<String> again = new HashSet<>();
        Set<String> solved = new HashSet<>();
        PolicyTrainer listening = listening(trainer(WORLD), batch -> {
            JsonNode tallies = STORE.lastCommit("solved")
                    .map(commit -> tree(commit.state()).at("/mastery/families"))
                    .orElse(MissingNode.getInstance());
            List<String> late = tallies.properties().stream()
                    .filter(tally -> solved(tally.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            List<String> drawn = batch.examples().stream()
                    .filter(example -> example.weight() < 1)
                    .map(example -> example.attempt().task().family())
                    .toList();
            assertThat(drawn).noneMatch(late::contains);
            again.addAll(drawn);
            solved.addAll(late);
        });
        learner(expert(), listening, config(1, true, 0, "", new LearnerConfig.ExpertConfig(2, true)))
                .learn("solved", SEEDS, "");
        assertThat(solved).isNotEmpty().isSubsetOf(again);
    }

    private static boolean solved(JsonNode tally) {
        double successes = tally.path("successes").asDouble();
        return (1 + successes) / (2 + successes + tally.path("failures").asDouble()) > 0.8;
    }

    private static JsonNode tree(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException broken) {
            throw new AssertionError(broken);
        }
    }

    private static List<String> ids(List<Judged> attempts) {
        return attempts.stream().map(attempt -> attempt.rollout().key().id()).toList();
    }

    private static boolean shown(Judged attempt) {
        return attempt.rollout().tape().metadata().author().equals("expert");
    }

    /** What the last state of a session says is trained on again. */
    private static List<Judged> replayed(String session) throws JsonProcessingException {
        JsonNode state = new ObjectMapper()
                .readTree(STORE.lastCommit(session).orElseThrow().state());
        List<String> kept = new ArrayList<>();
        state.path("replay").forEach(ids -> ids.forEach(id -> kept.add(id.asText())));
        List<Judged> attempts = STORE.rollouts(session, Set.copyOf(kept));
        assertThat(attempts).hasSameSizeAs(kept);
        return attempts;
    }

    private static Expert expert() {
        Map<String, Judged> known = new HashMap<>();
        STORE.tapes("earlier", new SessionStore.TapeQuery("explore", "success", "", Integer.MAX_VALUE)).stream()
                .filter(SessionStore.TapeHead::grounded)
                .flatMap(head -> STORE.rollouts("earlier", Set.of(head.rolloutId())).stream())
                .forEach(success ->
                        known.put(key(success.task().family(), success.task().group()), success));
        return new Expert(known);
    }

    /** A trainer that keeps what it is given to train on. */
    private static PolicyTrainer listening(PolicyTrainer trainer, Consumer<PolicyTrainer.Batch> heard) {
        return (PolicyTrainer) Proxy.newProxyInstance(
                PolicyTrainer.class.getClassLoader(), new Class<?>[] {PolicyTrainer.class}, (proxy, called, given) -> {
                    if (called.getName().equals("train")) {
                        heard.accept((PolicyTrainer.Batch) given[1]);
                    }
                    return called.invoke(trainer, given);
                });
    }

    @Test
    void ofAnExpertHaveSearchesPutInWhereThatIsWanted() {
        Rooms house = new Rooms();
        LearningReport straight =
                learn(house, "straight", config(0, true, 0, "", new LearnerConfig.ExpertConfig(3, false)));
        LearningReport searching =
                learn(house, "searching", config(0, true, 0, "", new LearnerConfig.ExpertConfig(3, true)));
        assertThat(straight.notes())
                .contains("Cloned before round 1: 3 verified successes of the expert, 3 to 3 of each of 1 families.");
        assertThat(searching.notes())
                .contains("Cloned before round 1: 6 verified successes of the expert, 6 to 6 of each of 1 families."
                        + " 3 of them are ways of the expert with a search put in.");
        assertThat(STORE.tapes("straight", SessionStore.TapeQuery.ALL))
                .extracting(SessionStore.TapeHead::rolloutId)
                .noneMatch(id -> id.equals("explore/0/0/cup-kitchen/1"));
        assertThat(STORE.tapes("searching", SessionStore.TapeQuery.ALL))
                .extracting(SessionStore.TapeHead::rolloutId)
                .contains("explore/0/0/cup-kitchen/0", "explore/0/0/cup-kitchen/1");
    }

    private static String key(String family, String group) {
        return family + " " + group;
    }

    /** The same world, whose families have an expert: it knows a task of some groups. */
    private static final class Expert extends DelegatingEnvironment {
        private final Map<String, Judged> known;

        Expert(Map<String, Judged> known) {
            super(WORLD);
            this.known = known;
        }

        @Override
        public List<TaskFamily> families() {
            return WORLD.families().stream().<TaskFamily>map(Known::new).toList();
        }

        private final class Known extends DelegatingFamily {
            Known(TaskFamily family) {
                super(family);
            }

            @Override
            public Optional<Task> draw(Split split, String group, Wording wording, long number) {
                return split == Split.TRAIN
                        ? Optional.ofNullable(known.get(key(name(), group))).map(Judged::task)
                        : super.draw(split, group, wording, number);
            }

            @Override
            public List<ToolCall> expert(Task task) {
                return known.get(key(task.family(), task.group()))
                        .rollout()
                        .tape()
                        .calls();
            }
        }
    }

    /** The same world with checks that never hold. */
    private static Environment neverContent() {
        return proxy(
                Environment.class,
                WORLD,
                "open",
                opened -> proxy(
                        Episode.class,
                        (Episode) opened,
                        "check",
                        checked -> new Finding(((Finding) checked).criterion(), false, "")));
    }

    private static <T> T proxy(Class<T> type, T real, String method, java.util.function.UnaryOperator<Object> change) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    Object result = called.invoke(real, arguments);
                    return called.getName().equals(method) ? change.apply(result) : result;
                }));
    }

    private static LearningReport learn(
            Environment environment, String id, boolean exploration, int demonstrations, String from) {
        return learn(environment, id, config(1, exploration, demonstrations, from, LearnerConfig.ExpertConfig.DEFAULT));
    }

    private static LearningReport learn(Environment environment, String id, LearnerConfig config) {
        return learner(environment, trainer(environment), config).learn(id, SEEDS, "");
    }

    private static EnvironmentLearner learner(Environment environment, PolicyTrainer trainer, LearnerConfig config) {
        return new EnvironmentLearner(environment, trainer, config, STORE, Clock.systemUTC(), LearningListener.NONE);
    }

    private static PolicyTrainer trainer(Environment environment) {
        return new EmbeddedTrainer(environment, new EmbeddedTrainer.Settings(0.1, 1, 0.1, 0.05, 0.1, 0.2), 2);
    }

    private static LearnerConfig config(
            int rounds, boolean exploration, int demonstrations, String from, LearnerConfig.ExpertConfig expert) {
        LearnerConfig defaults = LearnerConfig.DEFAULT;
        LearnerConfig.TrajectoryOptimizerConfig plain = defaults.trajectoryOptimizer();
        return new LearnerConfig(
                1,
                new LearnerConfig.EnvironmentLearnerConfig(
                        rounds, 24, 8, 0.95, 20, LearnerConfig.Curriculum.MASTERY, 2, demonstrations, from),
                new LearnerConfig.TrajectoryOptimizerConfig(
                        exploration,
                        plain.trajectoriesPerRound(),
                        plain.maxExplorationRounds(),
                        plain.successThreshold(),
                        plain.learningRate(),
                        plain.contrastiveLearning(),
                        plain.failureAnalysis(),
                        plain.cloning(),
                        plain.partialCredit(),
                        plain.pairMargin(),
                        plain.beta(),
                        plain.preferenceWeight(),
                        plain.temperature(),
                        plain.warming(),
                        plain.epsilon(),
                        plain.shuffleRewards()),
                defaults.memoryWarmer(),
                defaults.taskGenerator(),
                defaults.gate(),
                new LearnerConfig.EvaluationConfig(60, false),
                expert);
    }
}
