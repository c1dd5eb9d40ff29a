package org.tapelearn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.tapelearn.archive.Archive;
import org.tapelearn.environment.Environment;
import org.tapelearn.langchain4j.Connection;
import org.tapelearn.langchain4j.Deadlines;
import org.tapelearn.langchain4j.FaultPlan;
import org.tapelearn.langchain4j.FaultPlan.Fault;
import org.tapelearn.langchain4j.ModelSpec;
import org.tapelearn.langchain4j.RobustLlm;
import org.tapelearn.langchain4j.Robustness;
import org.tapelearn.langchain4j.ScriptedChatServer;
import org.tapelearn.langchain4j.ScriptedChatServer.Asked;
import org.tapelearn.langchain4j.ScriptedChatServer.Said;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.InMemorySessionStore;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionEvent;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.reflect.ContextTrainer;
import org.tapelearn.learn.reflect.PairReflection;
import org.tapelearn.prompt.LlmAgent;
import org.tapelearn.prompt.Templates;
import org.tapelearn.run.End;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.ToolCall;

class LlmStormTest {
    private static final Deadlines SHORT =
            new Deadlines(Duration.ofSeconds(10), Duration.ofMillis(1_500), Duration.ofSeconds(10));

    private static final List<Fault> FAULTS = List.of(
            Fault.RATE_LIMIT,
            Fault.BARE_RATE_LIMIT,
            Fault.SERVER_ERROR,
            Fault.OVERLOADED,
            Fault.CUT,
            Fault.EMPTY,
            Fault.MALFORMED);

    private final InMemorySessionStore store = new InMemorySessionStore();

    private LearningReport learn(String session, Function<Asked, Said> model, FaultPlan plan) {
        LearnerConfig base = LearnerConfig.LANGUAGE_MODEL;
        LearnerConfig config = new LearnerConfig(
                1,
                new LearnerConfig.EnvironmentLearnerConfig(
                        1, 6, 2, 0.95, 20, LearnerConfig.Curriculum.MASTERY, 4, 0, ""),
                base.trajectoryOptimizer(),
                base.memoryWarmer(),
                base.taskGenerator(),
                base.gate(),
                new LearnerConfig.EvaluationConfig(10, false));
        try (ScriptedChatServer server = ScriptedChatServer.start(model, plan, Duration.ZERO);
                Environment world = Archive.open()) {
            RobustLlm llm = new RobustLlm(
                    Connection.to(ModelSpec.parse("openai:m"), server.environment("k"), SHORT),
                    Robustness.DEFAULT.withRetries(30),
                    new AtOnce(),
                    1);
            return new EnvironmentLearner(
                            world,
                            ContextTrainer.of(
                                    llm,
                                    Templates.BUNDLED,
                                    LlmAgent.Settings.DEFAULT,
                                    PairReflection.Settings.of(world.tools())),
                            config,
                            store,
                            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                            LearningListener.NONE)
                    .learn(session, List.of("Find out a code"), "{}");
        }
    }

    private List<Judged> attempts(String session) {
        List<Judged> attempts = new ArrayList<>();
        for (SessionStore.TapeHead head : store.tapes(session, SessionStore.TapeQuery.ALL)) {
            attempts.addAll(store.rollouts(session, Set.of(head.rolloutId())));
        }
        return attempts;
    }

    @Test
    void aStormOfInfrastructureFaultsChangesNoVerdict() {
        LearningReport calm = learn("calm", ForgetfulServer::answer, FaultPlan.NONE);
        LearningReport storm = learn("storm", ForgetfulServer::answer, FaultPlan.storm(3, 0.3, FAULTS));
        assertThat(store.events("storm", SessionEvent.Kind.VERDICT))
                .isEqualTo(store.events("calm", SessionEvent.Kind.VERDICT));
        assertThat(storm.learned()).isEqualTo(calm.learned());
        assertThat(attempts("storm"))
                .isEqualTo(attempts("calm"))
                .noneMatch(attempt -> attempt.rollout().end() instanceof End.Broken);
    }

    /** Errs in two answers of five, each in another way; and in two of three thoughts about a pair. */
    private static Said erring(Asked asked) {
        if (asked.last().contains("SUCCEEDED:")) {
            return switch (Math.floorMod(asked.last().hashCode(), 3)) {
                case 0 -> Said.text("{\"operations\": [{\"op\": \"ADD\", \"condition\": ");
                case 1 -> Said.text("{\"operations\": [{\"op\": \"FORGET\", \"id\": \"i1\"}]}");
                default -> ForgetfulServer.answer(asked);
            };
        }
        int kind = Math.floorMod(
                (int) (ForgetfulServer.dice(asked) >>> 4) + 7 * asked.turns().size(), 20);
        return switch (kind) {
            case 0 -> Said.call("", "open", "{\"drawer\": ");
            case 1 -> Said.call("", "burn", "{}");
            case 2 -> Said.text("");
            case 3 -> new Said("I will not.", List.of(), "content_filter");
            case 4 -> new Said("Let me think about", List.of(), "length");
            case 5 -> Said.text("All done.");
            case 6 -> Said.call("", "open", "{\"drawer\": 7}");
            case 7 -> Said.call("", "open", "{\"drawer\": [\"drawer 1\"]}");
            default -> ForgetfulServer.answer(asked);
        };
    }

    @Test
    void aStormOfWrongAnswersIsTheModelsOwn() {
        LearningReport report = learn("wrong", LlmStormTest::erring, FaultPlan.NONE);
        assertThat(report.stopReason()).isEqualTo("rounds");
        List<String> mistakes = new ArrayList<>();
        List<ToolCall> calls = new ArrayList<>();
        for (Judged attempt : attempts("wrong")) {
            assertThat(attempt.scored()).as(attempt.rollout().key().id()).isTrue();
            calls.addAll(attempt.rollout().tape().calls());
            for (Step step : attempt.rollout().tape().steps()) {
                if (step instanceof Step.ParsingFailure failure) {
                    mistakes.add(failure.error());
                }
            }
        }
        assertThat(mistakes)
                .anyMatch(mistake -> mistake.contains("are no JSON object"))
                .anyMatch(mistake -> mistake.contains("there is no tool (burn)"))
                .anyMatch(mistake -> mistake.contains("the answer is empty"))
                .anyMatch(mistake -> mistake.contains("the answer was refused"))
                .anyMatch(mistake -> mistake.contains("the answer was cut off"))
                .anyMatch(mistake -> mistake.contains("No tool was called"));
        assertThat(calls)
                .as("arguments of a wrong type")
                .contains(ToolCall.of("open", "drawer", "7"), ToolCall.of("open", "drawer", "[\"drawer 1\"]"));
        assertThat(store.events("wrong", SessionEvent.Kind.METRIC))
                .as("thoughts about pairs that cannot be read, or ask for what there is not")
                .anyMatch(event -> event.body().contains("the answer holds no JSON object"))
                .anyMatch(event -> event.body().contains("there is no operation (FORGET)"));
    }
}
