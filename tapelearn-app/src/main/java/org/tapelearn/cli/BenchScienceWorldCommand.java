package org.tapelearn.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.tapelearn.bench.ArmResult;
import org.tapelearn.bench.ArmTable;
import org.tapelearn.cli.config.ConfigLoader;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the experiment on ScienceWorld, arm by arm. */
@Command(
        name = "scienceworld",
        description = {
            "Run arms of the experiment on ScienceWorld with one seed, and print all results that the folder holds as a table.",
            "An arm that is done is not run again; one that was interrupted goes on."
        },
        footer = {
            "",
            "Examples:",
            "  tapelearn bench scienceworld --seed 1 --out figures",
            "  tapelearn bench scienceworld cloning eto --seed 2 --out figures"
        })
final class BenchScienceWorldCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(
            paramLabel = "ARM",
            arity = "0..*",
            description = {
                "random, cloning, rejection-sampling, eto, self-play: all of these without any.",
                "Only where they are named: cloning-1, cloning-10, eto-no-cloning, self-play-failures, eto-curriculum, eto-gate, eto-long."
            })
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder of sessions, results and table (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("scienceworld-figures");

    @Option(
            names = "--tests-each",
            paramLabel = "N",
            description = {
                "Test tasks of each kind trained on that the learned agent tries, or all there are (default: ${DEFAULT-VALUE}).",
                "Of an arm that is done, delete the .json to have it tried on more."
            })
    private int testsEach = 9;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "Stop and save after so many minutes, between two waves; run again to go on.")
    private int minutes;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A value of the configuration, for all arms; use another folder for each.")
    private List<String> overrides = new ArrayList<>();

    BenchScienceWorldCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        List<ScienceWorldArm> arms = arms();
        Files.createDirectories(out);
        long seed = common.seed().orElse(1L);
        long deadline = minutes == 0 ? Long.MAX_VALUE : shell.clock().millis() + minutes * 60_000L;
        for (ScienceWorldArm arm : arms) {
            ArmRun run = new ArmRun(shell, common, settings(arm, seed), arm.name(), out, testsEach);
            if (!run.done()) {
                tell("%s, seed %d: %s".formatted(arm.name(), seed, arm.about()));
                if (!run.learn(deadline)) {
                    shell.err().println("Stopped and saved; the same command goes on.");
                    return ExitCode.STOPPED;
                }
            }
        }
        show(new ArmTable(results()));
        return ExitCode.DONE;
    }

    private List<ScienceWorldArm> arms() {
        List<String> known =
                ScienceWorldArm.ALL.stream().map(ScienceWorldArm::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new PrerequisiteException("There is no arm (%s), only: %s.%s"
                        .formatted(name, String.join(", ", known), Nearest.hint(name, known)));
            }
        }
        if (minutes < 0) {
            throw new PrerequisiteException(
                    "--minutes takes a whole number of at least 1, but was (%d).".formatted(minutes));
        }
        if (testsEach < 1) {
            throw new PrerequisiteException(
                    "--tests-each takes a whole number of at least 1, but was (%d).".formatted(testsEach));
        }
        return names.isEmpty()
                ? ScienceWorldArm.MAIN
                : ScienceWorldArm.ALL.stream()
                        .filter(arm -> names.contains(arm.name()))
                        .toList();
    }

    private Settings settings(ScienceWorldArm arm, long seed) {
        List<String> all = new ArrayList<>(arm.overrides());
        all.add("seed=" + seed);
        all.add("scienceworld.gold_paths=" + out.resolve("gold-paths.jsonl"));
        all.addAll(overrides);
        return new ConfigLoader(shell.environments().names())
                .load(Optional.empty(), all)
                .in(out.resolve("store"));
    }

    private List<ArmResult> results() throws IOException {
        List<ArmResult> results = new ArrayList<>();
        try (Stream<Path> files = Files.list(out)) {
            for (Path file : files.filter(ArmRun::isResult).sorted().toList()) {
                results.add(ArmRun.read(file));
            }
        }
        List<String> order =
                ScienceWorldArm.ALL.stream().map(ScienceWorldArm::name).toList();
        results.sort(Comparator.comparingInt((ArmResult result) -> order.indexOf(result.arm()))
                .thenComparingLong(ArmResult::seed));
        return results;
    }

    private void show(ArmTable table) throws IOException {
        List<ArmTable.Difference> differences = ScienceWorldArm.differences(table);
        ObjectNode json = MAPPER.createObjectNode();
        json.set("rows", MAPPER.valueToTree(table.rows()));
        json.set("differences", MAPPER.valueToTree(differences));
        Files.writeString(out.resolve("table.json"), json.toPrettyString());
        List<String> lines = table.markdown(differences);
        Files.write(out.resolve("table.md"), lines);
        if (common.json()) {
            Output.print(shell.out(), json);
        } else {
            lines.forEach(shell.out()::println);
        }
    }

    private void tell(String line) {
        if (!common.quiet() && !common.json()) {
            shell.err().println(line);
            shell.err().flush();
        }
    }
}
