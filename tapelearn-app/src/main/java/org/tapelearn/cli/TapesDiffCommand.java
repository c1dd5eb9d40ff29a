package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.TapeAlignment.Pair;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lays two tapes beside each other. */
@Command(
        name = "diff",
        description = "Align two tapes by what their steps say, and mark where they first differ.",
        footer = {"", "Example:", "  tapelearn tapes diff before.json after.json"})
final class TapesDiffCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Parameters(index = "0", paramLabel = "A", description = "A tape: its id, a file, or FILE#2 for its second.")
    private String one = "";

    @Parameters(index = "1", paramLabel = "B", description = "Another one.")
    private String other = "";

    @Option(names = "--session", paramLabel = "SESSION", description = "The session (default: the latest).")
    private @Nullable String session;

    TapesDiffCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Tape left = TapeSource.one(one, common, limits, session);
        Tape right = TapeSource.one(other, common, limits, session);
        List<Pair> pairs = TapeAlignment.of(left.steps(), right.steps());
        int first = first(pairs);
        if (common.json()) {
            Output.print(shell.out(), json(pairs, first));
            return ExitCode.DONE;
        }
        StepText text = new StepText(shell.colour(), false);
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            if (i == first) {
                shell.out().println(text.paint(">>> the first difference", "1"));
            }
            if (pair.same()) {
                shell.out()
                        .println("  %4d %4d  %s".formatted(pair.left() + 1, pair.right() + 1, line(left, pair.left())));
            } else if (pair.right() < 0) {
                shell.out()
                        .println(text.paint(
                                "- %4d       %s".formatted(pair.left() + 1, line(left, pair.left())), "31"));
            } else {
                shell.out()
                        .println(text.paint(
                                "+      %4d  %s".formatted(pair.right() + 1, line(right, pair.right())), "32"));
            }
        }
        shell.out().println(first < 0 ? "The steps say the same." : "The steps differ.");
        return ExitCode.DONE;
    }

    private static int first(List<Pair> pairs) {
        for (int i = 0; i < pairs.size(); i++) {
            if (!pairs.get(i).same()) {
                return i;
            }
        }
        return -1;
    }

    private static String line(Tape tape, int index) {
        Step step = tape.steps().get(index);
        return SafeText.cut(step.kind() + ": " + StepText.content(step), 100);
    }

    private static ObjectNode json(List<Pair> pairs, int first) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("equal", first < 0);
        if (first >= 0) {
            put(json.putObject("first_difference"), pairs.get(first));
        }
        ArrayNode list = json.putArray("steps");
        pairs.forEach(pair -> put(list.addObject(), pair).put("same", pair.same()));
        return json;
    }

    /** Steps count from 1; a side that has none is left out. */
    private static ObjectNode put(ObjectNode json, Pair pair) {
        if (pair.left() >= 0) {
            json.put("a", pair.left() + 1);
        }
        if (pair.right() >= 0) {
            json.put("b", pair.right() + 1);
        }
        return json;
    }
}
