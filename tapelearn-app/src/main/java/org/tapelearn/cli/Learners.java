package org.tapelearn.cli;

import java.time.Clock;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.environment.Environment;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.Judging;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.SessionTapes;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.learn.reflect.ContextTrainer;
import org.tapelearn.learn.reflect.PairReflection;
import org.tapelearn.learn.seed.ModelClassifier;
import org.tapelearn.learn.seed.SeedClassifier;
import org.tapelearn.llm.Llm;
import org.tapelearn.memory.CueRecall;
import org.tapelearn.memory.Recall;
import org.tapelearn.policy.EmbeddedTrainer;
import org.tapelearn.policy.FixedTrainer;
import org.tapelearn.policy.RandomPolicy;
import org.tapelearn.policy.WordMeanings;
import org.tapelearn.policy.WordOverlapPolicy;
import org.tapelearn.prompt.LlmAgent;
import org.tapelearn.prompt.Templates;
import org.tapelearn.retrieval.MiniLmMeanings;
import org.tapelearn.run.Limits;
import org.tapelearn.run.Runner;

/** Puts the learner together with the policy that the settings name. */
final class Learners {
    private Learners() {}

    /** The language model, loaded when it is first needed, once for the process. */
    private static final class Meanings {
        static final WordMeanings LOADED = MiniLmMeanings.load();
    }

    static EnvironmentLearner of(
            Settings settings,
            Environment environment,
            Llm llm,
            SessionStore store,
            Clock clock,
            LearningListener listener) {
        return of(settings, environment, llm, store, clock, listener, Judging.NONE);
    }

    static EnvironmentLearner of(
            Settings settings,
            Environment environment,
            Llm llm,
            SessionStore store,
            Clock clock,
            LearningListener listener,
            Judging judging) {
        return new EnvironmentLearner(
                environment,
                trainer(settings, environment, llm),
                settings.learner(),
                store,
                clock,
                listener,
                settings.asksModel() ? new ModelClassifier(llm, templates(settings)) : SeedClassifier.RULES,
                judging);
    }

    /** A learner for what asks no model, such as changing which version is in force. */
    static EnvironmentLearner withoutModel(
            Settings settings, Environment environment, SessionStore store, Clock clock) {
        return of(settings, environment, SessionModel.none().llm(), store, clock, LearningListener.NONE);
    }

    /** The recorded attempts of a session, with whatever made them. */
    static SessionTapes tapes(
            Settings settings,
            Environment environment,
            Llm llm,
            SessionStore store,
            SessionRecord session,
            Clock clock) {
        LearnerConfig config = settings.learner();
        return new SessionTapes(
                store,
                session,
                environment,
                trainer(settings, environment, llm),
                new Runner(environment, recall(settings, environment), Limits.of(environment), config.seed()),
                new Evaluator(config.trajectoryOptimizer().successThreshold(), true),
                clock);
    }

    /** A language model reads what it learned; a policy has it in its weights. */
    private static Recall recall(Settings settings, Environment environment) {
        LearnerConfig.MemoryWarmerConfig memory = settings.learner().memoryWarmer();
        return settings.asksModel() && memory.recall()
                ? new CueRecall(environment.tools(), CueRecall.Most.prompt(memory.maxTokens()))
                : Recall.NOTHING;
    }

    private static PolicyTrainer trainer(Settings settings, Environment environment, Llm llm) {
        if (settings.asksModel()) {
            return inContext(settings, environment, llm);
        }
        return switch (settings.policy()) {
            case "word-overlap" -> new FixedTrainer(new WordOverlapPolicy());
            case "random" -> new FixedTrainer(new RandomPolicy());
            default -> embedded(settings, environment);
        };
    }

    private static ContextTrainer inContext(Settings settings, Environment environment, Llm llm) {
        Settings.LlmKeys keys = settings.llm();
        if (keys.contextTokens() <= keys.answerTokens()) {
            throw new PrerequisiteException(
                    "A window (llm.context_tokens) holds an answer (llm.answer_tokens) and more, but these are %d and %d."
                            .formatted(keys.contextTokens(), keys.answerTokens()));
        }
        return ContextTrainer.of(
                llm,
                templates(settings),
                new LlmAgent.Settings(keys.contextTokens(), keys.answerTokens(), keys.temperature()),
                new PairReflection.Settings(
                        environment.tools(),
                        keys.reflectionsPerWave(),
                        keys.concurrency(),
                        settings.learner().memoryWarmer().shufflePairs(),
                        settings.learner().seed()));
    }

    /** The prompts that a model is given. */
    static Templates templates(Settings settings) {
        return settings.llm().prompts().map(Templates::in).orElse(Templates.BUNDLED);
    }

    private static EmbeddedTrainer embedded(Settings settings, Environment environment) {
        LearnerConfig config = settings.learner();
        return new EmbeddedTrainer(
                environment,
                EmbeddedTrainer.Settings.of(config.trajectoryOptimizer()),
                settings.wordVectors() ? Meanings.LOADED : WordMeanings.NONE,
                config.environmentLearner().threads());
    }
}
