package org.tapelearn.examples;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.tool.ToolProvider;
import java.time.Clock;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.environment.Environment;
import org.tapelearn.langchain4j.AiServiceAgent;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.reflect.ContextTrainer;
import org.tapelearn.llm.Llm;
import org.tapelearn.prompt.Notes;

/** Improves an AI service of LangChain4j that is there already, and uses what it learned with the service as it is. */
final class OwnAiService {
    private OwnAiService() {}

    /** The service of one's own. */
    interface Clerk {
        @SystemMessage("You look things up. Use the tools, and answer with what they say.")
        String chat(String question);
    }

    static Clerk clerk(ChatModel model, ToolProvider tools) {
        return AiServices.builder(Clerk.class)
                .chatModel(model)
                .toolProvider(tools)
                .build();
    }

    /** The service as an agent: during an attempt its tools are the environment's. */
    static Agent agent(ChatModel model) {
        return new AiServiceAgent("clerk", tools -> clerk(model, tools)::chat);
    }

    /** What it learns it reads below the words of its tasks, in the user message; {@code reflecting} writes that. */
    static EnvironmentLearner learner(Environment environment, ChatModel model, Llm reflecting, SessionStore store) {
        return new EnvironmentLearner(
                environment,
                ContextTrainer.around(agent(model), reflecting, environment.tools()),
                LearnerConfig.LANGUAGE_MODEL,
                store,
                Clock.systemUTC(),
                LearningListener.NONE);
    }

    /** The learned version at work outside of the learner, in three lines; the service is the one of always, with tools of its own. */
    static String use(
            EnvironmentLearner learner, String session, Environment environment, Clerk clerk, String question) {
        PolicyVersion learned = learner.learnedAgent(session);
        Notes notes = new Notes(learned.memory(), environment.tools());
        return clerk.chat(notes.below(question));
    }
}
