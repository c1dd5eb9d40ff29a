package org.tapelearn.cli.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.langchain4j.Deadlines;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.prompt.LlmAgent;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Lays a YAML file and overrides over the defaults. */
public final class ConfigLoader {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final String SCIENCE_WORLD = "scienceworld";
    private static final String LLM = "llm";
    private static final String JUDGES = "judges";
    private static final String MCP = "mcp";

    private static final String MEMORY = "memory_warmer";

    private final List<String> environments;
    private final Keys keys;

    /** Knows the environments by their names; the first is the default. */
    public ConfigLoader(List<String> environments) {
        this.environments = List.copyOf(environments);
        this.keys = new Keys(this.environments);
    }

    /**
     * Returns the effective configuration: defaults, then the file, then the overrides in their order, each of the form
     * {@code key.path=value}.
     *
     * @throws PrerequisiteException naming the key's path, and the file and line, when a key or value is not known
     */
    public Settings load(Optional<Path> file, List<String> overrides) {
        ObjectNode tree = laidOver(defaults(), file, overrides);
        return settings(asksModel(tree) ? laidOver(defaults(LearnerConfig.LANGUAGE_MODEL), file, overrides) : tree);
    }

    private ObjectNode laidOver(ObjectNode defaults, Optional<Path> file, List<String> overrides) {
        ConfigTree tree = new ConfigTree(keys, defaults);
        file.ifPresent(
                path -> YamlFile.read(path).ifPresent(document -> tree.mergeDocument(document, path.toString())));
        for (String override : overrides) {
            merge(tree, override);
        }
        return tree.json();
    }

    private static boolean asksModel(ObjectNode tree) {
        return tree.path("policy").asText().equals(Keys.LANGUAGE_MODEL);
    }

    /** Returns the settings with folders and files named from the root, so that they hold in every folder. */
    public Settings rooted(Settings settings) {
        ObjectNode tree = tree(settings.json());
        settings.data().ifPresent(data -> tree.put("data", whole(data)));
        settings.scienceWorld()
                .jar()
                .ifPresent(jar -> tree.withObjectProperty(SCIENCE_WORLD).put("jar", whole(jar)));
        settings.llm()
                .prompts()
                .ifPresent(prompts -> tree.withObjectProperty(LLM).put("prompts", whole(prompts)));
        settings.mcp().servers().ifPresent(file -> tree.withObjectProperty(MCP).put("servers", whole(file)));
        settings.mcp().checks().ifPresent(file -> tree.withObjectProperty(MCP).put("checks", whole(file)));
        settings.mcp().seeds().ifPresent(file -> tree.withObjectProperty(MCP).put("seeds", whole(file)));
        return settings(tree);
    }

    private static String whole(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    /** Returns the keys that differ from their defaults although nothing acts on them yet. */
    public List<String> withoutEffect(Settings settings) {
        ObjectNode given = tree(settings.json());
        ObjectNode defaults = defaults();
        return Keys.WITHOUT_EFFECT.stream()
                .sorted()
                .filter(path -> !given.at(pointer(path)).equals(defaults.at(pointer(path))))
                .toList();
    }

    private static String pointer(String path) {
        return "/" + path.replace('.', '/');
    }

    /** Reads back what {@link Settings#json()} wrote. */
    public Settings read(String json) {
        return read(tree(json));
    }

    /** As {@link #read}, for an agent that asks a language model in the place of the one that learned: it recalls as such agents do. */
    public Settings readForModel(String json) {
        ObjectNode stored = tree(json);
        if (!asksModel(stored)) {
            stored.put("policy", Keys.LANGUAGE_MODEL).remove(MEMORY);
        }
        return read(stored);
    }

    private Settings read(ObjectNode stored) {
        ObjectNode tree = asksModel(stored) ? defaults(LearnerConfig.LANGUAGE_MODEL) : defaults();
        stored.properties().forEach(entry -> {
            if (entry.getValue() instanceof ObjectNode values
                    && tree.get(entry.getKey()) instanceof ObjectNode section) {
                section.setAll(values);
            } else {
                tree.set(entry.getKey(), entry.getValue());
            }
        });
        return settings(tree);
    }

    private static ObjectNode tree(String json) {
        try {
            if (MAPPER.readTree(json) instanceof ObjectNode tree) {
                return tree;
            }
            throw new PrerequisiteException("The stored configuration is not an object: (%s).".formatted(json));
        } catch (JsonProcessingException broken) {
            throw new PrerequisiteException(
                    "The stored configuration cannot be read: " + broken.getOriginalMessage(), broken);
        }
    }

    /** Renders a configuration as YAML that {@link #load} reads. */
    public String toYaml(Settings settings) {
        return ConfigYaml.render(settings.json(), MAPPER);
    }

    /** Renders a configuration as indented JSON. */
    public String toJson(Settings settings) {
        return tree(settings.json()).toPrettyString();
    }

    ObjectNode defaults() {
        return defaults(LearnerConfig.DEFAULT);
    }

    /** The defaults with those of a learner; a model's differ, since each of its attempts costs money. */
    private ObjectNode defaults(LearnerConfig config) {
        ObjectNode learner = MAPPER.valueToTree(config);
        ObjectNode tree = MAPPER.createObjectNode();
        tree.put("environment", environments.getFirst());
        tree.put("policy", "embedded");
        tree.put("word_vectors", true);
        tree.put(Keys.STORAGE_PATH, "./learning_data");
        tree.put("data", "");
        tree.putArray("seed_tasks");
        tree.put("seed_file", "");
        tree.setAll(learner);
        ObjectNode scienceWorld = tree.putObject(SCIENCE_WORLD);
        scienceWorld.put("jar", "");
        scienceWorld.putArray("tasks");
        scienceWorld.putArray("unseen_tasks");
        scienceWorld.put("simplifications", "easy");
        scienceWorld.put("max_calls", 50);
        scienceWorld.put("gold_paths", "");
        ObjectNode llm = tree.putObject(LLM);
        llm.put("model", "");
        llm.put("prompts", "");
        llm.put("context_tokens", LlmAgent.Settings.DEFAULT.contextTokens());
        llm.put("answer_tokens", LlmAgent.Settings.DEFAULT.answerTokens());
        llm.put("temperature", LlmAgent.Settings.DEFAULT.temperature());
        llm.put("concurrency", 8);
        llm.put("reflections_per_wave", 4);
        llm.put("requests_per_minute", 0);
        llm.put("tokens_per_minute", 0);
        llm.put("budget_usd", 0.0);
        llm.put("budget_tokens", 0);
        llm.put("budget_minutes", 0);
        llm.put("connect_seconds", seconds(Deadlines.DEFAULT.connect()));
        llm.put("idle_seconds", seconds(Deadlines.DEFAULT.idle()));
        llm.put("total_seconds", seconds(Deadlines.DEFAULT.total()));
        tree.putObject(JUDGES).put("enabled", false).put("tasks_per_wave", 2).put("max_false_pass", 0.1);
        tree.putObject(MCP)
                .put("servers", "")
                .put("seeds", "")
                .put("checks", "")
                .put("allow_writes", false)
                .put("answer_tool", "submit_answer")
                .put("max_calls", 14)
                .put("max_characters", 8_000);
        return tree;
    }

    List<Key> keys() {
        return keys.all();
    }

    private void merge(ConfigTree tree, String override) {
        int equals = override.indexOf('=');
        String place = "The argument (%s)".formatted(override);
        if (equals <= 0) {
            throw new PrerequisiteException("%s is neither a command nor of the form key.path=value.%s%nAn example: %s"
                    .formatted(place, keys.hint(override), "environment_learner.max_learning_rounds=3"));
        }
        String path = override.substring(0, equals);
        String text = override.substring(equals + 1);
        boolean words =
                keys.find(path).map(key -> key.kind() instanceof Key.Text).orElse(false);
        Node value = words
                ? new ScalarNode(Tag.STR, text, null, null, DumperOptions.ScalarStyle.DOUBLE_QUOTED)
                : YamlFile.parse(text, place)
                        .orElseGet(() -> new ScalarNode(Tag.NULL, "", null, null, DumperOptions.ScalarStyle.PLAIN));
        YamlFile.refuseTag(value, place);
        tree.mergeValue(path, value, place);
    }

    private static Settings.ScienceWorldKeys scienceWorld(JsonNode section) {
        return new Settings.ScienceWorldKeys(
                file(section.path("jar").asText()),
                texts(section.path("tasks")),
                texts(section.path("unseen_tasks")),
                section.path("simplifications").asText(),
                section.path("max_calls").asInt(),
                file(section.path("gold_paths").asText()));
    }

    private static Settings.LlmKeys llm(JsonNode section) {
        return new Settings.LlmKeys(
                section.path("model").asText(),
                file(section.path("prompts").asText()),
                section.path("context_tokens").asInt(),
                section.path("answer_tokens").asInt(),
                section.path("temperature").asDouble(),
                section.path("concurrency").asInt(),
                section.path("reflections_per_wave").asInt(),
                section.path("requests_per_minute").asInt(),
                section.path("tokens_per_minute").asLong(),
                new Settings.BudgetKeys(
                        section.path("budget_usd").asDouble(),
                        section.path("budget_tokens").asLong(),
                        section.path("budget_minutes").asLong()),
                new Deadlines(
                        duration(section.path("connect_seconds")),
                        duration(section.path("idle_seconds")),
                        duration(section.path("total_seconds"))));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }

    /** A time of less than a millisecond is one; no time is longer than a thousand years. */
    private static Duration duration(JsonNode seconds) {
        return Duration.ofMillis(Math.clamp(Math.round(1e3 * seconds.asDouble()), 1, 31_556_952_000_000L));
    }

    /** Attempts that ask a model wait most of the time, so not processors bound how many there are at once. */
    private static ObjectNode atTheSameTime(ObjectNode tree, int attempts) {
        ObjectNode copy = tree.deepCopy();
        copy.withObjectProperty("environment_learner").put("threads", attempts);
        return copy;
    }

    private static Settings.JudgeKeys judges(JsonNode section) {
        return new Settings.JudgeKeys(
                section.path("enabled").asBoolean(),
                section.path("tasks_per_wave").asInt(),
                section.path("max_false_pass").asDouble());
    }

    private static Settings.McpKeys mcp(JsonNode section) {
        return new Settings.McpKeys(
                file(section.path("servers").asText()),
                file(section.path("seeds").asText()),
                file(section.path("checks").asText()),
                section.path("allow_writes").asBoolean(),
                section.path("answer_tool").asText(),
                section.path("max_calls").asInt(),
                section.path("max_characters").asInt());
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Optional<Path> file(String path) {
        return path.isEmpty() ? Optional.empty() : Optional.of(Path.of(path));
    }

    private Settings settings(ObjectNode tree) {
        try {
            Settings.LlmKeys llm = llm(tree.path(LLM));
            LearnerConfig learner = MAPPER.treeToValue(
                    asksModel(tree) ? atTheSameTime(tree, llm.concurrency()) : tree, LearnerConfig.class);
            List<String> seedTasks = texts(tree.path("seed_tasks"));
            String data = tree.path("data").asText();
            return new Settings(
                    tree.path("environment").asText(),
                    tree.path("policy").asText(),
                    tree.path("word_vectors").asBoolean(),
                    Path.of(tree.path(Keys.STORAGE_PATH).asText()),
                    file(data),
                    seedTasks,
                    file(tree.path("seed_file").asText()),
                    scienceWorld(tree.path(SCIENCE_WORLD)),
                    llm,
                    judges(tree.path(JUDGES)),
                    mcp(tree.path(MCP)),
                    learner,
                    tree.toString());
        } catch (InvalidPathException broken) {
            throw new PrerequisiteException(
                    "(%s) cannot be a file name here: %s.".formatted(broken.getInput(), broken.getReason()), broken);
        } catch (JsonProcessingException refused) {
            Throwable cause = refused.getCause() == null ? refused : refused.getCause();
            throw new PrerequisiteException("The configuration is refused: " + cause.getMessage(), refused);
        }
    }
}
