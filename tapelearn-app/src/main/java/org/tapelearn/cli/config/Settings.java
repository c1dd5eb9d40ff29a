package org.tapelearn.cli.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tapelearn.learn.LearnerConfig;

/**
 * The effective configuration of a run.
 *
 * @param environment the environment's name
 * @param policy the agent's name
 * @param wordVectors read words never met by what they mean
 * @param store the folder of sessions and reports
 * @param data the user's own tables, or empty for those bundled
 * @param seedTasks what to learn, in words; empty for the environment's own
 * @param learner what the learner does
 * @param json all of it, as it is kept with the session
 */
public record Settings(
        String environment,
        String policy,
        boolean wordVectors,
        Path store,
        Optional<Path> data,
        List<String> seedTasks,
        LearnerConfig learner,
        String json) {
    public Settings {
        seedTasks = List.copyOf(seedTasks);
    }

    /** Returns these settings with another folder of sessions and reports. */
    public Settings in(Path folder) {
        return new Settings(environment, policy, wordVectors, folder, data, seedTasks, learner, json);
    }
}
