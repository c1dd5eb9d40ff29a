package org.tapelearn.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;

/** The prompts, one of each kind: those bundled, and a user's own in their place. */
public final class Templates {
    /** Those that come with the program. */
    public static final Templates BUNDLED = new Templates(bundled());

    private static final long MOST_BYTES = 100_000;

    private final Map<Template.Kind, Template> templates;

    private Templates(Map<Template.Kind, Template> templates) {
        this.templates = new EnumMap<>(templates);
    }

    private static Map<Template.Kind, Template> bundled() {
        Map<Template.Kind, Template> bundled = new EnumMap<>(Template.Kind.class);
        for (Template.Kind kind : Template.Kind.values()) {
            try (InputStream file = Objects.requireNonNull(Templates.class.getResourceAsStream(kind.file()))) {
                String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
                bundled.put(kind, Template.of(kind, kind.file(), text));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
        return bundled;
    }

    /** Returns the bundled prompts with those of a folder in their place, by the names of their files. */
    public static Templates in(Path folder) {
        Map<Template.Kind, Template> templates = bundled();
        List<String> known =
                Arrays.stream(Template.Kind.values()).map(Template.Kind::file).toList();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.txt")) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                Template.Kind kind = Arrays.stream(Template.Kind.values())
                        .filter(each -> each.file().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new PrerequisiteException("There is no prompt (%s), only: %s.%s"
                                .formatted(name, String.join(", ", known), Nearest.hint(name, known))));
                templates.put(kind, Template.of(kind, file.toString(), read(file)));
            }
            return new Templates(templates);
        } catch (IOException unreadable) {
            throw new PrerequisiteException(
                    "The folder of prompts (%s) cannot be read.%nName another one in (llm.prompts), or leave it empty for those bundled."
                            .formatted(folder),
                    unreadable);
        }
    }

    private static String read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new PrerequisiteException("The prompt (%s) has %d bytes, but at most %d are read."
                    .formatted(file, Files.size(file), MOST_BYTES));
        }
        return Files.readString(file);
    }

    /** The prompt of a kind, with its places open. */
    public Template of(Template.Kind kind) {
        return Objects.requireNonNull(templates.get(kind));
    }

    /** The prompt of a kind, filled from alternating names and texts. */
    public String fill(Template.Kind kind, String... namesAndTexts) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            values.put(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return of(kind).fill(values);
    }
}
