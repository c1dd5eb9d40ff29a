package org.tapelearn.env.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;

class SeedsFileTest {
    private static SeedsFile parse(String text) {
        return SeedsFile.parse(text, "tasks.yaml");
    }

    @Nested
    class Reading {
        @Test
        void readsATemplateWithAllItsParts() {
            SeedTemplate template = parse("""
                            environment_context: {office: in the harbour}
                            seed_tasks:
                              - id: find-code
                                description: "What is the code of {place}?"
                                phrasings: ["Tell me the code of {place}."]
                                category: exploration
                                difficulty: beginner
                                success_criteria: [the code is given]
                                examples: [4711]
                                parameters: {place: [mill, farm], code: {range: [1, 3]}}
                                setup: {"{place}.txt": "code: {code}"}
                                check: {answer: "{code}"}
                                partial: [{seen: "{code}", weight: 2, evidence: true}]
                            """).templates().getFirst();

            assertThat(template.id()).isEqualTo("find-code");
            assertThat(template.wordings())
                    .containsExactly("What is the code of {place}?", "Tell me the code of {place}.");
            assertThat(template.category()).isEqualTo(TaskCategory.EXPLORATION);
            assertThat(template.difficulty()).isEqualTo(TaskDifficulty.BEGINNER);
            assertThat(template.calls()).isEqualTo(1);
            assertThat(template.context()).containsExactly("office: in the harbour");
            assertThat(template.successCriteria()).containsExactly("the code is given");
            assertThat(template.examples()).containsExactly("4711");
            assertThat(template.setup()).containsEntry("{place}.txt", "code: {code}");
            assertThat(template.partial()).containsExactly(new SeedTemplate.Partial(new Check.Seen("{code}"), 2, true));
        }

        @Test
        void readsTheGuidesJsonIndentedByTabs() {
            SeedsFile file = parse("""
                    {
                    \t"seed_tasks": [
                    \t\t{"description": "Echo hello", "category": "tool_usage", "metadata": {"by": "me"}}
                    \t],
                    \t"environment_context": {"available_tools": ["echo"]}
                    }
                    """);

            assertThat(file.templates().getFirst().id()).isEqualTo("task_1");
            assertThat(file.templates().getFirst().context()).containsExactly("available_tools: [\"echo\"]");
        }

        @Test
        void saysWhatToAddToATaskWithoutACheck() {
            SeedsFile file = parse("""
                    tasks:
                      - {id: a, description: Do it, check: {answer: yes}}
                      - {id: b, description: Do something nice}
                    """);

            assertThat(file.unverifiable())
                    .containsExactly(
                            new SeedsFile.Unverifiable(
                                    "b",
                                    "Do something nice",
                                    "tasks.yaml, line 3: add (check:) with one of (answer, tool_result, json_schema, file, seen, all)"));
        }

        @Test
        void leavesBracesOfTasksWithoutParametersAlone() {
            assertThat(parse("tasks: [{description: 'Say {hello}', check: {answer: x}}]")
                            .templates()
                            .getFirst()
                            .wordings())
                    .containsExactly("Say {hello}");
        }
    }

    @Nested
    class Refusing {
        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                        tasks: []|line 1: at least one task was expected, but the list is empty
                        tasks: [{id: a}]|line 1: task (a) has no description
                        seeds: []|line 1: there is no key (seeds) in (the file); those known: environment_context, seed, seed_tasks, tasks. Maybe you meant (seed)
                        tasks: [{description: x, chek: {}}]|there is no key (chek) in (tasks); those known: calls, category, check,
                        tasks: [{description: x, check: {answr: 1}}]|Maybe you meant (answer)
                        tasks: [{description: x, check: {}}]|a check is one of (all, answer, file, json_schema, seen, tool_result), but there is none
                        tasks: [{description: x, category: data}]|(category) must be one of (exploration, data_analysis, tool_usage, problem_solving, creative, integration), but is (data)
                        tasks: [{description: x, parameters: {Name: [a]}}]|a parameter's name is a lower-case word, but this is (Name)
                        tasks: [{description: "{x}", parameters: {name: [a]}}]|(description) has a place for (x), which is no parameter of this task: name. Write {{x}} for the word in braces
                        tasks: [{description: "x", parameters: {name: [a]}}]|the description and each phrasing must name a parameter, such as {name}
                        tasks: [{description: "{n}", parameters: {n: {range: [3, 1]}}}]|a range goes up, over at most 10000 numbers, but this is from 3 to 1
                        tasks: [{description: "{n}", parameters: {n: [a]}, distinct: [m]}]|(m) is no parameter of this task
                        tasks: [{description: x, setup: {../a.txt: y}}]|a set-up file lies in the working folder, but the path (../a.txt) does not
                        tasks: [{description: x, check: {file: {path: /etc/passwd}}}]|a checked file lies in the working folder, but the path (/etc/passwd) does not
                        tasks: [{description: x, check: {file: {exists: true}}}]|(file) needs (path)
                        tasks: [{description: x, check: {tool_result: {tool: t}}}]|says what the result must be by one of (equals, contains, regex, pointer)
                        tasks: [{description: x, check: {tool_result: {tool: t, regex: "("}}}]|(() is no regular expression: Unclosed group
                        tasks: [{description: x, check: {tool_result: {tool: t, pointer: a, value: 1}}}]|(pointer) is a JSON pointer such as /items/0/name, but is (a)
                        tasks: [{description: x, check: {answer: {number: many}}}]|(number) must be a number, but is (many)
                        tasks: [{description: x, check: {answer: {text: a, number: 1}}}]|an answer is one of (text, any, number, set)
                        tasks: [{description: x, check: {json_schema: {}}}]|a JSON schema was expected, such as (type: object)
                        tasks: [{description: x, partial: [{seen: a, weight: 0}]}]|a weight is above 0 and at most 1000, but this is 0.0
                        tasks: [{id: a b, description: x}, {id: a-b, description: y}]|the id (a-b) is that of another task (tasks.yaml, line 1), or too like it
                        tasks: [{description: x, check: {answer: a}}, {description: x}]|the description (x) is that of another task
                        tasks: [{description: x, split: tests}]|(split) must be one of (train, selection, test), but is (tests)
                        tasks: [{description: x, description: y}]|line 1: the key (description) is given twice
                        tasks: !!java.net.URL [x]|is not YAML: Global tag is not allowed: tag:yaml.org,2002:java.net.URL
                        tasks: [|line 1: this is not YAML
                        """)
        void namesTheLineAndWhatWasExpected(String text, String message) {
            assertThatThrownBy(() -> parse(text))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessageStartingWith("tasks.yaml")
                    .hasMessageContaining(message);
        }

        @Test
        void refusesAFileThatIsNotThere() {
            assertThatThrownBy(() -> SeedsFile.read(Path.of("no-such-file.yaml")))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessage("There is no seeds file (no-such-file.yaml).");
        }

        @Test
        void refusesASmallFileThatStandsForAHugeOne() {
            StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
            for (int i = 1; i < 10; i++) {
                text.append("a%d: &a%d [".formatted(i, i));
                for (int j = 0; j < 10; j++) {
                    text.append(j == 0 ? "" : ", ").append("*a").append(i - 1);
                }
                text.append("]\n");
            }

            assertThatThrownBy(() -> parse(text.toString()))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessageContaining("refused");
        }

        @Test
        void refusesWhatIsNestedTooDeep() {
            assertThatThrownBy(() -> parse("tasks: " + "[".repeat(60) + "]".repeat(60)))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessageContaining("Nesting Depth");
        }
    }
}
