package org.tapelearn.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.SessionSamples;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.llm.Completion;
import org.tapelearn.tape.AnyTape;
import org.tapelearn.tape.StepKinds;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeJson;
import org.tapelearn.tape.TapeLimits;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;

/** Whatever the tapes: each line parses, and fits what docs/export.schema.json says of its format. */
class ExportSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Task TASK = SampleSession.task("t/1", Split.TRAIN, "Which?");

    private static Schema schema(ExportFormat format) throws IOException {
        ObjectNode document = (ObjectNode) JSON.readTree(Files.readString(Path.of("..", "docs", "export.schema.json")));
        document.put("$ref", "#/$defs/" + format.label());
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(document.toString(), InputFormat.JSON);
    }

    /** Returns how many lines there were. */
    private static int check(SampleSession session, ExportFormat format) throws IOException {
        Schema schema = schema(format);
        List<String> lines;
        try {
            lines = session.lines(format);
        } catch (PrerequisiteException nothing) {
            return 0;
        }
        for (String line : lines) {
            assertThat(schema.validate(line, InputFormat.JSON)).as(line).isEmpty();
            JsonNode row = JSON.readTree(line);
            assertThat(row.findValuesAsText("train").contains("true")
                            || row.findValuesAsText("weight").contains("1")
                            || format == ExportFormat.OPENAI_PREFERENCE
                            || format == ExportFormat.ATIF)
                    .as(line)
                    .isTrue();
            for (String arguments : row.findValuesAsText("arguments")) {
                if (!arguments.isEmpty()) {
                    assertThat(JSON.readTree(arguments).isObject()).as(line).isTrue();
                }
            }
        }
        assertThat(session.read("out.jsonl.rows.jsonl")).hasSameSizeAs(lines);
        return lines.size();
    }

    @Property(tries = 25)
    void holdsForTapesOfAnyKind(@ForAll("tapes") List<String> tapes) throws IOException {
        Path folder = Files.createTempDirectory("export");
        try (SampleSession session = new SampleSession(folder)) {
            Judged good = session.policy(TASK, SampleSession.GROUNDED, ToolCall.of("say", "word", "x"));
            for (String text : tapes) {
                Tape tape = TapeJson.read(text, TapeLimits.NONE, StepKinds.NONE);
                session.pair(good, session.add(TASK, SampleSession.FAILURE, tape));
                session.add(TASK, SampleSession.GROUNDED, tape);
            }
            session.commit();
            for (ExportFormat format : ExportFormat.values()) {
                check(session, format);
            }
        } finally {
            try (Stream<Path> paths = Files.walk(folder)) {
                paths.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
    }

    @Provide
    Arbitrary<List<String>> tapes() {
        return AnyTape.texts().list().ofMinSize(1).ofMaxSize(12);
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void holdsForAttemptsOfEveryKind(ExportFormat format, @TempDir Path folder) throws IOException {
        try (SampleSession session = new SampleSession(folder)) {
            for (int round = 0; round < 3; round++) {
                session.store.commit(SampleSession.ID, SessionSamples.commit(round, 40, 7));
            }
            session.pair(
                    session.model(
                            TASK,
                            SampleSession.GROUNDED,
                            "00000001",
                            Completion.call("", ToolCall.of("top", "table", "état", "n", "3")),
                            Completion.call("", ToolCall.of("say", "word", "\"a\"\n"))),
                    session.model(
                            TASK,
                            SampleSession.FAILURE,
                            "00000002",
                            Completion.call("", ToolCall.of("top", "table", "état", "n", "many"))));
            session.commit();
            assertThat(check(session, format)).isPositive();
        }
    }

    @Test
    void refusesALineOfAnotherFormat() throws IOException {
        assertThat(schema(ExportFormat.TRL_SFT).validate("{\"messages\":[],\"tools\":[]}", InputFormat.JSON))
                .isNotEmpty();
    }
}
