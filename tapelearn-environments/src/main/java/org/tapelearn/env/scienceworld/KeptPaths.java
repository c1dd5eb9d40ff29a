package org.tapelearn.env.scienceworld;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.tape.ToolCall;

/**
 * Gold paths found before, in a file of one JSON object a line: finding one takes seconds. A line that is broken, or of another
 * jar, edition or simplification, is passed over, and its path found anew. Safe for use by several threads, and the file by
 * several processes.
 */
final class KeptPaths {
    /** To be raised when {@link GoldPath} finds other paths. */
    private static final int EDITION = 1;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path file;
    private final String world;
    private final Map<String, List<ToolCall>> known = new ConcurrentHashMap<>();

    /**
     * A path as it is kept.
     *
     * @param edition of the way to find paths
     * @param world what the path depends on but for its task
     * @param calls empty where no path was found
     */
    private record Line(int edition, String world, String task, List<ToolCall> calls) {}

    private KeptPaths(Path file, String world) {
        this.file = file;
        this.world = world;
    }

    /** Reads the paths of a file, which need not be there yet; throws {@link PrerequisiteException} where it cannot be read. */
    static KeptPaths in(Path file, Path jar, String simplifications) {
        try {
            KeptPaths paths = new KeptPaths(file, jar.getFileName() + " " + Files.size(jar) + " " + simplifications);
            if (Files.exists(file)) {
                // decoded whole, since half a character at the end of a file that was cut is no reason to stop
                new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                        .lines()
                        .map(KeptPaths::line)
                        .flatMap(Optional::stream)
                        .filter(line ->
                                line.edition() == EDITION && line.world().equals(paths.world))
                        .forEach(line -> paths.known.put(line.task(), line.calls()));
            }
            return paths;
        } catch (IOException unread) {
            throw failed("read", file, unread);
        }
    }

    private static Optional<Line> line(String text) {
        try {
            Line line = MAPPER.readValue(text, Line.class);
            return line.world() == null || line.task() == null || line.calls() == null
                    ? Optional.empty()
                    : Optional.of(line);
        } catch (JsonProcessingException broken) {
            return Optional.empty();
        }
    }

    /** Returns a task's path; one found anew is kept. */
    List<ToolCall> of(WorldTask task, Supplier<List<ToolCall>> search) {
        List<ToolCall> before = known.get(task.id());
        if (before != null) {
            return before;
        }
        List<ToolCall> found = search.get();
        known.put(task.id(), found);
        write(new Line(EDITION, world, task.id(), found));
        return found;
    }

    private synchronized void write(Line line) {
        try {
            String text = MAPPER.writeValueAsString(line) + "\n";
            boolean cut = Files.exists(file) && !endsLine();
            Files.writeString(file, cut ? "\n" + text : text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException unwritten) {
            throw failed("written", file, unwritten);
        }
    }

    private boolean endsLine() throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            if (channel.size() == 0) {
                return true;
            }
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.position(channel.size() - 1).read(last);
            return last.get(0) == '\n';
        }
    }

    private static PrerequisiteException failed(String what, Path file, IOException cause) {
        return new PrerequisiteException(
                "The gold paths kept in (%s) could not be %s: %s.%nName another file by scienceworld.gold_paths, or none."
                        .formatted(file, what, cause.getMessage()),
                cause);
    }
}
