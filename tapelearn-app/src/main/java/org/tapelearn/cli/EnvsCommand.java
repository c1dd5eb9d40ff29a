package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.tapelearn.cli.text.Layout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists what can be learned. */
@Command(
        name = "envs",
        description = "List the environments that can be learned, or install what one of them needs.",
        footer = {"", "Examples:", "  tapelearn envs", "  tapelearn envs install scienceworld"})
final class EnvsCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    EnvsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (common.json()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            for (Environments.Offer offer : shell.environments().offers()) {
                ObjectNode entry = list.addObject();
                entry.put("name", offer.name());
                entry.put("description", offer.description());
                offer.seedTasks().forEach(entry.putArray("seed_tasks")::add);
            }
            Output.print(shell.out(), list);
            return ExitCode.DONE;
        }
        for (Environments.Offer offer : shell.environments().offers()) {
            shell.out().println(offer.name());
            Layout.wrap(offer.description(), "  ", "  ").forEach(shell.out()::println);
            if (!common.quiet() && !offer.seedTasks().isEmpty()) {
                shell.out().println("  Seed tasks, when you name none:");
                offer.seedTasks()
                        .forEach(task -> Layout.wrap(task, "  - ", "    ").forEach(shell.out()::println));
            }
        }
        return ExitCode.DONE;
    }
}
