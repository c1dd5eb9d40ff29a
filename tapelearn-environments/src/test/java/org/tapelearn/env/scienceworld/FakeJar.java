package org.tapelearn.env.scienceworld;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A simulator that offers what is asked of the real one, and can be told to misbehave: it hangs at {@code flush toilet}, and
 * breaks at {@code eat glass}; {@code focus on lamp} does its task.
 */
final class FakeJar {
    private static final String SERVER = """
            package scienceworld.runtime.pythonapi;
            import java.util.List;
            public class PythonInterface {
                private double score;
                public void taskStr_$eq(String name) {}
                public List<String> getTaskNames() { return List.of("shine"); }
                public String getPossibleSimplifications() { return "openDoors, teleportAction"; }
                public List<Object> getVariationsTrain() { return List.of(0, 1); }
                public List<Object> getVariationsDev() { return List.of(2); }
                public List<Object> getVariationsTest() { return List.of(3); }
                public String load(String task, int variation, String simplifications, boolean gold) { score = 0; return ""; }
                public String errorStr() { return ""; }
                public String getTaskDescription() { return "Your task is to find the lamp."; }
                public String freeActionLook() { return "A room with a lamp, a toilet and glass."; }
                public String freeActionInventory() { return "In your inventory, you see: nothing"; }
                public List<String> getGoldActionSequence() { return List.of("look around", "focus on lamp"); }
                public List<String> getValidActionObjectCombinations() {
                    return List.of("eat glass", "flush toilet", "focus on lamp", "focus on toilet", "look around");
                }
                public PythonInterface agentInterface() { return this; }
                public PythonInterface get() { return this; }
                public PythonInterface inputParser() { return this; }
                public boolean isInAmbiguousState() { return true; }
                public boolean isInErrorState() { return score == 7; }
                public String getErrorStateMessage() { return "no mouth"; }
                public String _1() { return "Done."; }
                public double _2() { return score; }
                public boolean _3() { return score == 1; }
                public PythonInterface step(String action) {
                    switch (action) {
                        case "flush toilet" -> {
                            while (true) {
                                java.util.concurrent.locks.LockSupport.park();
                            }
                        }
                        case "eat glass" -> score = 7;
                        case "focus on lamp" -> score = 1;
                        case "focus on toilet" -> score = -1;
                        default -> score = 0.25;
                    }
                    return this;
                }
            }
            """;
    private static final String CONSOLE = """
            package scala;
            public class Console$ {
                public static final Console$ MODULE$ = new Console$();
                public void setOutDirect(java.io.PrintStream out) {}
                public void setErrDirect(java.io.PrintStream err) {}
            }
            """;

    /** What is looked for before it is needed: this simulator is always puzzled, and lists its actions by itself. */
    private static final String UNUSED = """
            package %s;
            public class %s {
                public static final %2$s MODULE$ = new %2$s();
            }
            """;

    private FakeJar() {}

    /** Compiles it into a jar that says it is of some version. */
    static Path in(Path folder, String version) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sources"));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString()));
        arguments.add(Files.writeString(sources.resolve("PythonInterface.java"), SERVER)
                .toString());
        arguments.add(
                Files.writeString(sources.resolve("Console$.java"), CONSOLE).toString());
        for (String unused : List.of(
                "scienceworld.struct.EnvObject",
                "scienceworld.input.ActionDefinitions$",
                "scala.collection.immutable.Map$")) {
            int dot = unused.lastIndexOf('.');
            String name = unused.substring(dot + 1);
            arguments.add(
                    Files.writeString(sources.resolve(name + ".java"), UNUSED.formatted(unused.substring(0, dot), name))
                            .toString());
        }
        int wrong = ToolProvider.getSystemJavaCompiler()
                .run(null, OutputStream.nullOutputStream(), null, arguments.toArray(String[]::new));
        if (wrong != 0) {
            throw new IllegalStateException("The fake simulator does not compile.");
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        Path jar = folder.resolve("fake-%s.jar".formatted(version));
        List<Path> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(classes)) {
            walk.filter(Files::isRegularFile).forEach(files::add);
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Path file : files) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    /** Writes a jar that holds nothing but a text. */
    static Path empty(Path folder) throws IOException {
        Path jar = folder.resolve("empty.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("readme.txt"));
            out.write("nothing".getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}
