package org.tapelearn.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;

/** The shapes in which training data is written, one JSON object a line. */
public enum ExportFormat {
    TRL_PREFERENCE,
    TRL_SFT,
    OPENAI_PREFERENCE,
    OPENAI_SFT,
    SHAREGPT,
    ATIF;

    /** The name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All names, in their order. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(ExportFormat::label).toList();
    }

    /** Returns the format of this name. */
    public static ExportFormat named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new PrerequisiteException("(--format) expects one of (%s), but found (%s).%s"
                        .formatted(String.join(", ", labels()), name, Nearest.hint(name, labels()))));
    }

    /** Tells whether a row is a better way and a worse one. */
    public boolean isPreference() {
        return this == TRL_PREFERENCE || this == OPENAI_PREFERENCE;
    }

    /** Returns the line of a row; empty where the format has no place for what it says. */
    Optional<ObjectNode> line(Row row) {
        return switch (row) {
            case Row.Example example ->
                switch (this) {
                    case TRL_SFT -> Optional.of(TrlRows.example(example));
                    case OPENAI_SFT -> Optional.of(OpenAiRows.example(example));
                    case SHAREGPT -> ShareGptRows.example(example);
                    case ATIF -> Optional.of(AtifRows.example(example));
                    case TRL_PREFERENCE, OPENAI_PREFERENCE -> throw wrong(row);
                };
            case Row.Preference pair ->
                switch (this) {
                    case TRL_PREFERENCE -> Optional.of(TrlRows.preference(pair));
                    case OPENAI_PREFERENCE -> Optional.of(OpenAiRows.preference(pair));
                    case TRL_SFT, OPENAI_SFT, SHAREGPT, ATIF -> throw wrong(row);
                };
        };
    }

    private IllegalArgumentException wrong(Row row) {
        return new IllegalArgumentException("The format (%s) has no rows of the kind (%s)."
                .formatted(label(), row.getClass().getSimpleName()));
    }
}
