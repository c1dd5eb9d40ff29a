package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.tapelearn.bench.Figure;
import org.tapelearn.bench.ModelLoad;
import org.tapelearn.bench.Throughput;
import org.tapelearn.bench.WorldSpeed;
import org.tapelearn.cli.config.ConfigLoader;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.cli.text.Figures;
import org.tapelearn.cli.text.Layout;
import org.tapelearn.env.scienceworld.ScienceWorldJar;
import org.tapelearn.env.scienceworld.ScienceWorldSettings;
import org.tapelearn.environment.Environment;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how fast the parts are here. */
@Command(
        name = "bench",
        description = {
            "Measure how fast attempts, learning and the store are on this machine, each beside a baseline of the "
                    + "same run. Uses one thread and keeps nothing."
        },
        footer = {
            "",
            "Examples:",
            "  tapelearn bench --json",
            "  tapelearn bench llm",
            "  tapelearn bench scienceworld-speed"
        })
final class BenchCommand implements Callable<Integer> {
    private static final String SCIENCE_WORLD = "scienceworld-speed";
    private static final String MODEL = "llm";
    private static final List<String> OTHERS = List.of(SCIENCE_WORLD, MODEL);

    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--waves",
            paramLabel = "N",
            description = "Waves of 48 tasks, from 1 to 1000 (default: ${DEFAULT-VALUE}); more take longer.")
    private int waves = 8;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            description = "Attempts at once of the bench llm, from 1 to 5000 (default: ${DEFAULT-VALUE}).")
    private int attempts = ModelLoad.Load.DEFAULT.attempts();

    private long bytes;

    @Parameters(
            paramLabel = "WHAT",
            arity = "0..1",
            description = "scienceworld-speed: steps in ScienceWorld instead, two attempts for each wave. "
                    + "llm: many attempts at once that wait for a language model.")
    private String what = "";

    BenchCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (!what.isEmpty() && !OTHERS.contains(what)) {
            throw new PrerequisiteException("There is no bench (%s), only: %s.%s"
                    .formatted(what, String.join(", ", OTHERS), Nearest.hint(what, OTHERS)));
        }
        if (attempts < 1 || attempts > 5000) {
            throw new PrerequisiteException(
                    "--attempts takes a whole number from 1 to 5000, but was (%d).".formatted(attempts));
        }
        if (waves < 1 || waves > 1000) {
            throw new PrerequisiteException(
                    "--waves takes a whole number from 1 to 1000, but was (%d).".formatted(waves));
        }
        List<Figure> figures = switch (what) {
            case SCIENCE_WORLD -> scienceWorld();
            case MODEL -> atOnce();
            default -> parts();
        };
        if (common.json()) {
            Output.print(shell.out(), json(figures));
        } else {
            print(figures);
        }
        return ExitCode.DONE;
    }

    private List<Figure> scienceWorld() {
        List<Figure> figures = new ArrayList<>();
        new WorldSpeed(
                        ScienceWorldJar.installed(System.getenv()),
                        ScienceWorldSettings.defaults(),
                        common.seed().orElse(1L),
                        2 * waves)
                .measure(figure -> tell(figures, figure));
        return figures;
    }

    private List<Figure> parts() throws IOException {
        return measured((environment, scratch, tell) ->
                new Throughput(environment, common.seed().orElse(1L), waves).measure(scratch, tell));
    }

    private List<Figure> atOnce() throws IOException {
        return measured((environment, scratch, tell) -> {
            ModelLoad load = new ModelLoad(environment, common.seed().orElse(1L), ModelLoad.Load.DEFAULT.of(attempts));
            load.measure(scratch, tell);
            bytes = load.bytesOfAWaitingAttempt(scratch);
        });
    }

    /** A part of the bench that needs an environment and an empty folder. */
    @FunctionalInterface
    private interface Part {
        void measure(Environment environment, Path scratch, Consumer<Figure> tell);
    }

    private List<Figure> measured(Part part) throws IOException {
        List<Figure> figures = new ArrayList<>();
        Settings settings = new ConfigLoader(shell.environments().names()).load(Optional.empty(), List.of());
        Path scratch = Files.createTempDirectory("tapelearn-bench");
        try (Environment environment =
                shell.environments().offers().getFirst().opener().open(settings)) {
            part.measure(environment, scratch, figure -> tell(figures, figure));
        } finally {
            delete(scratch);
        }
        return figures;
    }

    private void tell(List<Figure> figures, Figure figure) {
        figures.add(figure);
        if (!common.quiet() && !common.json()) {
            shell.err().println("measured: " + figure.name());
            shell.err().flush();
        }
    }

    private static ArrayNode json(List<Figure> figures) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Figure figure : figures) {
            ObjectNode entry = list.addObject();
            entry.put("name", figure.name());
            entry.put("per_second", figure.perSecond());
            entry.put("baseline", figure.baseline());
            entry.put("baseline_per_second", figure.baselinePerSecond());
        }
        return list;
    }

    private void print(List<Figure> figures) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                what.equals(MODEL) ? "%,d attempts at once".formatted(attempts) : "on one thread",
                "a second",
                "baseline",
                "a second"));
        for (Figure figure : figures) {
            rows.add(List.of(
                    figure.name(),
                    Figures.count(Math.round(figure.perSecond())),
                    figure.baseline(),
                    Figures.count(Math.round(figure.baselinePerSecond()))));
        }
        Layout.table(rows).forEach(shell.out()::println);
        if (what.equals(MODEL)) {
            shell.out().printf("An attempt that waits holds %,d bytes.%n", bytes);
        }
        shell.out()
                .printf(
                        "Java %s, %d cores.%n",
                        Runtime.version(), Runtime.getRuntime().availableProcessors());
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
