package org.tapelearn.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Finds the recordings of a {@link GoldenTapes} method and hands them to it, in the order of their names. */
final class GoldenTapesExtension implements TestTemplateInvocationContextProvider {
    private static final Path RESOURCES = Path.of("src", "test", "resources");

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return annotation(context).isPresent();
    }

    private static Optional<GoldenTapes> annotation(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getTestMethod(), GoldenTapes.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return files(annotation(context).orElseThrow().value()).stream().map(Run::new);
    }

    private static List<Path> files(String folder) {
        Path place = Files.isDirectory(Path.of(folder)) ? Path.of(folder) : RESOURCES.resolve(folder);
        if (!Files.isDirectory(place)) {
            throw new ExtensionConfigurationException(
                    "A folder of recordings was expected at (%s) or (%s), but there is none. Make recordings with `tapelearn replay ID --save FILE`, or in Java with Recording.write()."
                            .formatted(Path.of(folder).toAbsolutePath(), RESOURCES.resolve(folder)));
        }
        try (Stream<Path> all = Files.list(place)) {
            List<Path> files = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new ExtensionConfigurationException(
                        "There is no recording (*.json) in folder (%s).".formatted(place.toAbsolutePath()));
            }
            return files;
        } catch (IOException refused) {
            throw new UncheckedIOException("The folder (%s) cannot be listed.".formatted(place), refused);
        }
    }

    private record Run(Path file) implements TestTemplateInvocationContext, ParameterResolver {
        @Override
        public String getDisplayName(int index) {
            return String.valueOf(file.getFileName());
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == GoldenTape.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return GoldenTape.of(file);
        }
    }
}
