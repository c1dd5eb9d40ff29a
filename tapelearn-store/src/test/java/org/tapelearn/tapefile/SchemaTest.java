package org.tapelearn.tapefile;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapelearn.learn.SessionSamples;
import org.tapelearn.tape.AnyTape;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeJson;
import org.tapelearn.tape.TapeMetadata;

/** The published schema says what is written. */
class SchemaTest {
    private static final Schema SCHEMA = schema();

    private static Schema schema() {
        try (InputStream in = TapeJson.class.getResourceAsStream("tape.schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static void holds(String json) {
        assertThat(SCHEMA.validate(json, InputFormat.JSON)).as(json).isEmpty();
    }

    @Test
    void holdsForAttempts() {
        for (int i = 0; i < 20; i++) {
            holds(TapeJson.write(SessionSamples.judged(SessionSamples.task(1), 1, i, new Random(i))
                    .rollout()
                    .tape()));
        }
    }

    @Property(tries = 100)
    void holdsForStepsOfAnyKind(@ForAll("steps") List<Step> steps) {
        holds(TapeJson.write(new Tape(new TapeMetadata("t", null, "a", 1), steps)));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return AnyTape.steps().list().ofMaxSize(8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\": \"user\"}",
                "{\"kind\": \"user\", \"content\": 1}",
                "{\"kind\": \"assistant\"}",
                "{\"kind\": \"tool\", \"content\": \"x\"}",
                "{\"kind\": \"tool_call\", \"id\": \"1\", \"function\": {\"name\": \"f\"}, \"reason_to_use\": \"\"}",
                "{\"kind\": \"call\", \"content\": \"\"}",
                "{\"kind\": \"respond\", \"content\": \"\", \"copy_output\": 1}",
                "{\"kind\": \"\"}",
                "{}"
            })
    void findsWhatIsWrong(String step) {
        String good = TapeJson.write(
                new Tape(new TapeMetadata("t", null, "", 0), List.of(new Step.Pass(StepMetadata.of("1")))));
        holds(good);
        assertThat(good).contains("\"kind\":\"pass\"");
        String fields = step.substring(1, step.length() - 1).replace(": ", ":");
        assertThat(SCHEMA.validate(
                        good.replace(",\"kind\":\"pass\"", fields.isEmpty() ? "" : "," + fields), InputFormat.JSON))
                .isNotEmpty();
    }
}
