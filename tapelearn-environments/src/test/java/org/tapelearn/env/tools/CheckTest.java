package org.tapelearn.env.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {
    private final WorkFolder folder = WorkFolder.create();

    @AfterEach
    void delete() {
        folder.close();
    }

    /** An ending of which everything is known. */
    private record Known(WorkFolder folder, @Nullable String said, List<String> observations) implements Check.Ending {
        @Override
        public Optional<String> answer() {
            return Optional.ofNullable(said);
        }

        @Override
        public ToolAnswer look(String tool, ObjectNode arguments) {
            return tool.equals("broken")
                    ? ToolAnswer.refused("no")
                    : ToolAnswer.of("{\"name\": \"%s\", \"items\": [1, 2.50]}"
                            .formatted(arguments.path("who").asText()));
        }
    }

    private static Check check(String yaml) {
        return SeedsFile.parse("tasks: [{description: x, check: %s}]".formatted(yaml), "tasks.yaml")
                .templates()
                .getFirst()
                .check()
                .orElseThrow();
    }

    private boolean holds(String yaml, @Nullable String answer) {
        return check(yaml)
                .look(new Known(folder, answer, List.of("code: 4711")))
                .holds();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {answer: Ann Lee}|ann  lee|true
                    {answer: Ann Lee}|Ann|false
                    {answer: {any: [a.txt, ./a.txt]}}|./a.txt|true
                    {answer: 42}|42.0|true
                    {answer: 42}|42 metres|true
                    {answer: 42}|420|false
                    {answer: 1200}|1,200|true
                    {answer: {number: 3.14, tolerance: 0.01}}|3.145|true
                    {answer: {number: 3.14, tolerance: 0.01}}|3.16|false
                    {answer: {number: 3}}|three|false
                    {answer: {set: [a, b]}}|b, A|true
                    {answer: {set: [a, b]}}|["a", "b"]|true
                    {answer: {set: [a, b]}}|a, b, c|false
                    {answer: {set: [a, b]}}|a, a|false
                    {json_schema: {type: object, required: [total], properties: {total: {type: number}}}}|{"total": 3}|true
                    {json_schema: {type: object, required: [total], properties: {total: {type: number}}}}|{"total": "3"}|false
                    {json_schema: {type: object}}|no JSON|false
                    {json_schema: {tool: find, arguments: {who: Ann}, schema: {type: object, required: [name]}}}|x|true
                    {json_schema: {tool: broken, schema: {type: object}}}|x|false
                    {tool_result: {tool: find, arguments: {who: Ann}, contains: Ann}}|x|true
                    {tool_result: {tool: find, arguments: {who: Bob}, contains: Ann}}|x|false
                    {tool_result: {tool: find, regex: "items.*2"}}|x|true
                    {tool_result: {tool: find, pointer: /items/1, value: 2.5}}|x|true
                    {tool_result: {tool: find, pointer: /items/1, value: 2}}|x|false
                    {tool_result: {tool: find, pointer: /nothing, value: 2}}|x|false
                    {tool_result: {tool: broken, contains: ""}}|x|false
                    {seen: 4711}|x|true
                    {seen: 4712}|x|false
                    {all: [{answer: x}, {seen: 4711}]}|x|true
                    {all: [{answer: x}, {seen: 4712}]}|x|false
                    {answer: x, seen: 4712}|x|false
                    """)
    void decides(String yaml, String answer, boolean expected) {
        assertThat(holds(yaml, answer)).isEqualTo(expected);
    }

    @Test
    void doesNotHoldWithoutAnAnswer() {
        assertThat(check("{answer: x}").look(new Known(folder, null, List.of())))
                .isEqualTo(new Check.Outcome(false, "no answer was given"));
    }

    @Test
    void looksAtFilesOfTheWorkingFolder() {
        folder.write("notes/a.txt", "one\ntwo\n");

        assertThat(holds("{file: {path: notes/a.txt}}", null)).isTrue();
        assertThat(holds("{file: {path: notes/b.txt}}", null)).isFalse();
        assertThat(holds("{file: {path: notes/a.txt, exists: false}}", null)).isFalse();
        assertThat(holds("{file: {path: notes/b.txt, exists: false}}", null)).isTrue();
        assertThat(holds("{file: {path: notes/a.txt, contains: two}}", null)).isTrue();
        assertThat(holds("{file: {path: notes/a.txt, equals: \"one\\ntwo\"}}", null))
                .isTrue();
        assertThat(holds("{file: {path: notes/a.txt, equals: one}}", null)).isFalse();
    }

    @Test
    void followsNoLinkOutOfTheWorkingFolder() throws IOException {
        Path outside = Files.createTempFile("outside", ".txt");
        Files.writeString(outside, "secret");
        Files.createSymbolicLink(folder.path().resolve("link.txt"), outside);

        assertThat(holds("{file: {path: link.txt, contains: secret}}", null)).isFalse();
        Files.delete(outside);
    }

    @Test
    void fillsParametersInEveryKindOfCheck() {
        Map<String, String> values = Map.of("who", "A.n");

        assertThat(check("{answer: \"{who}\"}").with(values))
                .isEqualTo(new Check.Answer(new Expected.Text(List.of("A.n"))));
        assertThat(new Match.Regex("x{who}").with(values).holds("xA.n")).isTrue();
        assertThat(new Match.Regex("x{who}").with(values).holds("xAbn")).isFalse();
        assertThat(check("{file: {path: \"{who}.txt\", contains: \"{{who}}\"}}").with(values))
                .isEqualTo(new Check.FileState("A.n.txt", true, Optional.of(new Match.Contains("{who}"))));
    }
}
