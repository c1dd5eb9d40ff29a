package org.tapelearn.env.scienceworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.error.PrerequisiteException;

class ScienceWorldJarTest {
    @TempDir
    Path folder;

    @Test
    void isLookedForInTheUsersCache() {
        assertThat(ScienceWorldJar.place(Map.of("XDG_CACHE_HOME", "/c", "HOME", "/h")))
                .isEqualTo(Path.of("/c/tapelearn/scienceworld-1.2.3.jar"));
        assertThat(ScienceWorldJar.place(Map.of("XDG_CACHE_HOME", "", "HOME", "/h")))
                .isEqualTo(Path.of("/h/.cache/tapelearn/scienceworld-1.2.3.jar"));
    }

    @Test
    void saysHowToInstallWhatIsMissing() {
        assertThatThrownBy(() -> ScienceWorldJar.installed(Map.of("HOME", folder.toString())))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("was not found at (" + folder)
                .hasMessageContaining("tapelearn envs install scienceworld");
    }

    @Test
    void refusesADamagedFile() throws IOException {
        Path damaged = Files.write(folder.resolve("half.jar"), new byte[] {'P', 'K', 3, 4, 0, 0});
        assertThatThrownBy(() -> new ScienceWorldJar(damaged))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("seems damaged");
    }

    @Test
    void refusesAnotherJar() throws IOException {
        Path other = FakeJar.empty(folder);
        assertThatThrownBy(() -> new ScienceWorldJar(other))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("is not ScienceWorld's");
    }

    @Test
    void refusesAnotherVersion() throws IOException {
        Path old = FakeJar.in(folder, "1.1.0");
        assertThatThrownBy(() -> new ScienceWorldJar(old))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("version (1.1.0), but version (1.2.3)");
    }

    @Test
    void isCopiedFromTheUsersOwn() throws IOException {
        Path own = FakeJar.in(folder, ScienceWorldJar.VERSION);
        Path place = folder.resolve("cache/world.jar");
        assertThat(new JarInstaller(place).install(own).file()).isEqualTo(place).hasSameBinaryContentAs(own);
        assertThat(place.getParent()).isDirectoryContaining(place::equals).isDirectoryNotContaining("glob:**.jar.*");
    }

    @Test
    void isInstalledOnceAndThenFound() throws IOException {
        Path installed = Installed.JAR.file();
        Object time = Files.getLastModifiedTime(installed);
        new JarInstaller(installed).install();
        assertThat(Files.getLastModifiedTime(installed)).isEqualTo(time);
    }
}
