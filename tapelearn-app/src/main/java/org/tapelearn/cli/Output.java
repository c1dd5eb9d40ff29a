package org.tapelearn.cli;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.regex.Pattern;

/** Prints JSON so that a terminal shows it and obeys nothing in it. */
final class Output {
    private static final ObjectMapper MAPPER = new ObjectMapper(new JsonFactoryBuilder()
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .build());
    private static final Pattern CONTROL = Pattern.compile(
            "[\\u007f-\\u009f\\u00ad\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]");

    private Output() {}

    static void print(PrintWriter out, JsonNode json) {
        try {
            out.println(harmless(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A JSON tree cannot be written.", impossible);
        }
    }

    /** Escapes the control characters that JSON allows in its texts; the meaning stays the same. */
    static String harmless(String json) {
        return CONTROL.matcher(json)
                .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
    }
}
