package org.tapelearn.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeJson;

/** How fast tapes become JSON text and come back, in characters a second, beside plain trees of the same text. */
final class TapeText {
    private static final ObjectMapper PLAIN = new ObjectMapper();
    private static final long CHARACTERS = 100_000_000;

    private TapeText() {}

    static void measure(List<Tape> tapes, Consumer<Figure> tell) {
        List<String> texts = tapes.stream().map(TapeJson::write).toList();
        List<JsonNode> trees = new ArrayList<>();
        texts.forEach(text -> trees.add(tree(text)));
        long characters = texts.stream().mapToLong(String::length).sum();
        double read =
                speed(texts, characters, text -> TapeJson.read(text).steps().size());
        double plainRead = speed(texts, characters, text -> tree(text).size());
        tell.accept(new Figure("tape JSON read, characters", read, "as plain trees", plainRead));
        double write = speed(tapes, characters, tape -> TapeJson.write(tape).length());
        double plainWrite = speed(trees, characters, tree -> tree.toString().length());
        tell.accept(new Figure("tape JSON written, characters", write, "from plain trees", plainWrite));
    }

    private static JsonNode tree(String text) {
        try {
            return PLAIN.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tape that was written cannot be read.", impossible);
        }
    }

    /** Goes over all items, so often that enough characters pass; of two times the second counts. */
    private static <T> double speed(List<T> items, long characters, ToLongFunction<T> work) {
        long rounds = Math.max(1, CHARACTERS / Math.max(1, characters));
        double speed = 0;
        for (int pass = 0; pass < 2; pass++) {
            long start = System.nanoTime();
            long sum = 0;
            for (long round = 0; round < rounds; round++) {
                for (T item : items) {
                    sum += work.applyAsLong(item);
                }
            }
            double seconds = Math.max(1, System.nanoTime() - start) / 1e9;
            speed = sum == 0 ? 0 : rounds * characters / seconds;
        }
        return speed;
    }
}
