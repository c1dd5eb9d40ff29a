package org.tapelearn.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 8259 allows is read and given back; what it forbids is refused with its place. */
class JsonRulesTest {
    private static final String OPEN = "{\"steps\": [],\n \"x\": ";

    private static Tape read(byte[] bytes, TapeLimits limits) throws IOException {
        try (TapeReader reader = new TapeReader(new ByteArrayInputStream(bytes), limits, StepKinds.NONE)) {
            Tape tape = reader.next().orElseThrow();
            assertThat(reader.next()).isEmpty();
            return tape;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[[]]",
                "{}",
                "[ ]",
                "\t[\r\n]\t",
                "{\"\": 0}",
                "{\"a\":{\"b\":[]}}",
                "null",
                "true",
                "false",
                "[null, true, false]",
                "0",
                "-0",
                "-1",
                "1",
                "10",
                "123",
                "-123",
                "1.0",
                "1.5e3",
                "1E22",
                "1e-2",
                "1E+2",
                "0e1",
                "0e+1",
                "0.4e006",
                "123e65",
                "123.456e78",
                "-0.0",
                "-0e-5",
                "20e1",
                "1e400",
                "-1e-400",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775809",
                "0.1234567890123456789012345678901234567890",
                "\"\"",
                "\" \"",
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                "\"\\u0000\"",
                "\"\\u00e9\"",
                "\"\\u0041\\u0042\"",
                "\"\\ud83d\\ude00\"",
                "\"\\ud83d\"",
                "\"\\ude00\"",
                "\"\\ude00\\ud83d\"",
                "\"\\ud83dx\\ude00\"",
                "\"\\uD83D\\\\ude00\"",
                "\"\u00e9\u20ac\ud83d\ude00\"",
                "\"\u007f\u0080\u2028\u2029\ufeff\uffff\"",
                "\"/* no comment */\"",
                "\"a\\u0022b\"",
                "{\"a\\u0000b\": 1}",
                "{\"a\": 1, \"b\": 1}",
                "{\"a\":1,\"A\":1}",
                "{\"\\ud800\": \"\\udfff\"}",
                "[1,\n2\n,3]",
                "\"\\u005Cu0000\"",
                "[[[[[[[[[[[[1]]]]]]]]]]]]"
            })
    void acceptsAndGivesBack(String value) throws IOException {
        String text = OPEN + value + "}";
        Tape tape = read(utf8(text), TapeLimits.DEFAULT);
        RoundTripTest.givesBack(text);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TapeJson.write(List.of(tape), out);
        assertThat(read(out.toByteArray(), TapeLimits.DEFAULT)).isEqualTo(tape);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "]",
                "[",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[1,,2]",
                "[1 2]",
                "[1:2]",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{,\"a\":1}",
                "{\"a\":1,,\"b\":2}",
                "{\"a\" 1}",
                "{\"a\"::1}",
                "{a: 1}",
                "{'a': 1}",
                "{1: 1}",
                "{null: 1}",
                "{\"a\":1 \"b\":2}",
                "[}",
                "{]",
                "{[: 1}",
                "tru",
                "True",
                "nul",
                "nulll",
                "FALSE",
                "undefined",
                "NaN",
                "-NaN",
                "Infinity",
                "-Infinity",
                "+1",
                "01",
                "-01",
                "00",
                "-",
                "--1",
                "1.",
                ".5",
                "-.5",
                "1.e1",
                "1e",
                "1e+",
                "1E-",
                "0x10",
                "1_000",
                "1,5",
                "1 000",
                "012",
                "1a",
                "-a",
                "1.2.3",
                "0e",
                "1eE2",
                "\uff11",
                "'a'",
                "\"a",
                "\"",
                "\"\\",
                "\"\\\"",
                "\"\\x00\"",
                "\"\\a\"",
                "\"\\u\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\U0041\"",
                "\"\\'\"",
                "\"a\nb\"",
                "\"\t\"",
                "\"\u0000\"",
                "\"\u001f\"",
                "\"a\"b",
                "\"a\" \"b\"",
                "a",
                "*",
                "#1",
                "// 1\n1",
                "/* 1 */ 1",
                "1 // x",
                "`a`",
                "\u00a01",
                "\u20281",
                "\\u0031",
                "[\"a\", ...]",
                "<a>",
                "(1)",
                "1;",
                "{\"a\": 1}}",
                "1}, {",
                "1e99999999999",
                "{\"a\": 1, \"a\": 1}",
                "{\"a\": {\"b\": 1, \"b\": 2}}",
                "1, \"x\": 2",
                "1, \"steps\": []"
            })
    void refusesWithThePlace(String value) {
        assertThatThrownBy(() -> read(utf8(OPEN + value + "}"), TapeLimits.DEFAULT))
                .isInstanceOf(TapeFormatException.class)
                .hasMessageStartingWith("This is not a tape: ")
                .hasMessageMatching("(?s).*line \\d+, column \\d+.*")
                .hasMessageNotContainingAny("Feature", "REDACTED", "com.fasterxml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "ff",
                "fe",
                "c0af",
                "c0",
                "e0809f",
                "eda080",
                "edb080",
                "f0808080",
                "f4908080",
                "f888808080",
                "e282",
                "c3"
            })
    void refusesBytesThatAreNoUtf8(String hex) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(utf8(OPEN + "\"ab"));
        bytes.writeBytes(HexFormat.of().parseHex(hex));
        bytes.writeBytes(utf8("\"}"));
        assertThatThrownBy(() -> read(bytes.toByteArray(), TapeLimits.DEFAULT))
                .isInstanceOf(TapeFormatException.class)
                .hasMessageContaining("at line 2, column 10 UTF-8 was expected")
                .hasMessageContaining("Write the file anew as UTF-8.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\ufeff",
                "3",
                "\"a\"",
                "null",
                "{}",
                "{\"steps\": {}}",
                "{\"steps\": null}",
                "[1]",
                "[[]]",
                "[{}]"
            })
    void refusesJsonThatIsNoTape(String text) {
        assertThatThrownBy(() -> read(utf8(text), TapeLimits.DEFAULT))
                .isInstanceOf(TapeFormatException.class)
                .hasMessageStartingWith("This is not a tape: ");
    }

    @Test
    void skipsAByteOrderMark() throws IOException {
        assertThat(read(utf8("\ufeff{\"steps\": []}"), TapeLimits.DEFAULT).steps())
                .isEmpty();
        assertThatThrownBy(() -> read(utf8("\ufeff\ufeff{\"steps\": []}"), TapeLimits.DEFAULT))
                .isInstanceOf(TapeFormatException.class);
    }

    @Test
    void readsAListOfTapes() throws IOException {
        byte[] text = utf8("[{\"metadata\": {\"id\": \"a\"}, \"steps\": []}, {\"steps\": [{\"kind\": \"pass\"}]}]");
        try (TapeReader reader = new TapeReader(new ByteArrayInputStream(text), TapeLimits.DEFAULT, StepKinds.NONE)) {
            assertThat(reader.next().orElseThrow().metadata().id()).isEqualTo("a");
            assertThat(reader.next().orElseThrow().steps()).hasSize(1);
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void indentsByFour() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TapeJson.write(List.of(TapeJson.read("{\"steps\": [], \"context\": {}, \"x\": [1]}")), out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                {
                    "steps": [],
                    "context": {},
                    "x": [
                        1
                    ]
                }""");
    }

    @Nested
    class Limits {
        @Test
        void ofDepthAreClear() {
            String deep = OPEN + "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_001);
            assertThatThrownBy(() -> read(utf8(deep), TapeLimits.DEFAULT))
                    .isInstanceOf(TapeFormatException.class)
                    .hasMessageContaining("line 2, column 2")
                    .hasMessageContaining("limit (depth)")
                    .hasMessageContaining("read it with a higher limit");
        }

        @Test
        void ofDepthCanBeRaised() throws IOException {
            String deep = OPEN + "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_001);
            Tape tape = read(utf8(deep), new TapeLimits(20_000, 100, 100, 1));
            assertThat(TapeJson.write(tape)).hasSize(deep.replaceAll("\\s", "").length());
        }

        @Test
        void ofTapesCountWhatIsHeldAtOnce() throws IOException {
            TapeLimits small = new TapeLimits(10, 1_000, 1_000, 1, 1_000);
            String step = "{\"kind\":\"user\",\"content\":\"0123456789\"}";
            for (String much : List.of(
                    "\"" + "a".repeat(1_000) + "\"",
                    "1".repeat(1_000),
                    "[" + "[],".repeat(60) + "[]]",
                    "{\"" + "a".repeat(1_000) + "\": 1}")) {
                assertThatThrownBy(() -> read(utf8(OPEN + much + "}"), small))
                        .isInstanceOf(TapeFormatException.class)
                        .hasMessageContaining("At line 2, column ")
                        .hasMessageContaining("limit (tape) of 1,000 characters held at once is exceeded");
            }
            byte[] many = utf8("{\"steps\": [%s]}".formatted(String.join(",", Collections.nCopies(100, step))));
            assertThatThrownBy(() -> read(many, small)).hasMessageContaining("limit (tape)");
            int[] count = new int[1];
            try (TapeReader reader = new TapeReader(new ByteArrayInputStream(many), small, StepKinds.NONE)) {
                reader.next(each -> count[0]++);
            }
            assertThat(count[0]).isEqualTo(100);
        }

        @Test
        void ofTextsAndNumbersAreClear() {
            TapeLimits small = new TapeLimits(10, 20_000, 20, 1);
            assertThatThrownBy(() -> read(utf8(OPEN + "\"" + "a".repeat(100_000) + "\"}"), small))
                    .isInstanceOf(TapeFormatException.class)
                    .hasMessageContaining("limit (text)");
            assertThatThrownBy(() -> read(utf8(OPEN + "1".repeat(10_000) + "}"), small))
                    .isInstanceOf(TapeFormatException.class)
                    .hasMessageContaining("limit (digits)");
        }
    }
}
