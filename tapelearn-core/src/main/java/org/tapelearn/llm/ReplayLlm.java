package org.tapelearn.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.tapelearn.error.PrerequisiteException;

/**
 * Answers from what {@link RecordingLlm} kept, and asks nobody. A question that was never recorded is an {@link LlmFailure} of kind
 * MISSING, which shows where it first differs from the recorded one that is most like it.
 */
public final class ReplayLlm implements Llm {
    private static final int SHOWN = 80;

    private final String name;
    private final Path file;
    private final Recordings recordings;

    private ReplayLlm(String name, Path file, Recordings recordings) {
        this.name = name;
        this.file = file;
        this.recordings = recordings;
    }

    /** @param name of the model that was recorded */
    public static ReplayLlm of(Path file, String name) {
        return new ReplayLlm(name, file, Recordings.read(file));
    }

    /** Answers for the model that was recorded, whose name the file says. */
    public static ReplayLlm of(Path file) {
        Recordings recordings = Recordings.read(file);
        List<String> models = recordings.all().values().stream()
                .map(entry -> entry.path("asked").path("model").asText())
                .distinct()
                .sorted()
                .toList();
        if (models.size() != 1) {
            throw new PrerequisiteException("""
                    The recorded answers (%s) should be of one model, but are of these: (%s).
                    Name the model that is meant with --llm.""".formatted(file, String.join(", ", models)));
        }
        return new ReplayLlm(models.getFirst(), file, recordings);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Completion complete(Prompt prompt) {
        ObjectNode asked = Recordings.asked(name, prompt);
        return recordings.find(Recordings.key(asked)).orElseThrow(() -> missing(asked));
    }

    private LlmFailure missing(ObjectNode asked) {
        String wanted = asked.toString();
        String nearest = "";
        int most = -1;
        for (JsonNode entry : recordings.all().values()) {
            String known = entry.path("asked").toString();
            int same = same(wanted, known);
            if (same > most || (same == most && known.compareTo(nearest) < 0)) {
                most = same;
                nearest = known;
            }
        }
        if (most < 0) {
            return new LlmFailure(
                    LlmFailure.Kind.MISSING, "The recorded answers (%s) hold nothing at all.".formatted(file));
        }
        return new LlmFailure(
                LlmFailure.Kind.MISSING, """
                The recorded answers (%s) have none to this question. The recorded one most like it differs at character %d:
                asked:    %s
                recorded: %s
                Replay with the configuration, seed and version that were recorded, or record anew.""".formatted(file, most, around(wanted, most), around(nearest, most)));
    }

    private static int same(String left, String right) {
        int shorter = Math.min(left.length(), right.length());
        for (int i = 0; i < shorter; i++) {
            if (left.charAt(i) != right.charAt(i)) {
                return i;
            }
        }
        return shorter;
    }

    private static String around(String text, int at) {
        int begin = Math.max(0, at - SHOWN / 2);
        int end = Math.min(text.length(), at + SHOWN / 2);
        return (begin > 0 ? "..." : "") + text.substring(begin, end) + (end < text.length() ? "..." : "");
    }
}
