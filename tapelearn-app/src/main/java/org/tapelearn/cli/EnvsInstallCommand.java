package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tapelearn.env.scienceworld.JarInstaller;
import org.tapelearn.env.scienceworld.ScienceWorldJar;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches what an environment needs and this program does not bring. */
@Command(
        name = "install",
        description = {
            "Fetch what an environment needs: for scienceworld its simulator, a jar of others (Apache 2.0), which the Python "
                    + "package of that name carries. pip fetches it; it is kept in your cache folder."
        },
        footer = {
            "",
            "Examples:",
            "  tapelearn envs install scienceworld",
            "  tapelearn envs install scienceworld --jar FILE"
        })
final class EnvsInstallCommand implements Callable<Integer> {
    private static final List<String> INSTALLABLE = List.of("scienceworld");

    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "ENV", arity = "1", description = "The environment: scienceworld.")
    private String environment = "";

    @Option(names = "--jar", paramLabel = "FILE", description = "Take your own copy of the jar.")
    private @Nullable Path own;

    EnvsInstallCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (!INSTALLABLE.contains(environment)) {
            throw new PrerequisiteException("There is nothing to install for (%s); only for: %s.%s"
                    .formatted(environment, String.join(", ", INSTALLABLE), Nearest.hint(environment, INSTALLABLE)));
        }
        JarInstaller installer = new JarInstaller(ScienceWorldJar.place(shell.variables()));
        ScienceWorldJar jar = own == null ? installer.install() : installer.install(own);
        if (common.json()) {
            Output.print(
                    shell.out(),
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("environment", environment)
                            .put("version", ScienceWorldJar.VERSION)
                            .put("jar", jar.file().toString()));
        } else if (!common.quiet()) {
            shell.out().printf("ScienceWorld %s is at %s.%n", ScienceWorldJar.VERSION, jar.file());
        }
        return ExitCode.DONE;
    }
}
