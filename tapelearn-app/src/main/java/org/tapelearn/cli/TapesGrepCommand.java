package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.text.Figures;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import org.tapelearn.tapefile.ModelCall;
import org.tapelearn.tapefile.TapeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds lines of steps. */
@Command(
        name = "grep",
        description = "Print the lines of steps that match a regular expression, of a session or of files.",
        footer = {"", "Example:", "  tapelearn tapes grep -i 'no such column'"})
final class TapesGrepCommand implements Callable<Integer> {
    private static final int WIDTH = 200;
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Parameters(index = "0", paramLabel = "PATTERN", description = "The regular expression.")
    private String pattern = "";

    @Parameters(
            index = "1..*",
            paramLabel = "FILE",
            arity = "0..*",
            description = "Files of tapes (default: a session).")
    private List<String> files = List.of();

    @Option(names = "--session", paramLabel = "SESSION", description = "The session (default: the latest).")
    private @Nullable String session;

    @Option(
            names = {"-i", "--ignore-case"},
            description = "Take small and capital letters for the same.")
    private boolean ignoreCase;

    @Option(names = "--calls", description = "Search the model calls too, after the steps.")
    private boolean calls;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many lines (default: ${DEFAULT-VALUE}).")
    private int limit = 100;

    TapesGrepCommand(Shell shell) {
        this.shell = shell;
    }

    /** A line that matches; steps count from 1. */
    private record Hit(int step, String kind, String line) {}

    @Override
    public Integer call() {
        Search search = new Search(compiled());
        TapeSource.visit(files, common, limits, session, search);
        if (calls) {
            TapeSource.visitCalls(files, common, limits, session, search::call);
        }
        if (common.json()) {
            Output.print(shell.out(), search.json);
        } else if (search.found > limit && !common.quiet()) {
            shell.out()
                    .println("The first %d of %s; for more: --limit N"
                            .formatted(limit, Figures.number(search.found, "line")));
        }
        return ExitCode.DONE;
    }

    private Pattern compiled() {
        if (limit < 1) {
            throw new PrerequisiteException(
                    "(--limit) expects a whole number of at least 1, but found (%d).".formatted(limit));
        }
        try {
            return Pattern.compile(pattern, ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
        } catch (PatternSyntaxException wrong) {
            throw new PrerequisiteException(
                    "(%s) is no regular expression: %s.%nA backslash takes its meaning from a sign."
                            .formatted(pattern, wrong.getDescription()));
        }
    }

    private final class Search implements TapeFile.Visitor {
        private final Pattern wanted;
        private final ArrayNode json = JsonNodeFactory.instance.arrayNode();
        private final List<Hit> hits = new ArrayList<>();
        private int steps;
        private long found;

        Search(Pattern wanted) {
            this.wanted = wanted;
        }

        void call(ModelCall call) {
            Stream.of(CallText.asked(call), CallText.answered(call))
                    .flatMap(String::lines)
                    .filter(line -> wanted.matcher(line).find() && ++found <= limit)
                    .forEach(line -> print(call, line));
        }

        private void print(ModelCall call, String line) {
            if (common.json()) {
                json.addObject().put("call", call.promptId()).put("line", line);
            } else {
                shell.out()
                        .println("%s: model call: %s"
                                .formatted(SafeText.oneLine(call.promptId()), SafeText.cut(line, WIDTH)));
            }
        }

        @Override
        public void step(Step step) {
            steps++;
            StepText.content(step).lines().forEach(line -> {
                if (wanted.matcher(line).find() && ++found <= limit) {
                    hits.add(new Hit(steps, step.kind(), line));
                }
            });
        }

        @Override
        public void end(Tape head) {
            for (Hit hit : hits) {
                if (common.json()) {
                    json.addObject()
                            .put("tape", head.metadata().id())
                            .put("step", hit.step())
                            .put("kind", hit.kind())
                            .put("line", hit.line());
                } else {
                    shell.out()
                            .println("%s:%d: %s: %s"
                                    .formatted(
                                            SafeText.oneLine(head.metadata().id()),
                                            hit.step(),
                                            SafeText.cut(hit.kind(), 60),
                                            SafeText.cut(hit.line(), WIDTH)));
                }
            }
            hits.clear();
            steps = 0;
        }
    }
}
