package org.tapelearn.langchain4j;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.Pair;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.LlmFailure;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.Sampling;
import org.tapelearn.llm.Usage;

/**
 * A language model in a GGUF file, run in this process by llama.cpp on half of the machine's processors. One prompt at a time; others wait.
 * Where there are tools, a grammar lets it write nothing but a call of one of them ({@link CallGrammar}). What prompts have in common
 * at their beginning is read once. An answer whose prompt leaves its seed open has seed 0.
 *
 * <p>A thread of the library stays after {@link #close()}, so a program that has used a model ends by {@link System#exit(int)} only.
 */
public final class GgufLlm implements Llm, AutoCloseable {
    private static final Set<GgufLlm> OPEN = ConcurrentHashMap.newKeySet();
    private static final byte[] MAGIC = "GGUF".getBytes(StandardCharsets.US_ASCII);

    /** Marks by which models tell turns apart; in a text they are broken up, so that no text can end its turn. */
    private static final Pattern MARK =
            Pattern.compile("<(?=\\||/?s>|/?(start|end)_of_turn>|/?[be]os>)|\\[(?=/?INST\\]|/?SYSTEM_PROMPT\\])");

    private final String name;
    private final LlamaModel model;
    private final int window;
    private final Duration total;
    private final boolean grammar;
    private final ReentrantLock turn = new ReentrantLock(true);
    private boolean closed;
    private volatile boolean ending;

    private GgufLlm(String name, LlamaModel model, int window, Duration total, boolean grammar) {
        this.name = name;
        this.model = model;
        this.window = window;
        this.total = total;
        this.grammar = grammar;
    }

    /**
     * Loads a model; throws {@link PrerequisiteException} where that cannot be.
     *
     * @param window tokens that it reads and writes together; memory is set aside for so many
     * @param total an answer that takes longer is given up
     */
    public static GgufLlm load(Path file, int window, Duration total) {
        return load(file, window, total, true);
    }

    /** @param grammar false lets the model write calls as it likes, to see what the grammar is worth */
    public static GgufLlm load(Path file, int window, Duration total, boolean grammar) {
        requireModel(file);
        // threads that wait for one another make a machine that others use too several times slower, and writing is
        // hardly faster by two
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        ModelParameters parameters = new ModelParameters()
                .setCtxSize(window)
                .setThreads(threads)
                .setThreadsBatch(threads)
                .setParallel(1);
        parameters.disableContextShift();
        parameters.disableLog();
        LlamaModel model = LlamaLibrary.open(file, parameters);
        GgufLlm open = new GgufLlm(file.getFileName().toString(), model, window, total, grammar);
        OPEN.add(open);
        return open;
    }

    /** Looks before the library does: a file that is none is told in plain words. */
    private static void requireModel(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new PrerequisiteException("""
                    There is no model at (%s).
                    Name a file, as in (gguf:models/small.gguf); or have a small one fetched: %s""".formatted(file, LocalModel.SMOLLM2.command()));
        }
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] start = stream.readNBytes(MAGIC.length);
            if (!Arrays.equals(start, MAGIC)) {
                throw new PrerequisiteException(
                        "The file (%s) is no model in the format GGUF: it does not begin with these four letters."
                                .formatted(file));
            }
        } catch (IOException unreadable) {
            throw new PrerequisiteException(
                    "The model (%s) cannot be read: %s.".formatted(file, unreadable), unreadable);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Completion complete(Prompt prompt) {
        turn.lock();
        try {
            if (closed) {
                throw new LlmFailure("The model (%s) is closed.".formatted(name));
            }
            return answer(prompt);
        } catch (LlmFailure known) {
            throw known;
        } catch (RuntimeException failed) {
            throw new LlmFailure("Model (%s) failed: %s".formatted(name, failed.getMessage()), failed);
        } finally {
            turn.unlock();
        }
    }

    private Completion answer(Prompt prompt) {
        boolean calls = !prompt.tools().isEmpty();
        String text = model.applyTemplate(messages((calls ? JsonCalls.prompt(prompt) : prompt).messages()));
        int read = model.encode(text).length;
        Sampling sampling = prompt.sampling();
        int most = Math.min(sampling.maxTokens().orElse(window), window - read - 1);
        if (most < 1) {
            throw new LlmFailure(
                    LlmFailure.Kind.TOO_LONG,
                    "The prompt has %d tokens, but the window of model (%s) has %d (llm.context_tokens)."
                            .formatted(read, name, window));
        }
        InferenceParameters parameters = new InferenceParameters(text)
                .setNPredict(most)
                .setCachePrompt(true)
                .setSeed(Connection.dice(sampling.seed().orElse(0)));
        sampling.temperature().ifPresent(value -> parameters.setTemperature((float) value));
        if (calls && grammar) {
            parameters.setGrammar(CallGrammar.of(prompt.tools(), most));
        }
        return written(parameters, read, most, calls);
    }

    private Completion written(InferenceParameters parameters, int read, int most, boolean calls) {
        long end = System.nanoTime() + total.toNanos();
        StringBuilder text = new StringBuilder();
        int tokens = 0;
        LlamaIterator pieces = model.generate(parameters).iterator();
        while (pieces.hasNext()) {
            text.append(pieces.next().text);
            // the last piece says only that there is none
            tokens += pieces.hasNext() ? 1 : 0;
            boolean interrupted = ending || Thread.currentThread().isInterrupted();
            if (pieces.hasNext() && (interrupted || System.nanoTime() - end > 0)) {
                pieces.cancel();
                throw new LlmFailure(
                        interrupted
                                ? "The call of model (%s) was interrupted.".formatted(name)
                                : "The answer of model (%s) was not whole after %d s (llm.total_seconds)."
                                        .formatted(name, total.toSeconds()));
            }
        }
        Usage usage = new Usage(read, tokens);
        Completion.Finish finish = tokens >= most ? Completion.Finish.LENGTH : Completion.Finish.STOP;
        return calls
                ? JsonCalls.read(text.toString(), usage, finish)
                : new Completion(text.toString().strip(), List.of(), usage, finish);
    }

    /** One system message at most, then turns of the user and the model by turns: the form that every model's template takes. */
    private static InferenceParameters messages(List<Message> messages) {
        StringBuilder system = new StringBuilder();
        List<Pair<String, String>> turns = new ArrayList<>();
        for (Message message : messages) {
            String text = withoutMarks(message.text());
            if (message.role() == Message.Role.SYSTEM) {
                system.append(system.isEmpty() ? "" : "\n\n").append(text);
                continue;
            }
            String role = message.role() == Message.Role.ASSISTANT ? "assistant" : "user";
            boolean goesOn = !turns.isEmpty() && turns.getLast().getKey().equals(role);
            String before = goesOn ? turns.removeLast().getValue() + "\n\n" : "";
            turns.add(new Pair<>(role, before + text));
        }
        return new InferenceParameters("").setMessages(system.toString(), turns);
    }

    static String withoutMarks(String text) {
        return MARK.matcher(text).replaceAll("$0 ");
    }

    /**
     * Breaks off the answers under way in all models, and frees the models: a process that ends while the library computes ends by a
     * crash. What a model reads before it writes cannot be broken off, and is waited for.
     */
    public static void endAll() {
        OPEN.forEach(model -> model.ending = true);
        OPEN.forEach(GgufLlm::end);
    }

    void end() {
        ending = true;
        close();
    }

    /** Lets the answer under way end, then frees the model. */
    @Override
    public void close() {
        turn.lock();
        try {
            if (!closed) {
                closed = true;
                OPEN.remove(this);
                model.close();
            }
        } finally {
            turn.unlock();
        }
    }
}
