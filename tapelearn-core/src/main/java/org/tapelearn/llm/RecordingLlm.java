package org.tapelearn.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.tapelearn.error.PrerequisiteException;

/**
 * Keeps all that a model is asked and answers in a file, for {@link ReplayLlm}. A question that is in the file already is answered
 * from there: a session that goes on after a kill asks nothing twice, and ends as if it had never stopped.
 */
public final class RecordingLlm implements Llm, AutoCloseable {
    private final Llm llm;
    private final Path file;
    private final Recordings recordings;
    private final Writer out;
    private final ConcurrentMap<String, Lock> underWay = new ConcurrentHashMap<>();

    private RecordingLlm(Llm llm, Path file, Recordings recordings, Writer out) {
        this.llm = llm;
        this.file = file;
        this.recordings = recordings;
        this.out = out;
    }

    /** Records into a file; one that exists is added to. */
    public static RecordingLlm to(Path file, Llm llm) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Recordings recordings = new Recordings();
            if (Files.exists(file)) {
                recordings = Recordings.read(file);
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(Recordings.wholeBytes(file));
                }
            }
            return new RecordingLlm(
                    llm,
                    file,
                    recordings,
                    Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException refused) {
            throw new PrerequisiteException("""
                    Answers cannot be recorded into (%s): %s.
                    Name another file with --record.""".formatted(file, refused), refused);
        }
    }

    @Override
    public String name() {
        return llm.name();
    }

    @Override
    public Completion complete(Prompt prompt) {
        return complete(prompt, text -> {});
    }

    @Override
    public Completion complete(Prompt prompt, Consumer<String> partial) {
        ObjectNode asked = Recordings.asked(llm.name(), prompt);
        String key = Recordings.key(asked);
        Lock turn = underWay.computeIfAbsent(key, same -> new ReentrantLock());
        turn.lock();
        try {
            Optional<Completion> known = recordings.hasAnswer(key) ? recordings.find(key) : Optional.empty();
            if (known.isPresent()) {
                if (!known.get().text().isEmpty()) {
                    partial.accept(known.get().text());
                }
                return known.get();
            }
            try {
                Completion answer = llm.complete(prompt, partial);
                keep(key, Recordings.line(key, asked, answer));
                return answer;
            } catch (LlmFailure failure) {
                if (!failure.kind().pauses()) {
                    keep(key, Recordings.line(key, asked, failure));
                }
                throw failure;
            }
        } finally {
            turn.unlock();
            underWay.remove(key, turn);
        }
    }

    private void keep(String key, ObjectNode line) {
        recordings.keep(key, line);
        try {
            synchronized (out) {
                out.write(line + "\n");
                out.flush();
            }
        } catch (IOException full) {
            throw new UncheckedIOException("The answer could not be recorded into (%s).".formatted(file), full);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException full) {
            throw new UncheckedIOException("The answers could not be recorded into (%s).".formatted(file), full);
        }
    }
}
