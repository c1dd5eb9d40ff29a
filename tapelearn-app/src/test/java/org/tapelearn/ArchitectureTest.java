package org.tapelearn;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the whole house, as compiled, against its {@link PackageTable}. */
class ArchitectureTest {

    private static final String HOUSE = "org.tapelearn";

    private static final PackageTable TABLE = PackageTable.ofTheHouse();

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(ArchitectureTest::isOurs).importPackages(HOUSE);

    /** Tests lie in a folder or, when core's were packaged for the other modules, in a jar of their own; JMH's loops are nobody's source. */
    private static boolean isOurs(Location location) {
        return !location.contains("/test-classes/")
                && !location.contains("-tests.jar")
                && !location.contains("/jmh_generated/");
    }

    @Test
    void sawEverySourceOfTheHouse() throws IOException {
        List<String> sources = mainSources();

        assertThat(sources).as("sources below the modules' src/main/java").isNotEmpty();
        assertThat(sources)
                .as("sources whose class was not seen; is their module among the app's dependencies, and compiled?")
                .filteredOn(source -> !CLASSES.contain(source))
                .isEmpty();
    }

    @Test
    void knowsEveryPackage() {
        assertThat(packages())
                .as("packages without a row in the PackageTable")
                .filteredOn(name -> !TABLE.knows(name))
                .isEmpty();
    }

    @Test
    void everyImportIsAllowedByTheTable() {
        List<String> forbidden = CLASSES.stream()
                .flatMap(javaClass -> javaClass.getDirectDependenciesFromSelf().stream())
                .filter(ArchitectureTest::isForbidden)
                .map(Dependency::getDescription)
                .sorted()
                .toList();

        assertThat(forbidden).as("imports that the PackageTable does not allow").isEmpty();
    }

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        slices().matching(HOUSE + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(packages())
                .as("packages without a package-info that says @NullMarked")
                .filteredOn(name -> !CLASSES.getPackage(HOUSE + "." + name).isAnnotatedWith(NullMarked.class))
                .isEmpty();
    }

    private static boolean isForbidden(Dependency dependency) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (!isOfTheHouse(target)) {
            return false;
        }
        String importer = nameOf(dependency.getOriginClass());
        String imported = nameOf(target);
        return TABLE.knows(importer) && TABLE.knows(imported) && !TABLE.mayImport(importer, imported);
    }

    private static boolean isOfTheHouse(JavaClass javaClass) {
        return javaClass.getPackageName().startsWith(HOUSE + ".");
    }

    private static Set<String> packages() {
        return CLASSES.stream().map(ArchitectureTest::nameOf).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The package of a class, relative to the house. */
    private static String nameOf(JavaClass javaClass) {
        String name = javaClass.getPackageName();
        return name.equals(HOUSE) ? name : name.substring(HOUSE.length() + 1);
    }

    /** The class that each source file must bring, package-info included. */
    private static List<String> mainSources() throws IOException {
        Path root = Path.of("").toAbsolutePath().getParent();
        try (Stream<Path> modules = Files.list(root)) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(ArchitectureTest::classNamesBelow)
                    .sorted()
                    .toList();
        }
    }

    private static Stream<String> classNamesBelow(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            return files
                    .map(file -> sources.relativize(file).toString())
                    .filter(file -> file.endsWith(".java"))
                    .map(file ->
                            file.substring(0, file.length() - ".java".length()).replace('/', '.'))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
