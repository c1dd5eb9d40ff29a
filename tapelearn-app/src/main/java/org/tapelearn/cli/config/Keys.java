package org.tapelearn.cli.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tapelearn.error.Nearest;

/** Every key of the configuration, in the order in which it is printed. */
final class Keys {
    /** Where the guide's classes take the folder of sessions; the same as the key at the root. */
    static final String STORAGE_PATH_OF_LEARNER = "environment_learner.storage_path";

    static final String STORAGE_PATH = "storage_path";

    /**
     * Keys of the guide that load, so that its files do, and that nothing acts on yet: creativity waits for an environment that
     * can combine its tasks.
     */
    static final Set<String> WITHOUT_EFFECT = Set.of("task_generator.creativity_factor");

    /** The policy that asks a language model; {@code --llm} chooses it. */
    static final String LANGUAGE_MODEL = "llm";

    private static final long ANY = Long.MAX_VALUE;

    private final Map<String, Key> byPath = new LinkedHashMap<>();

    Keys(List<String> environments) {
        choice("environment", environments, "what is learned; `tapelearn envs` lists the names");
        choice(
                "policy",
                List.of("embedded", "word-overlap", "random", LANGUAGE_MODEL),
                "the agent that learns: a trained policy, a control that cannot learn (word-overlap, random), or a language model");
        flag("word_vectors", "let the agent read tasks by what their words mean, beside which they are");
        add(STORAGE_PATH, new Key.Text(), "folder of sessions and reports, from the folder you are in");
        add("data", new Key.Text(), "folder of your own tables; empty for those bundled");
        add("seed_tasks", new Key.Texts(), "what to learn, in words; empty for the environment's own");
        add(
                "seed_file",
                new Key.Text(),
                "a file of seed tasks of which more is said, in the guide's JSON; beside those");
        whole("seed", Long.MIN_VALUE, ANY, "equal seeds give equal sessions");

        whole("environment_learner.max_learning_rounds", 0, 1_000_000, "rounds at most; each ends at the gate");
        whole("environment_learner.tasks_per_round", 1, 100_000, "tasks tried in each wave of exploration");
        whole("environment_learner.optimization_rounds_per_cycle", 1, 100_000, "updates of the policy in a round");
        real(
                "environment_learner.convergence_threshold",
                above(0),
                atMost(1),
                "lower bound on selection tasks from which learning counts as solved");
        add(
                "environment_learner.pool",
                new Key.Whole(0, 1_000_000, true),
                "training questions a family and data set; unlimited (or 0) for no limit");
        choice(
                "environment_learner.curriculum",
                List.of("mastery", "uniform"),
                "how training tasks are chosen: more of what is not mastered, or of all families in turn");
        whole(
                "environment_learner.threads",
                1,
                1024,
                "attempts made at the same time; the result does not depend on it");
        whole(
                "environment_learner.demonstrations",
                0,
                100_000,
                "successes of another session, a family, that are cloned before round 1");
        add("environment_learner.demonstration_session", new Key.Text(), "that session, of the same store");
        whole(
                "environment_learner.max_environment_steps",
                0,
                ANY,
                "calls made in the environment after which no further wave begins; 0 for no limit");
        real(
                "environment_learner.max_minutes",
                from(0),
                ENDLESS,
                "minutes of learning after which no further wave begins; 0 for no limit");

        flag("trajectory_optimizer.exploration", "make attempts to learn from; false leaves demonstrations only");
        whole(
                "trajectory_optimizer.trajectories_per_round",
                1,
                100_000,
                "attempts at each task of a wave at most; two grounded successes are enough");
        whole(
                "trajectory_optimizer.max_exploration_rounds",
                1,
                100_000,
                "how often a task gets so many attempts while it has no grounded success");
        real(
                "trajectory_optimizer.success_threshold",
                above(0),
                atMost(1),
                "what counts as success; partial credit stays below it");
        real(
                "trajectory_optimizer.learning_rate",
                above(0),
                ENDLESS,
                "step size of the policy's training, and of the credit that memory gets");
        flag("trajectory_optimizer.contrastive_learning", "apply the preference loss to pairs of success and failure");
        flag("trajectory_optimizer.failure_analysis", "find first divergences and keep insights");
        flag("trajectory_optimizer.cloning", "imitate verified successes");
        flag("trajectory_optimizer.partial_credit", "milestones earn reward; without it only the final check does");
        real("trajectory_optimizer.pair_margin", above(0), atMost(1), "least difference of reward of a pair");
        real(
                "trajectory_optimizer.beta",
                above(0),
                ENDLESS,
                "sharpness of the preference loss, which contrastive_learning applies");
        real(
                "trajectory_optimizer.preference_weight",
                from(0),
                ENDLESS,
                "weight of the preference loss beside imitation, with contrastive_learning");
        real("trajectory_optimizer.temperature", above(0), ENDLESS, "of the exploring softmax, at first");
        real(
                "trajectory_optimizer.warming",
                from(0),
                ENDLESS,
                "how much warmer each failed attempt at a task makes the next one at it");
        real("trajectory_optimizer.epsilon", from(0), atMost(1), "share of exploring choices made uniformly");
        flag("trajectory_optimizer.shuffle_rewards", "a control in which nothing can be learned");
        whole(
                "trajectory_optimizer.shortened_calls",
                0,
                100_000,
                "most calls of an attempt from which calls are left out before it is imitated");
        whole(
                "trajectory_optimizer.alternatives",
                0,
                1_000_000,
                "most calls of each tool that a choice is told from in training; 0 for all");
        flag(
                "trajectory_optimizer.partial_pairs",
                "where no attempt succeeded, pair the one with most partial credit with worse ones");
        real(
                "trajectory_optimizer.partial_weight",
                from(0),
                ENDLESS,
                "how much what earned partial credit counts in imitation where no attempt succeeded; 0 imitates successes only");
        real(
                "trajectory_optimizer.ending_weight",
                from(0),
                ENDLESS,
                "how much the calls that ended failed attempts are made less likely, with contrastive_learning");

        flag("memory_warmer.enabled", "keep demonstrations and insights");
        flag("memory_warmer.recall", "let attempts recall demonstrations and insights that fit their task");
        whole("memory_warmer.max_memory_size", 0, 10_000_000, "items at most");
        real(
                "memory_warmer.similarity_threshold",
                from(0),
                atMost(1),
                "likeness from which two demonstrations count as one");
        real(
                "memory_warmer.memory_decay_factor",
                above(0),
                atMost(1),
                "what is left of an item's quality after a round");
        flag("memory_warmer.quality_update_enabled", "let use and success move an item's quality");
        flag("memory_warmer.auto_cleanup", "drop items that harmed");
        whole(
                "memory_warmer.max_tokens",
                0,
                1_000_000,
                "what a model reads from memory for one task, in tokens at most");
        flag("memory_warmer.shuffle_pairs", "a control in which a model learns from pairs whose sides are mistaken");

        flag("task_generator.enabled", "generate at all");
        whole("task_generator.max_tasks_per_generation", 0, 100_000, "families taken up at a time at most");
        real(
                "task_generator.difficulty_progression_rate",
                from(0),
                ENDLESS,
                "how much more weight each round gives to tasks beyond the sizes that go well");
        real(
                "task_generator.exploration_bias",
                from(0),
                atMost(1),
                "share of tasks from the families tried least lately");
        real(
                "task_generator.creativity_factor",
                from(0),
                atMost(1),
                "share of tasks that combine mastered ones; no effect yet");
        flag("task_generator.progressive_learning", "take up smaller families first");
        whole(
                "task_generator.rewordings",
                0,
                100,
                "how often what is imitated is imitated once more with its question in other words");

        flag("gate.enabled", "compare before committing; without it every candidate is taken");
        real("gate.alpha", above(0), below(1), "how often a change without effect may be committed");
        whole("gate.max_pairs", 1, 1_000_000, "selection tasks spent on a comparison at most");

        whole("evaluation.test_tasks", 1, 1_000_000, "distinct tasks of each row of the report");
        flag(
                "evaluation.answer_only_arm",
                "learn once more without partial credit, for a row of the report; takes twice the time");

        addModel();
        addJudges();
        addExpertAndScienceWorld();
        addMcp();
    }

    private void addModel() {
        add("llm.model", new Key.Text(), "the language model, as in openai:NAME; see docs/models.md");
        add("llm.prompts", new Key.Text(), "folder of your own prompts; empty for those bundled");
        whole("llm.context_tokens", 256, 100_000_000, "what the model can read and write together");
        whole("llm.answer_tokens", 1, 1_000_000, "how long an answer may be");
        real("llm.temperature", from(0), atMost(2), "how freely the model chooses");
        whole("llm.concurrency", 1, 1024, "attempts made at the same time with a model");
        whole("llm.reflections_per_wave", 0, 10_000, "pairs of a wave that the model writes insights from at most");
        whole("llm.requests_per_minute", 0, 1_000_000, "calls of the model in any minute at most; 0 for no limit");
        whole(
                "llm.tokens_per_minute",
                0,
                ANY,
                "tokens of prompts and answers in a minute, in the mean; 0 for no limit");
        real(
                "llm.budget_usd",
                from(0),
                ENDLESS,
                "what a session may spend on the model, as --budget-usd; 0 for no limit");
        whole("llm.budget_tokens", 0, ANY, "tokens that a session may use up, as --budget-tokens; 0 for no limit");
        whole(
                "llm.budget_minutes",
                0,
                1_000_000_000,
                "how long the model is asked after each start, as --budget-minutes; 0 for no limit");
        real("llm.connect_seconds", above(0), ENDLESS, "longest wait for a connection, before the call is tried again");
        real("llm.idle_seconds", above(0), ENDLESS, "longest silence in an answer that has begun, before it is lost");
        real("llm.total_seconds", above(0), ENDLESS, "longest time of an answer, before it is lost");
    }

    private void addJudges() {
        flag("judges.enabled", "practise what nothing can check by what two judges say; see docs/judges.md");
        whole("judges.tasks_per_wave", 0, 10_000, "tasks that nothing can check, tried in each wave");
        real(
                "judges.max_false_pass",
                from(0),
                atMost(1),
                "most bad tapes that judges may pass in their audit, by the upper end of the interval");
    }

    private void addExpertAndScienceWorld() {
        whole(
                "expert.tapes_per_task",
                0,
                100_000,
                "attempts of the environment's own expert, a family, that are cloned before round 1");
        flag("expert.detours", "clone beside each of them up to three that look for what the task names first");

        add("scienceworld.jar", new Key.Text(), "your own jar of ScienceWorld; empty for the one installed");
        add("scienceworld.tasks", new Key.Texts(), "its tasks to learn; empty for all thirty");
        add("scienceworld.unseen_tasks", new Key.Texts(), "those of them kept for the report, never learned from");
        add("scienceworld.simplifications", new Key.Text(), "its own, joined by commas; easy, or empty for none");
        whole("scienceworld.max_calls", 1, 10_000, "calls that an attempt may make");
        add("scienceworld.gold_paths", new Key.Text(), "a file that keeps the gold paths found; empty for none");
    }

    private void addMcp() {
        add("mcp.servers", new Key.Text(), "file of MCP servers, whose tools are learned with --env mcp");
        add("mcp.seeds", new Key.Text(), "file of tasks with checks for these tools");
        add("mcp.checks", new Key.Text(), "file of checks that `tapelearn checks draft` wrote; empty for none");
        flag("mcp.allow_writes", "have tools too that may change something");
        add("mcp.answer_tool", new Key.Text(), "name of the tool that gives the answer");
        whole("mcp.max_calls", 1, 10_000, "calls that an attempt may make");
        whole("mcp.max_characters", 100, 1_000_000, "the most of a tool's answer that is shown; the rest is cut");
    }

    List<Key> all() {
        return List.copyOf(byPath.values());
    }

    Optional<Key> find(String path) {
        return Optional.ofNullable(byPath.get(path.equals(STORAGE_PATH_OF_LEARNER) ? STORAGE_PATH : path));
    }

    /** The names that hold other keys. */
    Set<String> sections() {
        Set<String> sections = new LinkedHashSet<>();
        for (Key key : byPath.values()) {
            if (!key.section().isEmpty()) {
                sections.add(key.section());
            }
        }
        return sections;
    }

    /** Renders the known key that a wrong path most likely meant, as a line of its own, or nothing. */
    String hint(String path) {
        String typed = path.substring(path.lastIndexOf('.') + 1);
        for (Key key : byPath.values()) {
            if (key.name().equals(typed)) {
                return "%nMaybe you meant (%s).".formatted(key.path());
            }
        }
        Set<String> candidates = new LinkedHashSet<>(byPath.keySet());
        candidates.addAll(sections());
        String whole = Nearest.hint(path, candidates);
        if (!whole.isEmpty()) {
            return whole;
        }
        return Nearest.name(typed, byPath.values().stream().map(Key::name).toList())
                .map(name -> byPath.values().stream()
                        .filter(key -> key.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .path())
                .map("%nMaybe you meant (%s)."::formatted)
                .orElse("");
    }

    private record Bound(double value, boolean included) {}

    private static final Bound ENDLESS = new Bound(Double.POSITIVE_INFINITY, false);

    private static Bound above(double value) {
        return new Bound(value, false);
    }

    private static Bound from(double value) {
        return new Bound(value, true);
    }

    private static Bound atMost(double value) {
        return new Bound(value, true);
    }

    private static Bound below(double value) {
        return new Bound(value, false);
    }

    private void add(String path, Key.Kind kind, String description) {
        byPath.put(path, new Key(path, kind, description));
    }

    private void whole(String path, long min, long max, String description) {
        add(path, new Key.Whole(min, max, false), description);
    }

    private void real(String path, Bound min, Bound max, String description) {
        add(path, new Key.Real(min.value(), min.included(), max.value(), max.included()), description);
    }

    private void flag(String path, String description) {
        add(path, new Key.Flag(), description);
    }

    private void choice(String path, List<String> names, String description) {
        add(path, new Key.Choice(names), description);
    }
}
