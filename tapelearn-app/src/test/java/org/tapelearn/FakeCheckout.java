package org.tapelearn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A checkout with the real launcher scripts beside a JDK and a Maven of a few lines of shell: they write down how they
 * were called, and cost nothing. Its folder has a space in its name.
 */
final class FakeCheckout {

    record Result(int exitCode, String out, String err) {}

    private final Path folder;
    private final Path root;
    private final Path tools;

    FakeCheckout(Path folder) throws IOException {
        this.folder = folder;
        root = Files.createDirectories(folder.resolve("check out"));
        tools = Files.createDirectories(folder.resolve("tools"));
        Path real = Path.of("").toAbsolutePath().getParent();
        copy(real, "tapelearn");
        copy(real, ".build/jdk.sh");
        write(root.resolve("pom.xml"), "<project/>");
        write(root.resolve("tapelearn-app/pom.xml"), "<project/>");
        Files.createDirectories(root.resolve("tapelearn-app/src/main"));
        installMaven();
    }

    private void copy(Path from, String file) throws IOException {
        Path to = root.resolve(file);
        Files.createDirectories(to.getParent());
        Files.copy(from.resolve(file), to, StandardCopyOption.COPY_ATTRIBUTES);
    }

    /** Builds slowly enough that two builds at a time would be seen in the journal as begin, begin. */
    private void installMaven() throws IOException {
        script(tools.resolve("mvn"), """
                echo begin >> "%1$s/journal"
                sleep 0.3
                target="%1$s/tapelearn-app/target/fast"
                mkdir -p "$target"
                echo app > "$target/tapelearn-app-1.jar"
                echo other > "%2$s/other library-2.jar"
                printf '%%s' "%2$s/other library-2.jar" > "$target/libraries.txt"
                [ ! -e "%1$s/broken" ] || { echo '[ERROR] no such symbol'; exit 1; }
                echo "end $JAVA_HOME" >> "%1$s/journal"
                """.formatted(root, folder));
    }

    /** A JDK folder whose java prints the arguments that follow the class path's end, one a line. */
    Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        write(home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/javac"), "exit 0\n");
        script(home.resolve("bin/java"), """
                echo "java %s"
                for argument in "$@"; do echo "$argument"; done
                exit 3
                """.formatted(version));
        return home;
    }

    Path root() {
        return root;
    }

    List<String> journal() throws IOException {
        Path journal = root.resolve("journal");
        return Files.exists(journal) ? Files.readAllLines(journal) : List.of();
    }

    Result run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        return finish(start(environment, command));
    }

    Running start(Map<String, String> environment, String... command) throws IOException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(key -> key.equals("JAVA_HOME") || key.startsWith("TAPELEARN"));
        builder.environment().put("PATH", tools + ":" + System.getenv("PATH"));
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    record Running(Process process, Path out, Path err) {}

    static Result finish(Running running) throws IOException, InterruptedException {
        if (!running.process().waitFor(60, TimeUnit.SECONDS)) {
            running.process().destroyForcibly();
            throw new IllegalStateException("The launcher did not end within a minute.");
        }
        return new Result(
                running.process().exitValue(), Files.readString(running.out()), Files.readString(running.err()));
    }

    List<Result> runAtOnce(int times, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        List<Running> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.add(start(environment, command));
        }
        List<Result> results = new ArrayList<>();
        for (Running running : all) {
            results.add(finish(running));
        }
        return results;
    }

    static void script(Path file, String body) throws IOException {
        write(file, "#!/bin/sh\n" + body);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make executable: " + file);
        }
    }

    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
