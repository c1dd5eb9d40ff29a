package org.tapelearn.langchain4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.llm.Price;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What models cost: a table that the user can edit.
 *
 * @param date when the prices were looked up, as the table says
 * @param models prices by the model's name
 */
public record Prices(String date, Map<String, Price> models) {
    /** What providers put behind a name for the same model: a date, or that it is the latest. */
    private static final Pattern SAME_MODEL = Pattern.compile("[-@](latest|20\\d\\d.*)");

    public Prices {
        models = Map.copyOf(models);
    }

    /** The table that comes with the program. */
    public static Prices bundled() {
        try (InputStream stream = Prices.class.getResourceAsStream("prices.yaml")) {
            if (stream == null) {
                throw new IllegalStateException("The table of prices is missing from the program.");
            }
            return read(new InputStreamReader(stream, StandardCharsets.UTF_8), "prices.yaml");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Reads a user's table. */
    public static Prices read(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            return read(reader, file.toString());
        } catch (IOException unreadable) {
            throw new PrerequisiteException("""
                    The table of prices (%s) cannot be read: %s.
                    Name a file with --prices that is there.""".formatted(file, unreadable), unreadable);
        }
    }

    private static Prices read(Reader reader, String file) {
        try {
            Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            if (tree instanceof Map<?, ?> table && table.get("models") instanceof Map<?, ?> rows) {
                Map<String, Price> prices = new LinkedHashMap<>();
                rows.forEach(
                        (name, price) -> prices.put(String.valueOf(name), price(String.valueOf(name), price, file)));
                return new Prices(String.valueOf(table.get("date")), prices);
            }
        } catch (YAMLException garbled) {
            throw new PrerequisiteException(
                    "The table of prices (%s) is no YAML: %s".formatted(file, garbled.getMessage()), garbled);
        }
        throw wrong(file, "no list of (models)");
    }

    private static Price price(String name, @Nullable Object row, String file) {
        if (row instanceof Map<?, ?> sides
                && sides.get("prompt") instanceof Number prompt
                && sides.get("completion") instanceof Number completion
                && prompt.doubleValue() >= 0
                && completion.doubleValue() >= 0) {
            return new Price(prompt.doubleValue(), completion.doubleValue());
        }
        throw wrong(file, "for (%s) this: (%s)".formatted(name, row));
    }

    private static PrerequisiteException wrong(String file, String found) {
        return new PrerequisiteException("""
                The table of prices (%s) has %s. Expected are dollars for a million tokens, as in:
                models:
                  gpt-4o-mini: {prompt: 0.15, completion: 0.60}""".formatted(file, found));
    }

    /** The price of a model; one of a name with a date behind it is that of the name. Empty where the table has none. */
    public Optional<Price> of(String model) {
        return models.keySet().stream()
                .filter(name -> model.startsWith(name) && isSame(model.substring(name.length())))
                .max(Comparator.comparingInt(String::length))
                .map(name -> Objects.requireNonNull(models.get(name)));
    }

    private static boolean isSame(String behind) {
        return behind.isEmpty() || SAME_MODEL.matcher(behind).matches();
    }
}
