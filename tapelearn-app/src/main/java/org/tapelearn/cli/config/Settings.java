package org.tapelearn.cli.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tapelearn.langchain4j.Deadlines;
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
 * @param seedFile seed tasks of which more is said than words
 * @param scienceWorld how ScienceWorld is opened
 * @param llm how a language model is asked
 * @param judges who looks at what nothing can check
 * @param mcp which tools of the user's own there are
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
        Optional<Path> seedFile,
        ScienceWorldKeys scienceWorld,
        LlmKeys llm,
        JudgeKeys judges,
        McpKeys mcp,
        LearnerConfig learner,
        String json) {
    public Settings {
        seedTasks = List.copyOf(seedTasks);
    }

    /**
     * The section {@code scienceworld}.
     *
     * @param jar the user's own jar, or empty for the one installed
     * @param tasks the tasks to have; empty for all
     * @param unseenTasks those kept for the final report
     * @param goldPaths the file that keeps gold paths, or empty for none
     */
    public record ScienceWorldKeys(
            Optional<Path> jar,
            List<String> tasks,
            List<String> unseenTasks,
            String simplifications,
            int maxCalls,
            Optional<Path> goldPaths) {
        public ScienceWorldKeys {
            tasks = List.copyOf(tasks);
            unseenTasks = List.copyOf(unseenTasks);
        }
    }

    /**
     * The section {@code llm}.
     *
     * @param model its specification; empty where no model is asked
     * @param prompts the user's own prompts, or empty for those bundled
     * @param requestsPerMinute 0 for no limit
     * @param tokensPerMinute 0 for no limit
     * @param deadlines how long an answer may take
     */
    public record LlmKeys(
            String model,
            Optional<Path> prompts,
            int contextTokens,
            int answerTokens,
            double temperature,
            int concurrency,
            int reflectionsPerWave,
            int requestsPerMinute,
            long tokensPerMinute,
            BudgetKeys budget,
            Deadlines deadlines) {}

    /** What a session may use up of a model; 0 for no limit. */
    public record BudgetKeys(double dollars, long tokens, long minutes) {}

    /**
     * The section {@code judges}.
     *
     * @param tasksPerWave tasks that nothing can check, tried in each wave
     * @param maxFalsePass the most that the share of bad tapes which they pass may be, by the upper end of its interval
     */
    public record JudgeKeys(boolean enabled, int tasksPerWave, double maxFalsePass) {}

    /** Tells whether the agent asks a language model. */
    public boolean asksModel() {
        return policy.equals(Keys.LANGUAGE_MODEL);
    }

    /**
     * The section {@code mcp}.
     *
     * @param servers the file of servers
     * @param seeds the file of tasks
     * @param checks the file of checks that were drafted for them
     * @param allowWrites have tools that may change something
     * @param answerTool the name of the tool that gives the answer
     * @param maxCharacters the most of a tool's answer that is shown
     */
    public record McpKeys(
            Optional<Path> servers,
            Optional<Path> seeds,
            Optional<Path> checks,
            boolean allowWrites,
            String answerTool,
            int maxCalls,
            int maxCharacters) {}

    /** Returns these settings with another folder of sessions and reports. */
    public Settings in(Path folder) {
        return new Settings(
                environment,
                policy,
                wordVectors,
                folder,
                data,
                seedTasks,
                seedFile,
                scienceWorld,
                llm,
                judges,
                mcp,
                learner,
                json);
    }
}
