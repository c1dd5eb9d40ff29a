package org.tapelearn.langchain4j;

import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tapelearn.error.PrerequisiteException;

/**
 * Opens models with the native library of llama.cpp, which lies in its jar. That is unpacked into a folder of its own: the library empties the
 * folder before, of all files whose names begin with "llama", and two processes would disturb each other. What it prints to the
 * standard output meanwhile is no part of a command's result, and is left out.
 */
final class LlamaLibrary {
    private static final String FOLDER = "de.kherud.llama.tmpdir";

    private LlamaLibrary() {}

    static synchronized LlamaModel open(Path file, ModelParameters parameters) {
        PrintStream out = System.out;
        try {
            if (System.getProperty(FOLDER) == null) {
                Path folder = Files.createTempDirectory("tapelearn-llama");
                folder.toFile().deleteOnExit();
                System.setProperty(FOLDER, folder.toString());
            }
            System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
            return new LlamaModel(parameters.setModel(file.toString()));
        } catch (IOException noFolder) {
            throw new UncheckedIOException(noFolder);
        } catch (RuntimeException refused) {
            throw new PrerequisiteException("""
                    The model (%s) cannot be loaded: %s.
                    Is the file whole, and of a kind that llama.cpp knew in March 2025?""".formatted(file, refused.getMessage()), refused);
        } catch (LinkageError missing) {
            throw new PrerequisiteException("""
                    The library that runs models from files (llama.cpp) cannot be loaded here: %s.
                    It is there for Linux, macOS and Windows. On Linux it needs libgomp: apt-get install libgomp1
                    Or run the model in a server, and name that: --llm openai-compatible:URL#NAME""".formatted(missing.getMessage()), missing);
        } finally {
            System.setOut(out);
        }
    }
}
