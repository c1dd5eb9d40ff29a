package org.tapelearn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.FakeCheckout.Result;

/** The {@code ./tapelearn} script, in a checkout whose JDK and Maven are doubles. */
class LauncherTest {

    @TempDir
    Path folder;

    private FakeCheckout checkout;
    private String launcher;
    private Map<String, String> withJdk;

    @BeforeEach
    void checkOut() throws IOException {
        checkout = new FakeCheckout(folder);
        launcher = checkout.root().resolve("tapelearn").toString();
        withJdk = Map.of("JAVA_HOME", checkout.jdk("jdk-25", "25.0.3").toString());
    }

    @Nested
    class Start {

        @Test
        void handsOverArgumentsAndExitCodeUnchanged() throws Exception {
            Result result = checkout.run(withJdk, launcher, "learn", "--data", "my files", "a.b=*", "");

            assertThat(result.exitCode()).isEqualTo(3);
            assertThat(result.out())
                    .startsWith("java 25.0.3\n")
                    .endsWith("\norg.tapelearn.cli.Main\nlearn\n--data\nmy files\na.b=*\n\n");
        }

        @Test
        void putsTheUsersJavaOptionsLast() throws Exception {
            Result result = checkout.run(
                    Map.of("JAVA_HOME", withJdk.get("JAVA_HOME"), "TAPELEARN_JAVA_OPTS", "-Xmx9g -Dx=y"), launcher);

            assertThat(result.out()).containsSubsequence("-Xmx1g\n", "-Xmx9g\n-Dx=y\n", "-cp\n");
        }

        @Test
        void worksThroughASymbolicLinkFromElsewhere() throws Exception {
            Path link = Files.createSymbolicLink(folder.resolve("tl"), Path.of(launcher));

            assertThat(checkout.run(withJdk, link.toString(), "envs").out()).endsWith("\nenvs\n");
        }

        @Test
        void namesEveryJarOfTheClassPathOurOwnFirst() throws Exception {
            String classPath = classPathOf(checkout.run(withJdk, launcher));

            String[] jars = classPath.split(":");
            assertThat(jars).hasSize(2);
            assertThat(Path.of(jars[0])).hasFileName("tapelearn-app-1.jar").hasContent("app");
            assertThat(Path.of(jars[1])).hasFileName("other library-2.jar").hasContent("other");
        }
    }

    @Nested
    class Build {

        @Test
        void buildsOnFirstUseOnly() throws Exception {
            Result first = checkout.run(withJdk, launcher);
            Result second = checkout.run(withJdk, launcher);

            assertThat(first.err()).startsWith("tapelearn: building (first use").hasLineCount(1);
            assertThat(second.err()).isEmpty();
            assertThat(checkout.journal()).containsExactly("begin", "end " + withJdk.get("JAVA_HOME"));
        }

        @Test
        void buildsOnceWhenSeveralStartAtATime() throws Exception {
            var results = checkout.runAtOnce(4, withJdk, launcher, "learn");

            assertThat(results).allSatisfy(result -> assertThat(result.out()).endsWith("\nlearn\n"));
            assertThat(checkout.journal()).hasSize(2);
        }

        @Test
        void buildsAgainAfterAChangeAndLeavesTheEarlierBuildInPlace() throws Exception {
            String before = classPathOf(checkout.run(withJdk, launcher));
            touchLater(checkout.root().resolve("tapelearn-app/pom.xml"));
            Result result = checkout.run(withJdk, launcher);

            assertThat(result.err()).isEqualTo("tapelearn: building again, since sources have changed ...\n");
            assertThat(classPathOf(result)).isNotEqualTo(before);
            assertThat(before.split(":"))
                    .allSatisfy(jar -> assertThat(Path.of(jar)).exists());
        }

        @Test
        void saysWhatMavenSaidWhenTheBuildFailsAndTriesAgainNextTime() throws Exception {
            Path broken = Files.createFile(checkout.root().resolve("broken"));
            Result failed = checkout.run(withJdk, launcher);
            Files.delete(broken);
            Result mended = checkout.run(withJdk, launcher);

            assertThat(failed.exitCode()).isEqualTo(1);
            assertThat(failed.err()).contains("[ERROR] no such symbol", "build.log");
            assertThat(mended.exitCode()).isEqualTo(3);
        }
    }

    @Nested
    class Jdk {

        @Test
        void prefersTheJdkOfThePathToAnOldJavaHome() throws Exception {
            Path old = checkout.jdk("jdk-17", "17.0.15");
            Path recent = checkout.jdk("jdk-21", "21.0.2");
            Result result = checkout.run(
                    Map.of("JAVA_HOME", old.toString(), "PATH", pathWith(recent.resolve("bin"))), launcher);

            assertThat(result.out()).startsWith("java 21.0.2\n");
            assertThat(checkout.journal()).last().isEqualTo("end " + recent);
        }

        @Test
        void takesTheNewestOfTheUsualFolders() throws Exception {
            Path older = checkout.jdk("jdk-21", "21.0.9");
            Path newer = checkout.jdk("jdk-26", "26");
            Path early = checkout.jdk("jdk-8", "1.8.0_402");

            assertThat(jdkFoundAmong(older, newer, early, folder).out()).isEqualTo(newer + " 26\n");
        }

        @Test
        void saysWhatToDoWhenThereIsNone() throws Exception {
            Result result = jdkFoundAmong(checkout.jdk("jdk-8", "1.8.0_402"));

            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.err())
                    .startsWith("tapelearn needs a JDK of version 21 or newer, and found none")
                    .contains(folder.resolve("jdk-17").toString())
                    .endsWith("set JAVA_HOME to its folder.\n");
        }

        /** Asks the search alone: these homes stand for the machine's own, JAVA_HOME and PATH hold an old JDK. */
        private Result jdkFoundAmong(Path... homes) throws Exception {
            Path old = checkout.jdk("jdk-17", "17.0.15");
            StringBuilder script = new StringBuilder("set -eu; . \"$1\"; usual_jdk_homes() { :; ");
            for (Path home : homes) {
                script.append("echo '").append(home).append("'; ");
            }
            script.append("}; find_jdk; echo \"$JAVA_HOME $java_version\"");
            return checkout.run(
                    Map.of("JAVA_HOME", old.toString(), "PATH", pathWith(old.resolve("bin"))),
                    "sh",
                    "-c",
                    script.toString(),
                    "sh",
                    checkout.root().resolve(".build/jdk.sh").toString());
        }
    }

    private String pathWith(Path first) {
        return first + ":" + folder.resolve("tools") + ":" + System.getenv("PATH");
    }

    private static String classPathOf(Result result) {
        var lines = result.out().lines().toList();
        return lines.get(lines.indexOf("-cp") + 1);
    }

    private static void touchLater(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(2)));
    }
}
