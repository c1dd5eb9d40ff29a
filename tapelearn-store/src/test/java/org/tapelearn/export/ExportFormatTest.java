package org.tapelearn.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tapelearn.export.SampleSession.FAILURE;
import static org.tapelearn.export.SampleSession.GROUNDED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.llm.Completion;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;

/** The rows of each format, word for word. */
class ExportFormatTest {
    private static final Task TASK = SampleSession.task("t/1", Split.TRAIN, "Which \"is\" largest?\n\ud83d\udc27");

    @TempDir
    Path folder;

    private SampleSession session;

    @BeforeEach
    void open() {
        session = new SampleSession(folder);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static ToolCall top(String table, String n) {
        return ToolCall.of("top", "table", table, "n", n);
    }

    private void onePair() {
        Judged better = session.policy(TASK, GROUNDED, top("penguins", "3"), ToolCall.of("say", "word", "Gentoo"));
        Judged worse = session.policy(TASK, FAILURE, top("penguins", "3"), ToolCall.of("say", "word", "Adelie"));
        session.pair(better, worse);
        session.commit();
    }

    private JsonNode row(ExportFormat format) throws IOException {
        return new ObjectMapper().readTree(session.lines(format).getFirst());
    }

    private static void is(JsonNode actual, String expected) throws IOException {
        assertThat(actual).isEqualTo(new ObjectMapper().readTree(expected.replace('\'', '"')));
    }

    @Test
    void writesMessagesForTrlWithEveryKeyAndArgumentsAsText() throws IOException {
        onePair();
        JsonNode row = row(ExportFormat.TRL_SFT);
        is(row.path("messages"), """
                [{'role':'user','content':'Which \\'is\\' largest?\\n\ud83d\udc27\\n\\ntables: penguins','tool_calls':[],'tool_call_id':'','name':'','train':false},
                 {'role':'assistant','content':'','tool_calls':[{'id':'call_1','type':'function','function':{'name':'top','arguments':'{\\'table\\':\\'penguins\\',\\'n\\':3}'}}],'tool_call_id':'','name':'','train':true},
                 {'role':'tool','content':'did top(table=penguins, n=3)','tool_calls':[],'tool_call_id':'call_1','name':'top','train':false},
                 {'role':'assistant','content':'','tool_calls':[{'id':'call_2','type':'function','function':{'name':'say','arguments':'{\\'word\\':\\'Gentoo\\'}'}}],'tool_call_id':'','name':'','train':true}]""");
        is(new ObjectMapper().readTree(row.path("tools").textValue()).get(1), """
                {'type':'function','function':{'name':'say','description':'Answers.','parameters':{'type':'object','properties':{'word':{'type':'string','description':'what'}},'required':['word'],'additionalProperties':false}}}""");
        assertThat(row.size()).isEqualTo(2);
    }

    @Test
    void writesWholeTrajectoriesAsPreferencesForTrl() throws IOException {
        onePair();
        JsonNode row = row(ExportFormat.TRL_PREFERENCE);
        assertThat(row.fieldNames()).toIterable().containsExactly("prompt", "chosen", "rejected", "tools");
        assertThat(row.path("prompt").findValuesAsText("role")).containsExactly("user");
        assertThat(row.path("chosen").findValuesAsText("role")).containsExactly("assistant", "tool", "assistant");
        assertThat(row.path("chosen").findValuesAsText("train")).containsExactly("true", "false", "true");
        assertThat(row.path("rejected").findValuesAsText("arguments"))
                .containsExactly("{\"table\":\"penguins\",\"n\":3}", "{\"word\":\"Adelie\"}");
    }

    @Test
    void writesOneMessageASideForOpenAi() throws IOException {
        onePair();
        JsonNode row = row(ExportFormat.OPENAI_PREFERENCE);
        is(row.path("preferred_output"), """
                [{'role':'assistant','content':'','tool_calls':[{'id':'call_2','type':'function','function':{'name':'say','arguments':'{\\'word\\':\\'Gentoo\\'}'}}]}]""");
        is(row.path("non_preferred_output"), """
                [{'role':'assistant','content':'','tool_calls':[{'id':'call_2','type':'function','function':{'name':'say','arguments':'{\\'word\\':\\'Adelie\\'}'}}]}]""");
        assertThat(row.path("input").path("messages").findValuesAsText("role"))
                .containsExactly("user", "assistant", "tool");
        assertThat(row.path("input").path("tools").findValuesAsText("name")).contains("top", "say");
        assertThat(row.path("input").path("parallel_tool_calls").asBoolean(true))
                .isFalse();
    }

    @Test
    void weighsWhatTheAssistantSaidForOpenAi() throws IOException {
        onePair();
        JsonNode messages = row(ExportFormat.OPENAI_SFT).path("messages");
        assertThat(messages.findValuesAsText("weight")).containsExactly("1", "1");
        is(messages.get(2), "{'role':'tool','content':'did top(table=penguins, n=3)','tool_call_id':'call_1'}");
    }

    @Test
    void writesTurnsForShareGpt() throws IOException {
        onePair();
        JsonNode row = row(ExportFormat.SHAREGPT);
        is(row.path("conversations").get(1), """
                {'from':'function_call','value':'{\\'name\\':\\'top\\',\\'arguments\\':{\\'table\\':\\'penguins\\',\\'n\\':3}}','train':true}""");
        assertThat(row.path("conversations").findValuesAsText("from"))
                .containsExactly("human", "function_call", "observation", "function_call");
        assertThat(row.path("system").textValue()).isEmpty();
        assertThat(row.path("tools").isTextual()).isTrue();
    }

    @Test
    void leavesOutWhatShareGptHasNoPlaceFor() {
        session.model(TASK, GROUNDED, "00000001", Completion.call("I look.", top("penguins", "3")));
        session.policy(TASK, GROUNDED, ToolCall.of("say", "word", "x"));
        session.commit();
        assertThat(session.export(ExportFormat.SHAREGPT).leftOut()).containsEntry(LeftOut.TEXT_BESIDE_CALL, 1L);
    }

    @Test
    void writesTrajectoriesWithObservationsInTheStepsThatAskedForThem() throws IOException {
        onePair();
        JsonNode row = row(ExportFormat.ATIF);
        assertThat(row.path("schema_version").textValue()).isEqualTo("ATIF-v1.7");
        is(row.path("steps").get(1), """
                {'step_id':2,'source':'agent','message':'',
                 'tool_calls':[{'tool_call_id':'call_1','function_name':'top','arguments':{'table':'penguins','n':3}}],'llm_call_count':0,
                 'observation':{'results':[{'source_call_id':'call_1','content':'did top(table=penguins, n=3)'}]}}""");
        assertThat(row.path("steps").findValuesAsText("step_id")).containsExactly("1", "2", "3");
        assertThat(row.has("final_metrics")).isFalse();
    }

    @Test
    void countsWhatTheModelsCallsCost() throws IOException {
        session.model(TASK, GROUNDED, "00000001", Completion.call("", ToolCall.of("say", "word", "x")));
        session.commit();
        JsonNode row = row(ExportFormat.ATIF);
        assertThat(row.path("agent").path("model_name").textValue()).isEqualTo("m");
        assertThat(row.path("final_metrics").path("total_cost_usd").doubleValue())
                .isEqualTo(0.5);
        assertThat(row.path("steps").get(2).path("llm_call_count").intValue()).isEqualTo(1);
    }

    @Test
    void replacesHalfOfASurrogatePair() {
        session.policy(TASK, GROUNDED, ToolCall.of("say", "word", "half \ud83d!"));
        session.commit();
        assertThat(session.lines(ExportFormat.TRL_SFT).getFirst()).contains("half \ufffd!");
    }

    @Test
    void refusesUnknownFormatsWithTheNearest() {
        assertThatThrownBy(() -> ExportFormat.named("trl-prefrence"))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("(--format) expects one of (trl-preference, trl-sft,")
                .hasMessageContaining("Maybe you meant (trl-preference)");
    }
}
