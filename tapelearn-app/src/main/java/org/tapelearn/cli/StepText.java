package org.tapelearn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.tapelearn.cli.text.Figures;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.TapeJson;
import org.tapelearn.tapefile.ModelCall;

/** Puts steps into words for a terminal. */
record StepText(boolean colour, boolean full) {
    private static final int LINES = 12;
    private static final int WIDTH = 400;

    /** What a step says, as text that is not yet harmless. */
    static String content(Step step) {
        return switch (step) {
            case Step.User user -> user.content();
            case Step.Message message -> message.content();
            case Step.Thought thought -> thought.content();
            case Step.Action action -> action.call().toString();
            case Step.Calls several ->
                several.calls().stream().map(call -> call.call().toString()).collect(Collectors.joining("\n"));
            case Step.Observation observation -> (observation.error() ? "refused: " : "") + observation.content();
            case Step.Answer answer -> answer.answer();
            case Step.Final end -> end.reason();
            case Step.NextNode next -> "next node: " + next.nextNode();
            case Step.Call call -> "to %s: %s".formatted(call.agentName(), call.content());
            case Step.Respond respond -> respond.content();
            case Step.Broadcast broadcast ->
                "to %s: %s".formatted(String.join(", ", broadcast.to()), broadcast.content());
            case Step.Pass pass -> "";
            case Step.ParsingFailure failure -> failure.error() + "\n" + failure.llmOutput();
            case Step.ExecutionFailure failure -> failure.error();
            case Step.Custom custom -> custom.value().toString();
            case Step.Unknown unknown -> unknown(unknown.body());
        };
    }

    private static String unknown(JsonNode body) {
        if (!body.isObject()) {
            return TapeJson.text(body);
        }
        List<String> fields = new ArrayList<>();
        body.properties().forEach(entry -> {
            if (!entry.getKey().equals("metadata") && !entry.getKey().equals("kind")) {
                JsonNode value = entry.getValue();
                fields.add(entry.getKey() + ": " + (value.isTextual() ? value.textValue() : TapeJson.text(value)));
            }
        });
        return String.join("\n", fields);
    }

    /** The lines of one step: its number and kind, then what it says, indented. */
    List<String> lines(int number, Step step) {
        List<String> lines = new ArrayList<>();
        String kind = step.kind().isEmpty() ? "(no kind)" : SafeText.cut(step.kind(), 60);
        lines.add("%d. %s%s".formatted(number, paint(kind, colour(step)), paint(maker(step.metadata()), "2")));
        folded(content(step), "   ", lines);
        return lines;
    }

    /** The lines of a model call, further in than those of the step that it gave. */
    List<String> lines(ModelCall call) {
        List<String> lines = new ArrayList<>();
        lines.add(paint(
                "     model call %s: %s, %s of prompt, %s of answer, %s"
                        .formatted(
                                SafeText.cut(call.promptId(), 120),
                                SafeText.cut(call.llm().path("model_name").asText("(no name)"), 60),
                                tokens(call.promptTokens()),
                                tokens(call.outputTokens()),
                                call.cost().isPresent()
                                        ? "$" + Figures.decimal(call.cost().getAsDouble())
                                        : "cost unknown"),
                "2"));
        folded(CallText.asked(call), "       ", lines);
        folded(CallText.answered(call), "       ", lines);
        return lines;
    }

    private static String tokens(OptionalLong count) {
        return count.isPresent() ? Figures.number(count.getAsLong(), "token") : "unknown tokens";
    }

    private void folded(String text, String indent, List<String> lines) {
        List<String> said = SafeText.lines(text).lines().toList();
        int shown = full || said.size() <= LINES ? said.size() : LINES - 2;
        for (String line : said.subList(0, shown)) {
            lines.add(indent + (full || line.length() <= WIDTH ? line : SafeText.cut(line, WIDTH)));
        }
        if (shown < said.size()) {
            lines.add(paint(indent + "... %d more lines (--full shows them)".formatted(said.size() - shown), "2"));
        }
    }

    private static String maker(StepMetadata metadata) {
        String agent = metadata.agent();
        if (agent.isEmpty()) {
            return "";
        }
        return "  " + SafeText.cut(metadata.node().isEmpty() ? agent : agent + " (" + metadata.node() + ")", 80);
    }

    private static String colour(Step step) {
        return switch (step) {
            case Step.User user -> "1";
            case Step.Message message -> "1";
            case Step.Thought thought -> "2";
            case Step.Action action -> "36";
            case Step.Calls several -> "36";
            case Step.Observation observation -> observation.error() ? "31" : "32";
            case Step.Stop stop -> "35";
            case Step.Control control -> "33";
            case Step.Failure failure -> "31";
            case Step.Custom custom -> "34";
            case Step.Unknown unknown -> "34";
        };
    }

    /** Colours a text that is harmless already. */
    String paint(String text, String code) {
        return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
