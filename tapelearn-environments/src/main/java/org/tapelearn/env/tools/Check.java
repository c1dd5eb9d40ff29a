package org.tapelearn.env.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must hold when an attempt ends. */
sealed interface Check {
    /** The most of a file that is read to be compared. */
    long MOST_BYTES = 4_000_000;

    /** What a check may look at: what an attempt did, and the state that it left. */
    interface Ending {
        /** The last answer given. */
        Optional<String> answer();

        /** Everything that tools showed, in order. */
        List<String> observations();

        WorkFolder folder();

        /** Calls a tool that changes nothing; numbers among the arguments may be texts. */
        ToolAnswer look(String tool, ObjectNode arguments);
    }

    /** What came of looking, with words that do not give the answer away. */
    record Outcome(boolean holds, String detail) {}

    Outcome look(Ending ending);

    /** Fills the places for parameters. */
    Check with(Map<String, String> values);

    record Answer(Expected expected) implements Check {
        @Override
        public Outcome look(Ending ending) {
            return ending.answer()
                    .map(answer -> expected.holds(answer)
                            ? new Outcome(true, "the answer is right")
                            : new Outcome(false, "the answer is wrong"))
                    .orElseGet(() -> new Outcome(false, "no answer was given"));
        }

        @Override
        public Check with(Map<String, String> values) {
            return new Answer(expected.with(values));
        }
    }

    /**
     * The result of a tool, called when the attempt has ended.
     *
     * @param place file and line, for messages
     */
    record ToolResult(String place, String tool, ObjectNode arguments, Match match) implements Check {
        @Override
        public Outcome look(Ending ending) {
            ToolAnswer answer = ending.look(tool, arguments);
            if (answer.error()) {
                return new Outcome(false, "tool (%s) refused the check's call".formatted(tool));
            }
            boolean holds = match.holds(answer.text());
            return new Outcome(
                    holds, "the result of (%s) %s".formatted(tool, holds ? "is as it should be" : "is another"));
        }

        @Override
        public Check with(Map<String, String> values) {
            return new ToolResult(
                    place,
                    tool,
                    (ObjectNode) TypedArguments.mapped(arguments, text -> Template.fill(text, values)),
                    match.with(values));
        }
    }

    /** The answer, or a tool's result where one is named, is JSON that fits a schema. */
    record Schema(JsonNode schema, Optional<ToolResult> of) implements Check {
        @Override
        public Outcome look(Ending ending) {
            Optional<String> text = of.isPresent()
                    ? of.map(tool -> ending.look(tool.tool(), tool.arguments()))
                            .filter(answer -> !answer.error())
                            .map(ToolAnswer::text)
                    : ending.answer();
            return text.map(this::fits)
                    .orElseGet(() -> new Outcome(false, "there is nothing to hold against the schema"));
        }

        private Outcome fits(String text) {
            try {
                int errors = compiled(schema).validate(text, InputFormat.JSON).size();
                return new Outcome(errors == 0, errors == 0 ? "fits the schema" : "does not fit the schema");
            } catch (RuntimeException noJson) {
                return new Outcome(false, "is not JSON");
            }
        }

        static com.networknt.schema.Schema compiled(JsonNode schema) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schema.toString(), InputFormat.JSON);
        }

        @Override
        public Check with(Map<String, String> values) {
            return new Schema(schema, of.map(tool -> (ToolResult) tool.with(values)));
        }
    }

    /**
     * A file of the working folder.
     *
     * @param content what must be in it; empty where it need only be there
     */
    record FileState(String path, boolean exists, Optional<Match> content) implements Check {
        @Override
        public Outcome look(Ending ending) {
            Optional<Path> file =
                    ending.folder().inside(path).filter(there -> Files.exists(there, LinkOption.NOFOLLOW_LINKS));
            if (file.isEmpty() || !exists) {
                boolean there = file.isPresent();
                return new Outcome(there == exists, "the file %s".formatted(there ? "is there" : "is not there"));
            }
            boolean holds = content.isEmpty() || content.get().holds(read(file.get()));
            return new Outcome(holds, "the file %s".formatted(holds ? "is as it should be" : "has another content"));
        }

        private static String read(Path file) {
            try {
                return Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES ? Files.readString(file) : "";
            } catch (IOException unreadable) {
                return "";
            }
        }

        @Override
        public Check with(Map<String, String> values) {
            return new FileState(Template.fill(path, values), exists, content.map(match -> match.with(values)));
        }
    }

    /** A tool showed this text during the attempt. */
    record Seen(String text) implements Check {
        @Override
        public Outcome look(Ending ending) {
            boolean seen = ending.observations().stream().anyMatch(shown -> shown.contains(text));
            return new Outcome(seen, seen ? "was seen" : "was never seen");
        }

        @Override
        public Check with(Map<String, String> values) {
            return new Seen(Template.fill(text, values));
        }
    }

    record All(List<Check> checks) implements Check {
        @Override
        public Outcome look(Ending ending) {
            for (int i = 0; i < checks.size(); i++) {
                Outcome one = checks.get(i).look(ending);
                if (!one.holds()) {
                    return new Outcome(
                            false, "%d of %d does not hold: %s".formatted(i + 1, checks.size(), one.detail()));
                }
            }
            return new Outcome(true, "all hold");
        }

        @Override
        public Check with(Map<String, String> values) {
            return new All(checks.stream().map(check -> check.with(values)).toList());
        }
    }
}
