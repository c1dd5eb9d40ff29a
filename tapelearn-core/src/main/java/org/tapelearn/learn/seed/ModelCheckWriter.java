package org.tapelearn.learn.seed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Fence;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.LlmFailure;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Occasion;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.Sampling;
import org.tapelearn.prompt.Template;
import org.tapelearn.prompt.Templates;
import org.tapelearn.tool.ToolSpec;

/** Asks a model to write a check for a task whose author says in words when it is done. What it writes is still to be tried. */
public record ModelCheckWriter(Llm model, Templates templates) {
    private static final int ANSWER_TOKENS = 600;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * Returns the check as JSON; empty where the model gave none.
     *
     * @param setup the files that the task begins with
     * @param tools those that a check may call
     */
    public Optional<String> write(String task, List<String> criteria, String setup, List<ToolSpec> tools) {
        String wanted = String.join("\n", criteria);
        String offered = tools.stream()
                .map(tool -> "- %s: %s %s".formatted(tool.name(), tool.description(), tool.schema()))
                .collect(Collectors.joining("\n"));
        Fence fence = Fence.around(task.hashCode(), List.of(task, wanted, setup, offered));
        Prompt prompt = new Prompt(
                        List.of(Message.of(
                                Message.Role.USER,
                                templates.fill(
                                        Template.Kind.CHECK,
                                        "open",
                                        fence.open(),
                                        "close",
                                        fence.close(),
                                        "task",
                                        fence.wrap(task),
                                        "criteria",
                                        fence.wrap(wanted),
                                        "setup",
                                        setup.isEmpty() ? "(none)" : fence.wrap(setup),
                                        "tools",
                                        offered.isEmpty() ? "(none)" : fence.wrap(offered)))),
                        List.of())
                .with(Sampling.DEFAULT
                        .withTemperature(0)
                        .withMaxTokens(ANSWER_TOKENS)
                        .withSeed(task.hashCode()))
                .on(Occasion.of(Occasion.Purpose.GENERATE));
        try {
            return read(model.complete(prompt));
        } catch (LlmFailure failure) {
            if (failure.kind().pauses()) {
                throw failure;
            }
            return Optional.empty();
        }
    }

    private static Optional<String> read(Completion completion) {
        String text = completion.text();
        int from = text.indexOf('{');
        int to = text.lastIndexOf('}');
        if (from < 0 || to < from) {
            return Optional.empty();
        }
        try {
            JsonNode check = MAPPER.readTree(text.substring(from, to + 1)).path("check");
            return check.isObject() ? Optional.of(check.toString()) : Optional.empty();
        } catch (JsonProcessingException broken) {
            return Optional.empty();
        }
    }
}
