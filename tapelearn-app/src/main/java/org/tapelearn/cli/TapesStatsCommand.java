package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.text.Figures;
import org.tapelearn.cli.text.Layout;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;
import org.tapelearn.tapefile.ModelCall;
import org.tapelearn.tapefile.TapeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Counts tapes, steps, kinds, agents and tools. */
@Command(
        name = "stats",
        description = "Count the steps of tapes by kind, agent and tool, of a session or of files.",
        footer = {"", "Example:", "  tapelearn tapes stats tape.json"})
final class TapesStatsCommand implements Callable<Integer> {
    private static final int ROWS = 30;
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files of tapes (default: a session).")
    private List<String> files = List.of();

    @Option(names = "--session", paramLabel = "SESSION", description = "The session (default: the latest).")
    private @Nullable String session;

    TapesStatsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Count count = new Count();
        TapeSource.visit(files, common, limits, session, count);
        TapeSource.visitCalls(files, common, limits, session, count::call);
        if (common.json()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("tapes", count.lengths.size()).put("steps", count.steps).put("errors", count.errors);
            ObjectNode length = json.putObject("steps_a_tape");
            length.put("least", count.length(0))
                    .put("median", count.length(0.5))
                    .put("most", count.length(1));
            put(json.putObject("kinds"), count.kinds);
            put(json.putObject("agents"), count.agents);
            put(json.putObject("tools"), count.tools);
            json.putObject("model_calls")
                    .put("calls", count.calls)
                    .put("cached", count.cached)
                    .put("prompt_tokens", count.promptTokens)
                    .put("output_tokens", count.outputTokens)
                    .put("dollars", count.dollars);
            Output.print(shell.out(), json);
            return ExitCode.DONE;
        }
        shell.out()
                .println("%s, %s (least %d, median %d, most %d a tape), %s"
                        .formatted(
                                Figures.number(count.lengths.size(), "tape"),
                                Figures.number(count.steps, "step"),
                                count.length(0),
                                count.length(0.5),
                                count.length(1),
                                Figures.number(count.errors, "error")));
        if (count.calls > 0) {
            shell.out()
                    .println("%s (%s cached), %s tokens of prompts, %s of answers, $%s"
                            .formatted(
                                    Figures.number(count.calls, "model call"),
                                    Figures.count(count.cached),
                                    Figures.count(count.promptTokens),
                                    Figures.count(count.outputTokens),
                                    Figures.decimal(count.dollars)));
        }
        print("kind", count.kinds);
        print("agent", count.agents);
        print("tool", count.tools);
        return ExitCode.DONE;
    }

    private static void put(ObjectNode json, Map<String, Long> counts) {
        counts.forEach(json::put);
    }

    private void print(String name, Map<String, Long> counts) {
        if (counts.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(name, "steps"));
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(ROWS)
                .forEach(entry -> rows.add(List.of(SafeText.cut(entry.getKey(), 60), Figures.count(entry.getValue()))));
        shell.out().println();
        Layout.table(rows).forEach(shell.out()::println);
        if (counts.size() > ROWS) {
            shell.out().println("and %d more".formatted(counts.size() - ROWS));
        }
    }

    private static final class Count implements TapeFile.Visitor {
        private final List<Integer> lengths = new ArrayList<>();
        private final Map<String, Long> kinds = new TreeMap<>();
        private final Map<String, Long> agents = new TreeMap<>();
        private final Map<String, Long> tools = new TreeMap<>();
        private long steps;
        private long errors;
        private int length;
        private long calls;
        private long cached;
        private long promptTokens;
        private long outputTokens;
        private double dollars;

        void call(ModelCall call) {
            calls++;
            cached += call.cached() ? 1 : 0;
            promptTokens += call.promptTokens().orElse(0);
            outputTokens += call.outputTokens().orElse(0);
            dollars += call.cost().orElse(0);
        }

        @Override
        public void step(Step step) {
            steps++;
            length++;
            kinds.merge(step.kind().isEmpty() ? "(no kind)" : step.kind(), 1L, Long::sum);
            if (!step.metadata().agent().isEmpty()) {
                agents.merge(step.metadata().agent(), 1L, Long::sum);
            }
            if (step instanceof Step.Action action) {
                tools.merge(action.call().tool(), 1L, Long::sum);
            } else if (step instanceof Step.Calls several) {
                several.calls().forEach(call -> tools.merge(call.call().tool(), 1L, Long::sum));
            }
            boolean refused = step instanceof Step.Observation observation && observation.error();
            errors += refused || step instanceof Step.Failure ? 1 : 0;
        }

        @Override
        public void end(Tape head) {
            lengths.add(length);
            length = 0;
        }

        /** The length below which this share of the tapes lies. */
        int length(double share) {
            if (lengths.isEmpty()) {
                return 0;
            }
            List<Integer> sorted = lengths.stream().sorted().toList();
            return sorted.get((int) Math.round(share * (sorted.size() - 1)));
        }
    }
}
