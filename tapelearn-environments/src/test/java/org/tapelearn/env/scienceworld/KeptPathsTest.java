package org.tapelearn.env.scienceworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.tape.ToolCall;

class KeptPathsTest {
    private static final WorldTask BOIL = new WorldTask("boil", 3);
    private static final WorldTask MELT = new WorldTask("melt", 3);
    private static final List<ToolCall> CALLS =
            List.of(ToolCall.of("open", "thing", "wood cupboard"), ToolCall.of("wait1"));

    @TempDir
    Path folder;

    private Path jar;
    private Path file;
    private int searches;

    @BeforeEach
    void makeJar() throws IOException {
        jar = Files.writeString(folder.resolve("world.jar"), "a jar");
        file = folder.resolve("gold-paths.jsonl");
    }

    @Test
    void findsAPathOnceForAllThatReadTheFile() {
        KeptPaths first = open("easy");
        assertThat(first.of(BOIL, this::search)).isEqualTo(CALLS);
        assertThat(first.of(BOIL, this::search)).isEqualTo(CALLS);
        assertThat(open("easy").of(BOIL, this::search)).isEqualTo(CALLS);
        assertThat(searches).isOne();
    }

    @Test
    void keepsThatThereIsNone() {
        open("easy").of(BOIL, List::of);
        assertThat(open("easy").of(BOIL, this::search)).isEmpty();
    }

    @Test
    void findsAnewWhereTheWorldIsAnother() throws IOException {
        open("easy").of(BOIL, this::search);
        open("").of(BOIL, this::search);
        Files.writeString(jar, "another jar");
        open("easy").of(BOIL, this::search);
        assertThat(searches).isEqualTo(3);
        Files.writeString(file, Files.readString(file).replace("{\"edition\":", "{\"edition\":9"));
        open("easy").of(BOIL, this::search);
        assertThat(searches).isEqualTo(4);
    }

    @Test
    void passesOverALineThatWasCutAndKeepsTheOthers() throws IOException {
        open("easy").of(BOIL, this::search);
        Files.writeString(file, "{\"edition\":1,\"world\":\"wor", StandardOpenOption.APPEND);
        open("easy").of(MELT, this::search);
        KeptPaths again = open("easy");
        again.of(BOIL, this::search);
        again.of(MELT, this::search);
        assertThat(searches).isEqualTo(2);
        assertThat(Files.readAllLines(file)).hasSize(3);
    }

    @Test
    void saysWhichFileCannotBeReadOrWritten() throws IOException {
        file = Files.createDirectory(folder.resolve("sub"));
        assertThatThrownBy(() -> open("easy"))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("sub) could not be read")
                .hasMessageContaining("scienceworld.gold_paths");
        file = folder.resolve("nowhere").resolve("gold-paths.jsonl");
        KeptPaths paths = open("easy");
        assertThatThrownBy(() -> paths.of(BOIL, this::search))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("could not be written");
    }

    private KeptPaths open(String simplifications) {
        return KeptPaths.in(file, jar, simplifications);
    }

    private List<ToolCall> search() {
        searches++;
        return CALLS;
    }
}
