package org.tapelearn.textworld;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.InMemorySessionStore;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.policy.EmbeddedTrainer;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Finding;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.tool.ToolSpec;

/** An agent that never succeeds never converges, however low the threshold: no candidate is committed, nothing counts as solved. */
class AlwaysWrongTest {
    private static final double LOWEST_THRESHOLD = 1e-9;

    @Test
    void endsOnAPlateauWhenTheCheckerNeverSaysYes() {
        Environment environment = new NeverContent(new TextWorldEnvironment(true));
        PolicyTrainer trainer =
                new EmbeddedTrainer(environment, new EmbeddedTrainer.Settings(0.1, 1, 0.1, 0.05, 0.1, 0.2), 2);
        expectNothingLearned(learn(environment, trainer, 5), "plateau", 3);
    }

    @Test
    void endsWithTheRoundsWhenTheAgentAlwaysErrs() {
        expectNothingLearned(learn(new TextWorldEnvironment(true), new Stubborn(), 2), "rounds", 2);
    }

    private static void expectNothingLearned(LearningReport report, String stopReason, int rounds) {
        assertThat(report.stopReason()).isEqualTo(stopReason);
        assertThat(report.rounds()).isEqualTo(rounds);
        assertThat(report.gate().candidates()).isEqualTo(rounds);
        assertThat(report.gate().committed()).isZero();
        assertThat(report.versions()).isEqualTo(1);
        assertThat(report.base().attempts()).isPositive();
        assertThat(report.learned().successes()).isZero();
        assertThat(report.base().successes()).isZero();
    }

    private static LearningReport learn(Environment environment, PolicyTrainer trainer, int rounds) {
        LearnerConfig defaults = LearnerConfig.DEFAULT;
        LearnerConfig config = new LearnerConfig(
                1,
                new LearnerConfig.EnvironmentLearnerConfig(
                        rounds, 12, 2, LOWEST_THRESHOLD, 20, LearnerConfig.Curriculum.MASTERY, 2, 0, ""),
                defaults.trajectoryOptimizer(),
                defaults.memoryWarmer(),
                defaults.taskGenerator(),
                new LearnerConfig.GateConfig(true, 0.05, 80),
                new LearnerConfig.EvaluationConfig(20, false));
        return new EnvironmentLearner(
                        environment,
                        trainer,
                        config,
                        new InMemorySessionStore(),
                        Clock.systemUTC(),
                        LearningListener.NONE)
                .learn("session", List.of("Fetch and deliver things"), "");
    }

    /** Says that it has finished before it has done anything, which solves no task; its training changes nothing. */
    private record Stubborn() implements Agent, PolicyTrainer {
        @Override
        public String name() {
            return "stubborn";
        }

        @Override
        public Attempt begin(Briefing briefing) {
            return (tape, admissible) -> ToolCall.of("finish");
        }

        @Override
        public Agent untrained() {
            return this;
        }

        @Override
        public Agent train(Agent policy, Batch batch) {
            return new Stubborn();
        }

        @Override
        public byte[] save(Agent policy) {
            return name().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Agent load(byte[] bytes) {
            return this;
        }
    }

    /** An environment whose checks never hold. */
    private record NeverContent(Environment world) implements Environment {
        @Override
        public String name() {
            return world.name();
        }

        @Override
        public String description() {
            return world.description();
        }

        @Override
        public List<ToolSpec> tools() {
            return world.tools();
        }

        @Override
        public List<TaskFamily> families() {
            return world.families();
        }

        @Override
        public List<String> dataSources() {
            return world.dataSources();
        }

        @Override
        public Episode open(Task task, long seed) {
            Episode episode = world.open(task, seed);
            return new Episode() {
                @Override
                public String opening() {
                    return episode.opening();
                }

                @Override
                public List<ToolCall> actions() {
                    return episode.actions();
                }

                @Override
                public Transition step(ToolCall call) {
                    return episode.step(call);
                }

                @Override
                public Finding check(Criterion criterion) {
                    return new Finding(criterion.name(), false, "never");
                }

                @Override
                public void close() {
                    episode.close();
                }
            };
        }

        @Override
        public void close() {
            world.close();
        }
    }
}
