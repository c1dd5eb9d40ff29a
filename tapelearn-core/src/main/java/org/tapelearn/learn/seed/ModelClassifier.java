package org.tapelearn.learn.seed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.LlmFailure;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Occasion;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.Sampling;
import org.tapelearn.prompt.Template;
import org.tapelearn.prompt.Templates;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;
import org.tapelearn.task.TaskFamily;

/** Asks a model; what it names and the environment does not have counts as nothing said. */
public record ModelClassifier(Llm model, Templates templates) implements SeedClassifier {
    private static final int ANSWER_TOKENS = 300;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public Kind classify(String description, List<String> criteria, List<TaskFamily> families) {
        String kinds = families.stream()
                .map(family -> "- %s: %s".formatted(family.name(), family.description()))
                .collect(Collectors.joining("\n"));
        String task = criteria.isEmpty() ? description : description + "\nDone when: " + String.join("; ", criteria);
        Prompt prompt = new Prompt(
                        List.of(Message.of(
                                Message.Role.USER,
                                templates.fill(Template.Kind.CLASSIFY, "kinds", kinds, "task", task))),
                        List.of())
                .with(Sampling.DEFAULT
                        .withTemperature(0)
                        .withMaxTokens(ANSWER_TOKENS)
                        .withSeed(task.hashCode()))
                .on(Occasion.of(Occasion.Purpose.CLASSIFY));
        try {
            return read(model.complete(prompt), families);
        } catch (LlmFailure failure) {
            if (failure.kind().pauses()) {
                throw failure;
            }
            return Kind.UNKNOWN;
        }
    }

    private static Kind read(Completion completion, List<TaskFamily> families) {
        String text = completion.text();
        int from = text.indexOf('{');
        int to = text.lastIndexOf('}');
        if (from < 0 || to < from) {
            return Kind.UNKNOWN;
        }
        try {
            JsonNode json = MAPPER.readTree(text.substring(from, to + 1));
            List<String> named = new ArrayList<>();
            json.path("families").forEach(name -> named.add(name.asText()));
            return new Kind(
                    families.stream()
                            .map(TaskFamily::name)
                            .filter(named::contains)
                            .toList(),
                    value(TaskCategory.values(), json.path("category").asText()),
                    value(TaskDifficulty.values(), json.path("difficulty").asText()));
        } catch (JsonProcessingException broken) {
            return Kind.UNKNOWN;
        }
    }

    private static <E extends Enum<E>> Optional<E> value(E[] values, String name) {
        return Arrays.stream(values)
                .filter(value -> value.name().equalsIgnoreCase(name.strip()))
                .findFirst();
    }
}
