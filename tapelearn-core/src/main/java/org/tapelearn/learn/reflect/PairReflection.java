package org.tapelearn.learn.reflect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.Reflection;
import org.tapelearn.learn.contrast.TrajectoryPair;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Fence;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.LlmFailure;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Occasion;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.Sampling;
import org.tapelearn.memory.Cue;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.MemoryText;
import org.tapelearn.prompt.Template;
import org.tapelearn.prompt.Templates;
import org.tapelearn.run.Parallel;
import org.tapelearn.tape.Step;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/**
 * Asks a model what a pair teaches: it sees the task, both attempts, where they part and the present notes, all as data, and
 * answers with operations on the notes. All pairs of a wave are thought about with the same notes; the operations are applied in the
 * order of the pairs.
 */
public final class PairReflection implements Reflection {
    private static final int NOTES_SHOWN = 20;
    private static final int ANSWER_SHOWN = 600;
    private static final int ANSWER_TOKENS = 600;

    private final Llm model;
    private final Templates templates;
    private final Settings settings;
    private final Cue.Parameters free;

    /**
     * How to think about pairs.
     *
     * @param tools the environment's, whose parameters tell what in a task is a particular
     * @param pairsAWave pairs of a wave that are thought about at most, drawn at random, of different tasks first
     * @param concurrency questions at the same time
     * @param shuffle show pairs both ways round, as if the worse attempt had been the better too: a control in which nothing can
     *     be learned
     * @param seed of the drawing
     */
    public record Settings(List<ToolSpec> tools, int pairsAWave, int concurrency, boolean shuffle, long seed) {
        public Settings {
            tools = List.copyOf(tools);
        }

        public static Settings of(List<ToolSpec> tools) {
            return new Settings(tools, 4, 4, false, 1);
        }
    }

    public PairReflection(Llm model, Templates templates, Settings settings) {
        this.model = model;
        this.templates = templates;
        this.settings = settings;
        Map<String, Set<String>> choosing = new HashMap<>();
        for (ToolSpec tool : settings.tools()) {
            choosing.put(
                    tool.name(),
                    tool.parameters().stream()
                            .filter(parameter -> !parameter.choices().isEmpty())
                            .map(Parameter::name)
                            .collect(Collectors.toSet()));
        }
        this.free = (tool, parameter) -> !choosing.getOrDefault(tool, Set.of()).contains(parameter);
    }

    @Override
    public Reflected reflect(Memory memory, List<TrajectoryPair> pairs, String occasion) {
        Random random = new Random(settings.seed() * 31 + occasion.hashCode());
        List<Question> questions = questions(drawn(pairs, random), random);
        if (questions.isEmpty()) {
            return Reflected.nothing(memory);
        }
        List<Operation.Answer> answers = Parallel.map(
                settings.concurrency(),
                IntStream.range(0, questions.size()).boxed().toList(),
                index -> ask(questions.get(index), memory, occasion, index));
        Notebook notebook = new Notebook(memory, free);
        for (int i = 0; i < questions.size(); i++) {
            TrajectoryPair pair = questions.get(i).pair();
            answers.get(i).unread().forEach(notebook::refuse);
            answers.get(i).operations().forEach(operation -> notebook.apply(operation, pair));
        }
        return new Reflected(notebook.memory(), questions.size(), notebook.applied(), notebook.refused());
    }

    /** A pair, and whether its sides are shown as the other. */
    private record Question(TrajectoryPair pair, boolean swapped) {
        Judged succeeded() {
            return swapped ? pair.worse() : pair.better();
        }

        Judged failed() {
            return swapped ? pair.better() : pair.worse();
        }
    }

    private List<TrajectoryPair> drawn(List<TrajectoryPair> pairs, Random random) {
        List<TrajectoryPair> mixed = new ArrayList<>(pairs);
        Collections.shuffle(mixed, random);
        List<TrajectoryPair> first = new ArrayList<>();
        List<TrajectoryPair> others = new ArrayList<>();
        Set<String> tasks = new HashSet<>();
        mixed.forEach(pair -> (tasks.add(pair.taskId()) ? first : others).add(pair));
        first.addAll(others);
        return first.subList(0, Math.min(settings.pairsAWave(), first.size()));
    }

    /** Shuffled, half of the pairs are shown, each both ways round and in random order, so that together they say nothing. */
    private List<Question> questions(List<TrajectoryPair> pairs, Random random) {
        List<Question> questions = new ArrayList<>();
        if (settings.shuffle()) {
            for (TrajectoryPair pair : pairs.subList(0, Math.ceilDiv(pairs.size(), 2))) {
                questions.add(new Question(pair, false));
                questions.add(new Question(pair, true));
            }
            Collections.shuffle(questions, random);
        } else {
            pairs.forEach(pair -> questions.add(new Question(pair, false)));
        }
        return questions;
    }

    private Operation.Answer ask(Question question, Memory memory, String occasion, int index) {
        try {
            Completion completion = model.complete(prompt(question, memory, occasion, index));
            return completion.finish() == Completion.Finish.LENGTH
                    ? new Operation.Answer(List.of(), List.of("the answer was cut off"))
                    : Operation.read(completion.text());
        } catch (LlmFailure failure) {
            if (failure.kind().pauses()) {
                throw failure;
            }
            return new Operation.Answer(List.of(), List.of("the model could not be asked: " + failure.getMessage()));
        }
    }

    private Prompt prompt(Question question, Memory memory, String occasion, int index) {
        String notes = memory.insights().stream()
                .filter(insight -> !insight.standing().retired())
                .filter(insight ->
                        insight.family().equals(question.pair().better().task().family()))
                .limit(NOTES_SHOWN)
                .map(MemoryText::of)
                .collect(Collectors.joining("\n"));
        String task = question.pair().better().task().description();
        String better = attempt(question.succeeded());
        String worse = attempt(question.failed());
        long seed = settings.seed() * 1_000_003L + occasion.hashCode() * 31L + index;
        Fence fence = Fence.around(seed, List.of(notes, task, better, worse));
        List<Message> messages = List.of(
                Message.of(
                        Message.Role.SYSTEM,
                        templates.fill(Template.Kind.REFLECT, "open", fence.open(), "close", fence.close())),
                Message.of(
                        Message.Role.USER,
                        templates.fill(
                                Template.Kind.PAIR,
                                "notes",
                                notes.isEmpty() ? "(none)" : fence.wrap(notes),
                                "part",
                                Integer.toString(question.pair().divergence() + 1),
                                "task",
                                fence.wrap(task),
                                "better",
                                fence.wrap(better),
                                "worse",
                                fence.wrap(worse))));
        return new Prompt(messages, List.of())
                .with(Sampling.DEFAULT
                        .withTemperature(0)
                        .withMaxTokens(ANSWER_TOKENS)
                        .withSeed(seed))
                .on(new Occasion(Occasion.Purpose.REFLECT, "", index));
    }

    private static String attempt(Judged judged) {
        List<String> lines = new ArrayList<>();
        int number = 1;
        for (Step step : judged.rollout().tape().steps()) {
            switch (step) {
                case Step.Action action -> lines.add("%d. %s".formatted(number++, action.call()));
                case Step.Observation seen -> {
                    if (number > 1) {
                        lines.add((seen.error() ? "   error: " : "   answer: ") + cut(seen.content()));
                    }
                }
                case Step.ParsingFailure failure -> lines.add("   mistake: " + failure.error());
                default -> {}
            }
        }
        return lines.isEmpty() ? "(no call)" : String.join("\n", lines);
    }

    private static String cut(String text) {
        return text.length() <= ANSWER_SHOWN
                ? text
                : "%s ... [%d more characters]"
                        .formatted(text.substring(0, ANSWER_SHOWN), text.length() - ANSWER_SHOWN);
    }
}
