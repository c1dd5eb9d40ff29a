package org.tapelearn.examples;

import java.util.List;
import java.util.Map;
import org.tapelearn.environment.CustomEnvironment;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.EnvironmentExecutor;
import org.tapelearn.environment.ExecutedEnvironment;
import org.tapelearn.environment.Transition;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;

/** The guide's custom environment: one function carries out what the agent does, be it with files or on the web. */
final class GuideCustomEnvironment {
    private static final Map<String, String> FILES = Map.of(
            "invoice", "total 120", "letter", "dear all", "recipe", "two eggs", "plan", "go north", "log", "no errors");
    private static final Map<String, String> PAGES =
            Map.of("weather", "rain", "news", "calm", "trains", "late", "stars", "bright", "tides", "low");

    /** Carries out the last call; an exception thrown here ends the attempt as an error, with its cause. */
    static final EnvironmentExecutor EXECUTOR = (tape, task) -> {
        ToolCall call = tape.calls().getLast();
        return switch (call.tool()) {
            case "read_file" -> performFileOperation(call.argument("file"));
            case "open_page" -> performWebOperation(call.argument("page"));
            default -> Transition.of("done");
        };
    };

    private GuideCustomEnvironment() {}

    private static Transition performFileOperation(String file) {
        String content = FILES.get(file);
        return content == null ? Transition.refused("There is no file %s.".formatted(file)) : Transition.of(content);
    }

    private static Transition performWebOperation(String page) {
        String content = PAGES.get(page);
        return content == null ? Transition.refused("There is no page %s.".formatted(page)) : Transition.of(content);
    }

    static Environment environment() {
        return ExecutedEnvironment.of("files-and-web", EXECUTOR)
                .tool("read_file", "Reads a file.", "file", tape -> names(FILES))
                .tool("open_page", "Opens a page.", "page", tape -> names(PAGES))
                .answer("answer", "Gives the answer.", "text", GuideCustomEnvironment::seen)
                .tasks("file", 1, (split, wording, number) -> asked("file", FILES, split, number))
                .tasks("web", 1, (split, wording, number) -> asked("web page", PAGES, split, number))
                .environment();
    }

    private static List<String> names(Map<String, String> things) {
        return things.keySet().stream().sorted().toList();
    }

    /** What the attempt has seen so far. */
    private static List<String> seen(Tape tape) {
        return tape.steps().stream()
                .filter(Step.Observation.class::isInstance)
                .map(step -> ((Step.Observation) step).content())
                .distinct()
                .toList();
    }

    private static CustomEnvironment.Question<Tape> asked(
            String kind, Map<String, String> things, Split split, long number) {
        List<String> names = names(things);
        String name = names.get(Math.floorMod(number, names.size()));
        return new CustomEnvironment.Question<>(
                "What does the %s %s say? Request %d of %s.".formatted(kind, name, number, split),
                tape -> !tape.calls().isEmpty()
                        && tape.calls().getLast().equals(ToolCall.of("answer", "text", things.getOrDefault(name, ""))));
    }
}
