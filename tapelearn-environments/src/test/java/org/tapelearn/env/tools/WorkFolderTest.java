package org.tapelearn.env.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
    @Test
    void isSeenUnderOneName() {
        try (WorkFolder folder = WorkFolder.create()) {
            String real = folder.path().toString();

            assertThat(folder.shown("in " + real + "/a.txt, not " + real + "x"))
                    .isEqualTo("in /workspace/a.txt, not " + real + "x");
            assertThat(folder.real("/workspace/a.txt")).isEqualTo(real + "/a.txt");
            assertThat(folder.real("/my/workspace and /workspaces")).isEqualTo("/my/workspace and /workspaces");
        }
    }

    @Test
    void writesNothingOutsideOfItself() {
        try (WorkFolder folder = WorkFolder.create()) {
            assertThatThrownBy(() -> folder.write("a/../../b.txt", "x"))
                    .hasMessage("The path (a/../../b.txt) does not stay in the working folder.");
        }
    }

    @Test
    void deletesLinksAndNotWhatTheyLeadTo(@TempDir Path outside) throws IOException {
        Path kept = Files.writeString(outside.resolve("kept.txt"), "x");
        try (WorkFolder folder = WorkFolder.create()) {
            folder.write("a/b.txt", "x");
            Files.createSymbolicLink(folder.path().resolve("link"), outside);

            folder.empty();

            assertThat(folder.path()).isEmptyDirectory();
        }
        assertThat(kept).exists();
    }

    @Test
    void isGoneWhenClosed() {
        WorkFolder folder = WorkFolder.create();
        folder.write("a/b.txt", "x");

        folder.close();

        assertThat(folder.path()).doesNotExist();
    }
}
