package org.tapelearn.tape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading and writing gives back an equal tree, with the keys in their order. */
class RoundTripTest {
    /** What stands in samples of TapeAgents, wherever this project lies beside them. */
    static Stream<Path> samples() throws IOException {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path tapes = folder.resolve("shared/tapes");
            if (Files.isDirectory(tapes)) {
                try (Stream<Path> files = Files.list(tapes)) {
                    return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
                }
            }
        }
        return Stream.of(Path.of("none"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void givesBackRealTapes(Path file) throws IOException {
        if (Files.exists(file)) {
            givesBack(Files.readString(file));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "variants.json",
                "keys_in_any_order.json",
                "nested_context.json",
                "numbers.json",
                "kinds.json",
                "odd_types.json"
            })
    void givesBackOwnSamples(String name) throws IOException {
        try (var in = RoundTripTest.class.getResourceAsStream(name)) {
            givesBack(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static void givesBack(String text) throws IOException {
        Tape tape = TapeJson.read(text);
        String written = TapeJson.write(tape);
        assertThat(withOrder(written)).isEqualTo(withOrder(text));
        assertThat(tree(written)).isEqualTo(tree(text));
        assertThat(TapeJson.read(written)).isEqualTo(tape);
        assertThat(TapeJson.fromJson(tree(text))).isEqualTo(tape);
        assertThat(TapeJson.toJson(tape)).isEqualTo(tree(text));
    }

    /** The compact text: unlike trees, texts differ where keys are in another order. */
    private static String withOrder(String text) throws IOException {
        return tree(text).toString();
    }

    static JsonNode tree(String text) throws IOException {
        try (JsonParser parser = JsonTree.factoryFor(TapeLimits.DEFAULT).createParser(text)) {
            parser.nextToken();
            return JsonTree.read(parser);
        }
    }

    @Property(tries = 600)
    void givesBackTapesOfAnyKinds(@ForAll("tapes") String text) throws IOException {
        givesBack(text);
    }

    @Provide
    Arbitrary<String> tapes() {
        return AnyTape.texts();
    }

    @Property(tries = 500)
    void readsWhatProgramsWrote(@ForAll("steps") List<Step> steps) {
        Tape tape = new Tape(new TapeMetadata("t", "p", "a", 1), steps);
        assertThat(TapeJson.read(TapeJson.write(tape))).isEqualTo(tape);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return AnyTape.steps().list().ofMaxSize(12);
    }

    @Test
    void hasASampleOfEachTypedKind() throws IOException {
        try (var in = RoundTripTest.class.getResourceAsStream("kinds.json")) {
            Tape tape = TapeJson.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(tape.steps().stream().map(Step::kind)).containsAll(StepWriter.KEYS.keySet());
            assertThat(tape.steps().stream().filter(step -> step instanceof Step.Unknown))
                    .extracting(Step::kind)
                    .containsExactly("branch", "make_observation", "image", "use_calculator_action");
        }
    }
}
