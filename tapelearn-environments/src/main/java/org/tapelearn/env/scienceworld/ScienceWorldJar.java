package org.tapelearn.env.scienceworld;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.install.WheelFile;

/**
 * The simulator's jar, looked into far enough to know that it can be driven. It is not ours and comes with no checkout.
 *
 * @param file an existing file
 */
public record ScienceWorldJar(Path file) {
    /** The only version whose classes this program drives. */
    public static final String VERSION = "1.2.3";

    /** What installs it. */
    public static final String INSTALL = "tapelearn envs install scienceworld";

    private static final String INTERFACE = "scienceworld/runtime/pythonapi/PythonInterface.class";

    /** Throws {@link PrerequisiteException} unless the file is the simulator's jar of the right version. */
    public ScienceWorldJar {
        if (!Files.isRegularFile(file)) {
            throw new PrerequisiteException("""
                    ScienceWorld's jar is not ours to ship, and was not found at (%s).
                    Install it: %s
                    Or name your own by the key scienceworld.jar.""".formatted(file, INSTALL));
        }
        try (JarFile jar = new JarFile(file.toFile())) {
            if (jar.getEntry(INTERFACE) == null) {
                throw new PrerequisiteException(
                        "The jar (%s) is not ScienceWorld's: it has no (%s).%nInstall the right one: %s"
                                .formatted(file, INTERFACE, INSTALL));
            }
            String version = version(jar.getManifest());
            if (!version.equals(VERSION)) {
                throw new PrerequisiteException(
                        "The jar (%s) is ScienceWorld of version (%s), but version (%s) is driven here.%nInstall it: %s"
                                .formatted(file, version, VERSION, INSTALL));
            }
        } catch (IOException broken) {
            throw new PrerequisiteException(
                    "The file (%s) cannot be read as a jar, it seems damaged: %s.%nInstall it again: %s"
                            .formatted(file, broken.getMessage(), INSTALL),
                    broken);
        }
    }

    /** Finds the jar where {@link JarInstaller} puts it. */
    public static ScienceWorldJar installed(Map<String, String> variables) {
        return new ScienceWorldJar(place(variables));
    }

    /** Where the jar is kept: in the user's cache folder. */
    public static Path place(Map<String, String> variables) {
        return WheelFile.cacheFolder(variables).resolve("scienceworld-" + VERSION + ".jar");
    }

    private static String version(@Nullable Manifest manifest) {
        String version =
                manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        return version == null ? "unknown" : version;
    }
}
