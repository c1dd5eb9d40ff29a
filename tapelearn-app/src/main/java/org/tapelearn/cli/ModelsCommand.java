package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.tapelearn.cli.text.Layout;
import org.tapelearn.langchain4j.LocalModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists small language models that can be fetched. */
@Command(
        name = "models",
        description = "List small language models that run on your own machine, or fetch one.",
        footer = {"", "Examples:", "  tapelearn models", "  tapelearn models install smollm2"})
final class ModelsCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    ModelsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (LocalModel model : LocalModel.ALL) {
            boolean installed = Files.isRegularFile(model.place(shell.variables()));
            list.addObject()
                    .put("name", model.label())
                    .put("description", model.description())
                    .put("installed", installed);
            if (!common.json()) {
                shell.out().println(model.label());
                Layout.wrap(model.description(), "  ", "  ").forEach(shell.out()::println);
                shell.out()
                        .println(
                                installed
                                        ? "  Installed. Ask it: --llm gguf:" + model.label()
                                        : "  Not installed. Fetch it: " + model.command());
            }
        }
        if (common.json()) {
            Output.print(shell.out(), list);
        }
        return ExitCode.DONE;
    }
}
