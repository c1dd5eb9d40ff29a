package org.tapelearn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.tool.ToolProviderResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentChecker;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Occasion;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.ScriptedLlm;
import org.tapelearn.run.Rollout;
import org.tapelearn.store.SqliteSessionStore;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;

class ExamplesTest {
    @TempDir
    Path folder;

    @Test
    void learnsTheDataScienceEnvironment() {
        LearningReport report = QuickStart.learn(folder, small(1, 6, 36, 30));

        assertThat(report.base().successRate()).isLessThan(0.05);
        assertThat(report.learned().successRate()).isGreaterThan(0.05);
        assertThat(folder.resolve("tapelearn.db")).isNotEmptyFile();
    }

    @Test
    void learnsAnEnvironmentOfOnesOwn() {
        LearningReport report = OwnEnvironment.learn(folder, small(2, 4, 6, 40));

        assertThat(report.base().successRate()).isLessThan(0.2);
        assertThat(report.learned().successRate()).isGreaterThan(0.9);
    }

    @Test
    void learnsInATeam() {
        LearningReport report = Team.learn(folder, small(1, 6, 36, 30));

        assertThat(report.base().successRate()).isLessThan(0.05);
        assertThat(report.learned().successRate()).isGreaterThan(0.05);
        assertThat(stepsPerAgent("explore")).containsKeys("manager", "manager/analyst", "manager/reporter");
    }

    /** Opens the first table that it is shown, and answers with what it saw: a stand-in for a model, which cannot learn. */
    private static Completion opening(Prompt prompt) {
        if (prompt.occasion().purpose() == Occasion.Purpose.REFLECT) {
            return Completion.text("{\"operations\": []}");
        }
        return prompt.messages().getLast().role() == Message.Role.TOOL
                ? Completion.call("", ToolCall.of("answer", "value", "12"))
                : Completion.call("Let me see.", ToolCall.of("list_tables"));
    }

    @Test
    void learnsTheDataScienceEnvironmentWithAModel() {
        ScriptedLlm model = ScriptedLlm.of("stand-in", ExamplesTest::opening);
        LearnerConfig few = new LearnerConfig(
                1,
                new LearnerConfig.EnvironmentLearnerConfig(
                        1, 3, 1, 0.95, 20, LearnerConfig.Curriculum.MASTERY, 4, 0, ""),
                LearnerConfig.LANGUAGE_MODEL.trajectoryOptimizer(),
                LearnerConfig.LANGUAGE_MODEL.memoryWarmer(),
                LearnerConfig.LANGUAGE_MODEL.taskGenerator(),
                new LearnerConfig.GateConfig(true, 0.05, 4),
                new LearnerConfig.EvaluationConfig(4, false));
        LearningReport report = QuickStartWithModel.learn(folder, few, model);

        assertThat(report.stopReason()).isEqualTo("rounds");
        assertThat(report.rows()).containsKeys("unseen_data_sets", "unseen_phrasings", "unseen_families");
        assertThat(model.asked().getFirst().tools()).isNotEmpty();
        assertThat(model.asked().getFirst().messages().get(1).text()).startsWith("Task: ");
    }

    @Test
    void improvesAnAgentOfOnesOwnAndUsesItOutsideOfTheLearner() {
        ScriptedLlm model = ScriptedLlm.of("stand-in", ExamplesTest::phoning);
        try (Environment environment = OwnEnvironment.directory();
                SessionStore store = SqliteSessionStore.open(folder)) {
            EnvironmentLearner learner = OwnAgent.learner(environment, OwnAgent.agent(model), model, store);
            LearningReport report = OwnAgent.learn(learner, "mine", List.of("Find an office"));
            assertThat(report.base().successRate()).isLessThan(0.7); // phones, half of the tasks, it knows
            assertThat(report.learned().successRate()).isGreaterThan(0.9);

            Task task = environment
                    .families()
                    .getFirst()
                    .draw(Split.TEST, "test", TaskFamily.Wording.KNOWN, 3)
                    .orElseThrow();
            Rollout rollout = OwnAgent.use(learner, "mine", environment, task);
            assertThat(rollout.findings().getFirst().holds()).isTrue();
            assertThat(rollout.recalled()).isNotEmpty();
        }
    }

    /** Looks up phones where offices are asked for, unless a note says otherwise, or by luck. */
    private static Completion phoning(Prompt prompt) {
        String told = prompt.messages().stream().map(Message::text).collect(Collectors.joining("\n"));
        if (prompt.occasion().purpose() == Occasion.Purpose.REFLECT) {
            return Completion.text("""
                {"operations": [{"op": "ADD", "condition": "Where an office is wanted", "advice": "look with %s, not with %s."}]}\
                """.formatted(firstTool(told, "SUCCEEDED:"), firstTool(told, "FAILED:")));
        }
        Message last = prompt.messages().getLast();
        if (last.role() == Message.Role.TOOL) {
            String shown = last.text().lines().skip(1).findFirst().orElseThrow(); // between the marks
            return Completion.call("", ToolCall.of("answer", "text", shown));
        }
        boolean knows = told.contains("look with office, not with phone");
        Matcher person = Pattern.compile("(?:office of|office does|phone of|I reach) (\\w+)")
                .matcher(told);
        boolean phone = told.contains("phone of") || told.contains("phone do I reach");
        return Completion.call(
                "",
                ToolCall.of(
                        !phone
                                        && (knows
                                                || Math.floorMod(
                                                                prompt.sampling()
                                                                        .seed()
                                                                        .orElse(0),
                                                                8)
                                                        == 0)
                                ? "office"
                                : "phone",
                        "person",
                        person.find() ? person.group(1) : "Ada"));
    }

    /** The same as a chat model of LangChain4j, which knows no seed: it is lucky by what it is asked and how often, whoever asks meanwhile. */
    private static final class PhoningModel implements ChatModel {
        private final Map<String, Integer> asked = new ConcurrentHashMap<>();
        private final Queue<ChatRequest> requests = new ConcurrentLinkedQueue<>();

        @Override
        public ChatResponse doChat(ChatRequest request) {
            requests.add(request);
            String told = request.messages().toString();
            ChatMessage last = request.messages().getLast();
            if (last instanceof ToolExecutionResultMessage result) {
                return ChatResponse.builder()
                        .aiMessage(AiMessage.from(result.text()))
                        .build();
            }
            boolean lucky = Math.floorMod((told + asked.merge(told, 1, Integer::sum)).hashCode(), 8) == 0;
            boolean phone = told.contains("phone of") || told.contains("phone do I reach");
            boolean office = !phone && (lucky || told.contains("look with office, not with phone"));
            Matcher person = Pattern.compile("(?:office of|office does|phone of|I reach) (\\w+)")
                    .matcher(told);
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from(ToolExecutionRequest.builder()
                            .id("1")
                            .name(office ? "office" : "phone")
                            .arguments("{\"person\": \"%s\"}".formatted(person.find() ? person.group(1) : "Ada"))
                            .build()))
                    .build();
        }
    }

    @Test
    void improvesAnAiServiceAsItIsAndUsesItWithToolsOfItsOwn() {
        PhoningModel model = new PhoningModel();
        ScriptedLlm reflecting = ScriptedLlm.of("stand-in", ExamplesTest::phoning);
        try (Environment environment = OwnEnvironment.directory();
                SessionStore store = SqliteSessionStore.open(folder)) {
            EnvironmentLearner learner = OwnAiService.learner(environment, model, reflecting, store);
            LearningReport report = learner.learn("service", List.of("Find an office"), "{}");
            assertThat(report.base().successRate()).isLessThan(0.7);
            assertThat(report.learned().successRate()).isGreaterThan(0.9);
            assertThat(model.requests)
                    .anySatisfy(request -> assertThat(request.messages().get(1).toString())
                            .contains("Notes from earlier attempts", "look with office, not with phone"))
                    .allSatisfy(
                            request -> assertThat(request.messages().getFirst().toString())
                                    .contains("You look things up.")
                                    .doesNotContain("Notes from earlier attempts"));
            assertThat(model.requests.element().toolSpecifications().stream().map(ToolSpecification::name))
                    .containsExactly("office", "phone");

            List<String> called = new ArrayList<>();
            OwnAiService.Clerk clerk = OwnAiService.clerk(
                    model,
                    request -> ToolProviderResult.builder()
                            .add(tool("phone"), (call, memory) -> called(called, call, "12345"))
                            .add(tool("office"), (call, memory) -> called(called, call, "room 7"))
                            .build());
            assertThat(OwnAiService.use(learner, "service", environment, clerk, "Where is the office of Ada?"))
                    .isEqualTo("room 7");
            assertThat(called).containsExactly("office");
        }
    }

    private static String called(List<String> names, ToolExecutionRequest call, String answer) {
        names.add(call.name());
        return answer;
    }

    private static ToolSpecification tool(String name) {
        return ToolSpecification.builder()
                .name(name)
                .parameters(
                        JsonObjectSchema.builder().addStringProperty("person").build())
                .build();
    }

    private static String firstTool(String text, String after) {
        Matcher tool = Pattern.compile("1\\. (\\w+)\\(").matcher(text.substring(text.indexOf(after)));
        return tool.find() ? tool.group(1) : "nothing";
    }

    @Test
    void theOwnEnvironmentKeepsTheRules() {
        try (Environment environment = OwnEnvironment.directory()) {
            assertThat(new EnvironmentChecker(environment, 4, 3, 6, 1).violations())
                    .isEmpty();
        }
    }

    /** How many steps of some attempts bear each agent's name. */
    private Map<String, Integer> stepsPerAgent(String phase) {
        Map<String, Integer> steps = new TreeMap<>();
        try (SessionStore store = SqliteSessionStore.open(folder)) {
            Set<String> ids = store.tapes("team", new SessionStore.TapeQuery(phase, "success", "", 20)).stream()
                    .map(SessionStore.TapeHead::rolloutId)
                    .collect(Collectors.toSet());
            store.rollouts("team", ids).stream()
                    .flatMap(attempt -> attempt.rollout().tape().steps().stream())
                    .forEach(step -> steps.merge(step.metadata().agent(), 1, Integer::sum));
        }
        return steps;
    }

    private static LearnerConfig small(int rounds, int waves, int tasks, int testTasks) {
        LearnerConfig defaults = LearnerConfig.DEFAULT;
        return new LearnerConfig(
                1,
                new LearnerConfig.EnvironmentLearnerConfig(
                        rounds, tasks, waves, 0.95, 20, LearnerConfig.Curriculum.MASTERY, 2, 0, ""),
                defaults.trajectoryOptimizer(),
                defaults.memoryWarmer(),
                defaults.taskGenerator(),
                new LearnerConfig.GateConfig(true, 0.05, 100),
                new LearnerConfig.EvaluationConfig(testTasks, false));
    }
}
