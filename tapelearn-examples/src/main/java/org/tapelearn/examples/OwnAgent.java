package org.tapelearn.examples;

import java.time.Clock;
import java.util.List;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.NodeAgent;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.agent.ToolNode;
import org.tapelearn.environment.Environment;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.reflect.ContextTrainer;
import org.tapelearn.llm.Llm;
import org.tapelearn.memory.CueRecall;
import org.tapelearn.run.Limits;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.task.Task;

/** Improves an agent that is there already, without touching it, and uses what it learned outside of the learner. */
final class OwnAgent {
    private OwnAgent() {}

    /** An agent of one's own; any other implementation of {@link Agent} does as well. */
    static Agent agent(Llm model) {
        return NodeAgent.of("mine", ToolNode.of("act", "You look things up. Use the tools."))
                .asking(model);
    }

    static EnvironmentLearner learner(Environment environment, Agent agent, Llm model, SessionStore store) {
        return new EnvironmentLearner(
                environment,
                ContextTrainer.around(agent, model, environment.tools()),
                LearnerConfig.LANGUAGE_MODEL,
                store,
                Clock.systemUTC(),
                LearningListener.NONE);
    }

    static LearningReport learn(EnvironmentLearner learner, String session, List<String> seedTasks) {
        return learner.learn(session, seedTasks, "{}");
    }

    /** The learned agent at work on a task, in three lines. */
    static Rollout use(EnvironmentLearner learner, String session, Environment environment, Task task) {
        PolicyVersion learned = learner.learnedAgent(session);
        Runner runner = new Runner(
                environment,
                new CueRecall(environment.tools(), CueRecall.Most.prompt(2_000)),
                Limits.of(environment),
                1);
        return runner.run(learned, task, new RolloutKey(RolloutKey.Phase.TEST_LEARNED, 0, 0, task.id(), 0));
    }
}
