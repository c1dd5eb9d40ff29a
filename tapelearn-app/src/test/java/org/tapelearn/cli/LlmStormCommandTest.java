package org.tapelearn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapelearn.archive.Archive;
import org.tapelearn.langchain4j.FaultPlan;
import org.tapelearn.langchain4j.FaultPlan.Fault;
import org.tapelearn.langchain4j.ScriptedChatServer;
import org.tapelearn.learn.SessionEvent;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.run.End;
import org.tapelearn.store.SqliteSessionStore;

/** The command with a server of which three answers in ten meet a fault on their way, slow ones too. */
class LlmStormCommandTest {
    private static final String SESSION = "20261124-180000-s1";

    private static final List<Fault> FAULTS = List.of(
            Fault.RATE_LIMIT,
            Fault.BARE_RATE_LIMIT,
            Fault.SERVER_ERROR,
            Fault.OVERLOADED,
            Fault.TIME_OUT,
            Fault.CUT,
            Fault.DRIP,
            Fault.EMPTY,
            Fault.MALFORMED);

    private static final Environments ARCHIVE = new Environments(List.of(
            new Environments.Offer("archive", "Codes.", List.of("Find out a code"), settings -> Archive.open())));

    @TempDir
    private Path folder;

    private final AtOnce waiting = new AtOnce();

    /** What a session came to: its verdicts and attempts. */
    private record Outcome(List<String> verdicts, List<Judged> attempts) {}

    private Outcome learn(String store, String options, FaultPlan plan, String... more) {
        TestShell shell =
                new TestShell(ARCHIVE).at(Instant.parse("2026-11-24T18:00:00Z")).waiting(waiting);
        Path path = folder.resolve(store);
        try (ScriptedChatServer server = ScriptedChatServer.start(ForgetfulServer::answer, plan, Duration.ZERO)) {
            List<String> args = new ArrayList<>(List.of(
                    "learn",
                    "--store",
                    path.toString(),
                    "--llm",
                    "openai-compatible:%s/v1#forgetful%s".formatted(server.address(), options),
                    "llm.idle_seconds=0.8",
                    "llm.total_seconds=1.2",
                    "environment_learner.max_learning_rounds=1",
                    "environment_learner.optimization_rounds_per_cycle=2",
                    "gate.max_pairs=20",
                    "evaluation.test_tasks=10"));
            args.addAll(List.of(more));
            assertThat(shell.run(args.toArray(String[]::new))).as(shell.err()).isZero();
        }
        try (SqliteSessionStore opened = SqliteSessionStore.open(path)) {
            List<Judged> attempts = new ArrayList<>();
            for (SessionStore.TapeHead head : opened.tapes(SESSION, SessionStore.TapeQuery.ALL)) {
                attempts.addAll(opened.rollouts(SESSION, Set.of(head.rolloutId())));
            }
            return new Outcome(
                    opened.events(SESSION, SessionEvent.Kind.VERDICT).stream()
                            .map(Object::toString)
                            .toList(),
                    attempts);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?stream=yes"})
    void noFaultChangesAVerdictOrCountsAsAFailure(String options) {
        Outcome calm = learn("calm", options, FaultPlan.NONE);
        Outcome storm = learn("storm", options, FaultPlan.storm(3, 0.3, FAULTS));

        assertThat(storm.verdicts()).isNotEmpty().isEqualTo(calm.verdicts());
        assertThat(storm.attempts())
                .hasSizeGreaterThan(40)
                .isEqualTo(calm.attempts())
                .noneMatch(attempt -> attempt.rollout().end() instanceof End.Broken);
        assertThat(waiting.passed()).isGreaterThan(Duration.ofMinutes(1));
    }

    @Test
    void keepsToTheRequestsAMinuteThatTheConfigurationAllows() {
        Outcome free = learn("free", "", FaultPlan.NONE);
        assertThat(waiting.passed()).isZero();
        Outcome held = learn("held", "", FaultPlan.NONE, "llm.requests_per_minute=60");

        assertThat(held.attempts()).isEqualTo(free.attempts());
        long turns = held.attempts().stream()
                .mapToLong(attempt -> attempt.rollout().tape().calls().size())
                .sum();
        assertThat(waiting.passed()).isGreaterThanOrEqualTo(Duration.ofSeconds(turns - 10));
    }

    @Test
    void keepsToTheTokensAMinuteThatTheConfigurationAllows() {
        Outcome held = learn("held", "", FaultPlan.NONE, "llm.tokens_per_minute=10000");

        assertThat(held.attempts()).hasSizeGreaterThan(40);
        assertThat(waiting.passed()).isGreaterThan(Duration.ofMinutes(2));
    }
}
