package org.tapelearn.env.scienceworld;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.install.WheelFile;

/** Fetches the simulator's jar, and keeps it in the user's cache folder. */
public final class JarInstaller {
    private static final WheelFile JAR = new WheelFile(
            "ScienceWorld's jar",
            "scienceworld==" + ScienceWorldJar.VERSION,
            "e9737b9d099bfaad90ef053ad6ac1d795e2063ed320efdfc0e9d9c8b5bebf419",
            "scienceworld/scienceworld.jar",
            "f4e1fdce0cdabe1bab7128a7e78ea820210d9db3c28d7272bcbbc3f3a1c5f0d7",
            "take the jar from elsewhere: " + ScienceWorldJar.INSTALL + " --jar FILE");

    private final Path place;

    /** Installs to a file, whose folder is made. */
    public JarInstaller(Path place) {
        this.place = place;
    }

    /** Returns the jar, fetched unless it is there already and whole. */
    public ScienceWorldJar install() {
        JAR.install(place);
        return new ScienceWorldJar(place);
    }

    /** Copies a user's own jar to the place, after looking into it. */
    public ScienceWorldJar install(Path own) {
        ScienceWorldJar jar = new ScienceWorldJar(own);
        try {
            WheelFile.put(Files.newInputStream(jar.file()), place);
        } catch (IOException failed) {
            throw new PrerequisiteException(
                    "The jar (%s) could not be copied to (%s): %s.".formatted(own, place, failed), failed);
        }
        return new ScienceWorldJar(place);
    }
}
