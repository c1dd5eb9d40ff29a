package org.tapelearn.cli.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.tapelearn.error.PrerequisiteException;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Reads YAML as a tree of nodes with line numbers. No object is ever made from it: names of classes stay words, and are
 * refused. Depth, aliases and size are limited.
 */
final class YamlFile {
    private static final int MAX_CHARACTERS = 1_000_000;
    private static final int MAX_DEPTH = 20;
    private static final int MAX_ALIASES = 20;
    /** How the parser's own words begin when it meets a tag that could name a class. */
    private static final String REFUSED_TAG = "Global tag is not allowed: ";

    private static final Set<Tag> PLAIN =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MAP, Tag.SEQ);

    private YamlFile() {}

    /** Reads the one document of a file; empty when there is nothing in it. */
    static Optional<Node> read(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new PrerequisiteException(
                        "A configuration file was expected, but (%s) is a folder.".formatted(file));
            }
            if (Files.exists(file) && Files.size(file) > 4L * MAX_CHARACTERS) {
                throw new PrerequisiteException("A configuration file has at most %d characters, but (%s) has %d bytes."
                        .formatted(MAX_CHARACTERS, file, Files.size(file)));
            }
            return parse(Files.readString(file), file.toString());
        } catch (NoSuchFileException missing) {
            throw new PrerequisiteException(
                    "There is no configuration file (%s).%nName an existing one after --config, or leave --config out."
                            .formatted(file),
                    missing);
        } catch (CharacterCodingException broken) {
            throw new PrerequisiteException("The configuration file (%s) is not UTF-8.".formatted(file), broken);
        } catch (IOException unreadable) {
            throw new PrerequisiteException(
                    "The configuration file (%s) cannot be read: %s".formatted(file, unreadable.getMessage()),
                    unreadable);
        }
    }

    /** Reads the one document of a text; {@code source} names it in messages. */
    static Optional<Node> parse(String text, String source) {
        if (text.length() > MAX_CHARACTERS) {
            throw new PrerequisiteException("%s: refused: a configuration has at most %d characters, but this has %d."
                    .formatted(source, MAX_CHARACTERS, text.length()));
        }
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_CHARACTERS);
        try {
            Yaml yaml = new Yaml(
                    new SafeConstructor(options), new Representer(new DumperOptions()), new DumperOptions(), options);
            return Optional.ofNullable(yaml.compose(new StringReader(text)));
        } catch (MarkedYAMLException broken) {
            int line = broken.getProblemMark() == null
                    ? 0
                    : broken.getProblemMark().getLine() + 1;
            String problem = String.valueOf(broken.getProblem());
            if (problem.startsWith(REFUSED_TAG)) {
                throw tagRefused(source, line, problem.substring(REFUSED_TAG.length()));
            }
            throw new PrerequisiteException(
                    "%s, line %d: this is not YAML: %s.".formatted(source, line, problem), broken);
        } catch (YAMLException refused) {
            throw new PrerequisiteException("%s: refused: %s.".formatted(source, refused.getMessage()), refused);
        } catch (StackOverflowError tooDeep) {
            throw new PrerequisiteException("%s: refused: nested deeper than %d levels.".formatted(source, MAX_DEPTH));
        }
    }

    /** Refuses a node whose tag is not one of plain data. */
    static void refuseTag(Node node, String source) {
        if (!PLAIN.contains(node.getTag())) {
            throw tagRefused(
                    source, node.getStartMark().getLine() + 1, node.getTag().getValue());
        }
    }

    private static PrerequisiteException tagRefused(String source, int line, String tag) {
        return new PrerequisiteException("""
                %s, line %d: the tag (%s) is refused: a configuration holds plain values and loads no class.
                Write a name from the list instead, e.g. environment: data-science, policy: embedded.""".formatted(source, line, tag));
    }
}
