package org.tapelearn.textworld;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.InMemorySessionStore;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.task.TaskOrigin;

/** A candidate that is better in all but one family is kept from use, and learning goes on from it. */
class VetoedCandidateTest {
    private static final TextWorldEnvironment WORLD = new TextWorldEnvironment(true);
    private static final Expert FETCHER = new Expert(Set.of("fetch"));
    private static final Expert ALL_BUT_FETCHER = new Expert(WORLD.families().stream()
            .map(TaskFamily::name)
            .filter(name -> !name.equals("fetch"))
            .collect(Collectors.toSet()));

    @Test
    void goesOnLearningWhileTheVersionInForceStays() {
        Scripted trainer = new Scripted(new ArrayList<>());
        LearningReport report = learn(trainer);
        assertThat(trainer.trained()).containsExactly(new Expert(Set.of()), FETCHER, ALL_BUT_FETCHER);
        assertThat(report.gate().committed()).isEqualTo(1);
        assertThat(report.gate().vetoed()).isEqualTo(2);
        assertThat(report.byFamily().get("fetch").learned().successRate()).isEqualTo(1);
        assertThat(report.byFamily().get("deliver").learned().successRate()).isZero();
    }

    private static LearningReport learn(PolicyTrainer trainer) {
        LearnerConfig plain = LearnerConfig.DEFAULT;
        LearnerConfig config = new LearnerConfig(
                1,
                new LearnerConfig.EnvironmentLearnerConfig(3, 8, 1, 1, 20, LearnerConfig.Curriculum.UNIFORM, 2, 0, ""),
                plain.trajectoryOptimizer(),
                plain.memoryWarmer(),
                new LearnerConfig.TaskGeneratorConfig(false, 0, 0, 0, 0, true, 0),
                new LearnerConfig.GateConfig(true, 0.05, 400),
                new LearnerConfig.EvaluationConfig(24, false));
        return new EnvironmentLearner(
                        WORLD, trainer, config, new InMemorySessionStore(), Clock.systemUTC(), LearningListener.NONE)
                .learn(
                        "session",
                        List.of("Fetch and deliver things, store them, unlock and open containers, find keys, cook"),
                        "");
    }

    /** Makes the fetcher of what solves nothing, and the other of everything else; keeps what it was given. */
    private record Scripted(List<Agent> trained) implements PolicyTrainer {
        @Override
        public Agent untrained() {
            return new Expert(Set.of());
        }

        @Override
        public Agent train(Agent policy, Batch batch) {
            trained.add(policy);
            return policy.equals(untrained()) ? FETCHER : ALL_BUT_FETCHER;
        }

        @Override
        public byte[] save(Agent policy) {
            return String.join(",", new TreeSet<>(((Expert) policy).families())).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Agent load(byte[] bytes) {
            return new Expert(Arrays.stream(new String(bytes, StandardCharsets.UTF_8).split(","))
                    .filter(name -> !name.isEmpty())
                    .collect(Collectors.toSet()));
        }
    }

    /** Solves the tasks of some families in the shortest way, and gives up on all others. */
    private record Expert(Set<String> families) implements Agent {
        @Override
        public String name() {
            return "expert";
        }

        @Override
        public Attempt begin(Briefing briefing) {
            List<ToolCall> solution =
                    families.contains(briefing.task().family()) ? solution(briefing.task()) : List.of();
            return (tape, admissible) -> tape.calls().size() < solution.size()
                    ? solution.get(tape.calls().size())
                    : ToolCall.of("finish");
        }

        private static List<ToolCall> solution(Task task) {
            return WORLD.families().stream()
                    .filter(family -> family.name().equals(task.family()))
                    .map(TextWorldFamily.class::cast)
                    .map(family -> family.draft(task.group(), ((TaskOrigin.Drawn) task.origin()).number()))
                    .findFirst()
                    .orElseThrow()
                    .solution();
        }
    }
}
