package org.tapelearn.llm;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How a model is to choose its words; what is left open is as the model has it by default.
 *
 * @param temperature 0 for the likeliest answer, up to 2
 * @param maxTokens how long the answer may be at most
 * @param seed of the model's dice, for models that take one; it also tells the samples of different attempts apart when calls are
 *     recorded
 */
public record Sampling(OptionalDouble temperature, OptionalInt maxTokens, OptionalLong seed) {
    /** All as the model has it. */
    public static final Sampling DEFAULT =
            new Sampling(OptionalDouble.empty(), OptionalInt.empty(), OptionalLong.empty());

    public Sampling {
        temperature.ifPresent(value -> {
            if (!(value >= 0 && value <= 2)) {
                throw new IllegalArgumentException(
                        "A temperature lies from 0 to 2, but this one is (%s).".formatted(value));
            }
        });
        maxTokens.ifPresent(value -> {
            if (value < 1) {
                throw new IllegalArgumentException(
                        "An answer needs at least 1 token, but may have (%d).".formatted(value));
            }
        });
    }

    public Sampling withTemperature(double value) {
        return new Sampling(OptionalDouble.of(value), maxTokens, seed);
    }

    public Sampling withMaxTokens(int value) {
        return new Sampling(temperature, OptionalInt.of(value), seed);
    }

    public Sampling withSeed(long value) {
        return new Sampling(temperature, maxTokens, OptionalLong.of(value));
    }

    /** Returns this, with {@code other} where it leaves something open. */
    public Sampling orElse(Sampling other) {
        return new Sampling(
                temperature.isPresent() ? temperature : other.temperature,
                maxTokens.isPresent() ? maxTokens : other.maxTokens,
                seed.isPresent() ? seed : other.seed);
    }
}
