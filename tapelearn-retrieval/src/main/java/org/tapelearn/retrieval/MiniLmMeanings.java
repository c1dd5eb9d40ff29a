package org.tapelearn.retrieval;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tapelearn.policy.WordMeanings;

/**
 * What words mean in their sentence, by the sentence model all-MiniLM-L6-v2 (22 million weights, quantised, in the jar; nothing
 * is fetched): the mean of the model's last states over the word's pieces, less {@value #SENTENCE} of the mean over the whole
 * sentence, which would make all words of a sentence alike. Vectors have {@value #SIZE} numbers. Some 3 ms a sentence on one
 * core. Equal texts give equal vectors on processors of the same kind.
 */
public final class MiniLmMeanings implements WordMeanings, AutoCloseable {
    private static final int SIZE = 384;
    private static final float SENTENCE = 0.7f;
    private static final int MAX_PIECES = 254;
    private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

    private final OrtEnvironment runtime = OrtEnvironment.getEnvironment();
    private final OrtSession model;
    private final WordPieces pieces;

    private MiniLmMeanings(OrtSession model, WordPieces pieces) {
        this.model = model;
        this.pieces = pieces;
    }

    /** Loads the model: about a fifth of a second. */
    public static MiniLmMeanings load() {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            return new MiniLmMeanings(
                    OrtEnvironment.getEnvironment().createSession(read(MODEL), options),
                    new WordPieces(new ObjectMapper().readTree(read(TOKENIZER))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OrtException e) {
            throw new IllegalStateException("The language model does not load: " + e.getMessage(), e);
        }
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream in = MiniLmMeanings.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException("The class path lacks " + name);
            }
            return in.readAllBytes();
        }
    }

    @Override
    public float[][] of(String text, List<Word> words) {
        List<Long> ids = new ArrayList<>();
        ids.add(pieces.first);
        int[] starts = new int[words.size() + 1];
        for (int i = 0; i < words.size(); i++) {
            starts[i] = ids.size();
            ids.addAll(
                    pieces.of(text.substring(words.get(i).start(), words.get(i).end())));
        }
        starts[words.size()] = ids.size();
        List<Long> read = new ArrayList<>(ids.subList(0, Math.min(ids.size(), MAX_PIECES)));
        read.add(pieces.last);
        float[][] states = states(read.stream().mapToLong(Long::longValue).toArray());
        float[] sentence = mean(states, 1, read.size() - 1);
        float[][] vectors = new float[words.size()][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = mean(states, Math.min(starts[i], read.size() - 1), Math.min(starts[i + 1], read.size() - 1));
            for (int j = 0; j < SIZE; j++) {
                vectors[i][j] -= SENTENCE * sentence[j];
            }
            normalise(vectors[i]);
        }
        return vectors;
    }

    private float[][] states(long[] ids) {
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        try (OnnxTensor input = OnnxTensor.createTensor(runtime, new long[][] {ids});
                OnnxTensor mask = OnnxTensor.createTensor(runtime, new long[][] {ones});
                OnnxTensor types = OnnxTensor.createTensor(runtime, new long[][] {new long[ids.length]});
                OrtSession.Result result =
                        model.run(Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
            return ((float[][][]) result.get(0).getValue())[0];
        } catch (OrtException e) {
            throw new IllegalStateException("The language model failed: " + e.getMessage(), e);
        }
    }

    private static float[] mean(float[][] states, int from, int to) {
        float[] mean = new float[SIZE];
        for (int i = from; i < to; i++) {
            for (int j = 0; j < SIZE; j++) {
                mean[j] += states[i][j] / (to - from);
            }
        }
        return mean;
    }

    private static void normalise(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += value * value;
        }
        float length = (float) Math.max(1e-9, Math.sqrt(squares));
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
    }

    @Override
    public void close() {
        try {
            model.close();
        } catch (OrtException e) {
            throw new IllegalStateException("The language model does not close: " + e.getMessage(), e);
        }
    }
}
