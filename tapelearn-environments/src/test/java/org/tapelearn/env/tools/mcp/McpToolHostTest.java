package org.tapelearn.env.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapelearn.env.tools.ToolAnswer;
import org.tapelearn.env.tools.ToolSession;
import org.tapelearn.env.tools.WorkFolder;
import org.tapelearn.environment.EnvironmentFault;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/** Against real servers, which npm installs. */
class McpToolHostTest {
    @TempDir
    private Path folder;

    private McpToolHost open(String servers, boolean allowWrites) throws IOException {
        return open(servers, allowWrites, Map.of());
    }

    private McpToolHost open(String servers, boolean allowWrites, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(folder.resolve("servers.json"), "{\"mcpServers\": {%s}}".formatted(servers));
        return McpToolHost.open(ServersFile.read(file, environment), allowWrites);
    }

    private static String server(String name, String script, String arguments, String more) {
        return "\"%s\": {\"command\": \"node\", \"args\": [\"%s\"%s]%s}"
                .formatted(name, NpmServers.script(script), arguments, more);
    }

    private static String files(String ours) {
        return server("files", "filesystem", ", \"${FOLDER}\"", ", \"tapelearn\": {%s}".formatted(ours));
    }

    private static String memory() {
        return server("memory", "memory", "", ", \"env\": {\"MEMORY_FILE_PATH\": \"${FOLDER}/memory.jsonl\"}");
    }

    private static String everything(String more) {
        return server("all", "everything", ", \"stdio\"", more);
    }

    private static ObjectNode with(String name, String value) {
        return JsonNodeFactory.instance.objectNode().put(name, value);
    }

    private static ObjectNode none() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ToolSpec tool(McpToolHost host, String name) {
        return host.tools().stream()
                .filter(tool -> tool.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The processes that run the script of a server and are ours. */
    private static List<ProcessHandle> processes(String script) {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> List.of(arguments).contains(NpmServers.script(script)))
                        .orElse(false))
                .toList();
    }

    @Nested
    class Tools {
        @Test
        void haveSchemasAndSayWhetherTheyChangeAnything() throws IOException {
            try (McpToolHost host = open(files(""), true)) {
                ToolSpec edit = tool(host, "edit_file");

                assertThat(edit.effect()).isEqualTo(ToolSpec.Effect.WRITES);
                assertThat(tool(host, "read_text_file").effect()).isEqualTo(ToolSpec.Effect.READS);
                assertThat(edit.parameters())
                        .extracting(Parameter::name, Parameter::type, Parameter::required)
                        .containsExactly(
                                tuple("path", Parameter.Type.STRING, true),
                                tuple("edits", Parameter.Type.ARRAY, true),
                                tuple("dryRun", Parameter.Type.BOOLEAN, false));
                assertThat(edit.schema()
                                .at("/properties/edits/items/properties/oldText/type")
                                .asText())
                        .isEqualTo("string");
                assertThat(tool(host, "list_directory_with_sizes")
                                .parameters()
                                .getLast()
                                .choices())
                        .containsExactly("name", "size");
            }
        }

        @Test
        void thatMayChangeSomethingAreLeftOutUnlessAllowed() throws IOException {
            try (McpToolHost host = open(files(""), false)) {
                assertThat(host.tools()).allMatch(tool -> tool.effect() == ToolSpec.Effect.READS);
                assertThat(host.leftOut()).containsExactly("write_file", "edit_file", "create_directory", "move_file");
            }
        }

        @Test
        void areThoseOfTheListsOnly() throws IOException {
            try (McpToolHost host = open(files("\"allow\": [\"read_*\"], \"deny\": [\"read_media_file\"]"), true)) {
                assertThat(host.tools())
                        .extracting(ToolSpec::name)
                        .containsExactly("read_file", "read_text_file", "read_multiple_files");
            }
        }

        @Test
        void ofTheSameNameBearTheirServers() throws IOException {
            String second =
                    server("more", "filesystem", ", \"${FOLDER}\"", ", \"tapelearn\": {\"allow\": [\"read_file\"]}");
            try (McpToolHost host =
                            open(files("\"allow\": [\"read_file\", \"list_directory\"]") + "," + second, false);
                    ToolSession session = host.open(work -> work.write("a.txt", "hello"))) {
                assertThat(host.tools())
                        .extracting(ToolSpec::name)
                        .containsExactly("files_read_file", "list_directory", "more_read_file");
                assertThat(session.call("more_read_file", with("path", "a.txt")))
                        .isEqualTo(ToolAnswer.of("hello"));
            }
        }

        @Test
        void thatAreNamedWronglyAreRefused() {
            assertThatThrownBy(() -> open(files("\"deny\": [\"read_fil\"]"), false))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessageContaining("server (files) has no tool (read_fil)")
                    .hasMessageContaining("Maybe you meant (read_file).");
        }

        @Test
        void areMissedWhereNoneIsLeft() {
            assertThatThrownBy(() -> open(files("\"allow\": [\"write_file\"]"), false))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessage("""
                        None of the tools of (files) is marked as changing nothing: write_file.
                        To let agents use them, add --allow-writes.\
                        """);
        }
    }

    @Nested
    class Calls {
        @Test
        void areAnsweredAndRefusalsAreAnswersToo() throws IOException {
            try (McpToolHost host = open(files(""), false);
                    ToolSession session = host.open(work -> work.write("notes/a.txt", "hello"))) {
                assertThat(session.call("read_text_file", with("path", "notes/a.txt")))
                        .isEqualTo(ToolAnswer.of("hello"));
                ToolAnswer refused = session.call("read_text_file", with("path", "/etc/passwd"));

                assertThat(refused.error()).isTrue();
                assertThat(refused.text()).contains("Access denied");
                assertThat(session.call("read_text_file", none()).error()).isTrue();
            }
        }

        @Test
        void thatTakeTooLongAreErrorsAndTheNextEpisodeHasAFreshServer() throws IOException {
            try (McpToolHost host =
                    open(everything(", \"tapelearn\": {\"isolation\": \"none\", \"timeout_seconds\": 2}"), false)) {
                List<ProcessHandle> before = processes("everything");
                try (ToolSession session = host.open(WorkFolder.Setup.NOTHING)) {
                    ToolAnswer late = session.call(
                            "trigger-long-running-operation",
                            none().put("duration", 60).put("steps", 2));

                    assertThat(late)
                            .isEqualTo(ToolAnswer.refused(
                                    "Tool (trigger-long-running-operation) did not answer within 2 seconds."));
                }
                try (ToolSession session = host.open(WorkFolder.Setup.NOTHING)) {
                    assertThat(session.call("echo", with("message", "hi"))).isEqualTo(ToolAnswer.of("Echo: hi"));
                }
                assertThat(processes("everything")).hasSize(1).doesNotContainAnyElementsOf(before);
            }
        }

        @Test
        void showPicturesAndResourcesByName() throws IOException {
            try (McpToolHost host = open(everything(""), false);
                    ToolSession session = host.open(WorkFolder.Setup.NOTHING)) {
                assertThat(session.call("get-tiny-image", none()).text()).contains("[a picture: image/png]");
                assertThat(session.call("get-structured-content", with("location", "Chicago"))
                                .text())
                        .contains("temperature");
            }
        }
    }

    @Nested
    class Secret {
        @Test
        void valuesAreNeverShownAndOthersNeverPassedOn() throws IOException {
            Map<String, String> environment = Map.of("SESAME", "open-wide-please", "UNASKED", "private-thing");
            try (McpToolHost host = open(everything(", \"env\": {\"API_KEY\": \"${SESAME}\"}"), false, environment);
                    ToolSession session = host.open(WorkFolder.Setup.NOTHING)) {
                String shown = session.call("get-env", none()).text();

                assertThat(shown).contains("\"API_KEY\": \"[SESAME]\"").doesNotContain("open-wide-please");
                assertThat(System.getenv()).containsKey("JAVA_HOME");
                assertThat(shown).contains("\"PATH\"").doesNotContain("JAVA_HOME");
            }
        }
    }

    @Nested
    class Episodes {
        @ParameterizedTest
        @ValueSource(strings = {"\"isolation\": \"process\"", "\"isolation\": \"folder\"", "\"reset\": \"folder\""})
        void seeNothingOfWhatOthersWrote(String ours) throws IOException {
            try (McpToolHost host = open(files(ours), true)) {
                try (ToolSession first = host.open(work -> work.write("set-up.txt", "1"));
                        ToolSession beside = host.open(WorkFolder.Setup.NOTHING)) {
                    first.call("write_file", with("path", "mine.txt").put("content", "x"));

                    assertThat(first.call("list_directory", with("path", ".")).text())
                            .contains("mine.txt", "set-up.txt");
                    assertThat(beside.call("list_directory", with("path", ".")).text())
                            .doesNotContain("txt");
                }
                try (ToolSession next = host.open(WorkFolder.Setup.NOTHING)) {
                    assertThat(next.call("list_directory", with("path", ".")).text())
                            .doesNotContain("txt");
                }
            }
        }

        @Test
        void seeNothingOfWhatAServerKept() throws IOException {
            try (McpToolHost host = open(memory(), true)) {
                ObjectNode entities = none();
                entities.putArray("entities")
                        .addObject()
                        .put("name", "Ann")
                        .put("entityType", "person")
                        .putArray("observations");
                try (ToolSession session = host.open(WorkFolder.Setup.NOTHING)) {
                    session.call("create_entities", entities);
                    assertThat(session.call("read_graph", none()).text()).contains("Ann");
                }
                try (ToolSession session = host.open(WorkFolder.Setup.NOTHING)) {
                    assertThat(session.call("read_graph", none()).text()).doesNotContain("Ann");
                }
            }
        }

        @Test
        void ofAKeptServerBeginWithItsReset() throws IOException {
            String reset = "\"reset\": {\"tool\": \"delete_entities\", \"arguments\": {\"entityNames\": [\"Ann\"]}}";
            Path kept = folder.resolve("memory.jsonl");
            String server = server(
                    "memory",
                    "memory",
                    "",
                    ", \"env\": {\"MEMORY_FILE_PATH\": \"%s\"}, \"tapelearn\": {%s}".formatted(kept, reset));
            ObjectNode entities = none();
            for (String name : List.of("Ann", "Bob")) {
                entities.withArray("entities")
                        .addObject()
                        .put("name", name)
                        .put("entityType", "person")
                        .putArray("observations");
            }
            try (McpToolHost host = open(server, true)) {
                try (ToolSession session = host.open(WorkFolder.Setup.NOTHING)) {
                    session.call("create_entities", entities);
                }
                try (ToolSession session = host.open(WorkFolder.Setup.NOTHING)) {
                    assertThat(session.call("read_graph", none()).text())
                            .contains("Bob")
                            .doesNotContain("Ann");
                }
                assertThat(processes("memory")).hasSize(1);
            }
        }

        @Test
        void ofAKeptServerBeginAfterItsCommand() throws IOException {
            String reset = "\"reset\": {\"command\": [\"cp\", \"%s\", \"${FOLDER}/given.txt\"]}";
            Path given = Files.writeString(folder.resolve("given.txt"), "fresh");
            try (McpToolHost host = open(files(reset.formatted(given)), true);
                    ToolSession session = host.open(WorkFolder.Setup.NOTHING)) {
                assertThat(session.call("read_text_file", with("path", "given.txt")))
                        .isEqualTo(ToolAnswer.of("fresh"));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"isolation\": \"process\"", "\"reset\": \"folder\""})
        void breakWithTheirServerAndTheNextHasAnother(String ours) throws IOException {
            try (McpToolHost host = open(files(ours), false)) {
                try (ToolSession session = host.open(work -> work.write("a.txt", "x"))) {
                    processes("filesystem").forEach(ProcessHandle::destroyForcibly);

                    assertThatThrownBy(() -> session.call("read_text_file", with("path", "a.txt")))
                            .isInstanceOf(EnvironmentFault.class)
                            .hasMessageStartingWith("server (files) ");
                }
                try (ToolSession session = host.open(work -> work.write("a.txt", "again"))) {
                    assertThat(session.call("read_text_file", with("path", "a.txt")))
                            .isEqualTo(ToolAnswer.of("again"));
                }
            }
        }

        @Test
        void leaveNeitherProcessesNorFolders() throws IOException {
            Path work;
            try (McpToolHost host = open(files(""), false);
                    ToolSession session = host.open(WorkFolder.Setup.NOTHING)) {
                work = session.folder().path();
                assertThat(processes("filesystem")).isNotEmpty();
            }
            assertThat(processes("filesystem")).isEmpty();
            assertThat(work).doesNotExist();
        }
    }

    @Nested
    class Starting {
        @Test
        void saysWhichServerDoesNot() {
            assertThatThrownBy(() -> open("\"gone\": {\"command\": \"no-such-program\"}", false))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessageContaining("servers.json, line 1: server (gone) ")
                    .hasMessageContaining("Try its command by itself; --debug shows what it says.");
        }

        @Test
        void doesNotWaitForOneThatEndsAtOnce() {
            assertThatThrownBy(() ->
                            open("\"quits\": {\"command\": \"node\", \"args\": [\"-e\", \"process.exit(3)\"]}", false))
                    .isInstanceOf(PrerequisiteException.class)
                    .hasMessageContaining("server (quits) ");
        }
    }

    @Nested
    class Http {
        private int port;
        private Process server;

        @BeforeEach
        void startElsewhere() throws IOException {
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            ProcessBuilder builder = new ProcessBuilder("node", NpmServers.script("everything"), "streamableHttp")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("PORT", Integer.toString(port));
            server = builder.start();
        }

        @AfterEach
        void stopElsewhere() {
            server.destroyForcibly();
        }

        private String url() {
            return "http://127.0.0.1:%d/mcp".formatted(port);
        }

        @Test
        void reachesAServerThatRunsElsewhere() throws Exception {
            String entry = "\"web\": {\"url\": \"%s\"}".formatted(url());
            try (McpToolHost host = whenThere(entry);
                    ToolSession session = host.open(WorkFolder.Setup.NOTHING)) {
                assertThat(session.call("echo", with("message", "hi"))).isEqualTo(ToolAnswer.of("Echo: hi"));
                server.destroyForcibly().waitFor();

                assertThatThrownBy(() -> session.call("echo", with("message", "hi")))
                        .isInstanceOf(EnvironmentFault.class);
            }
            assertThatThrownBy(() -> open(entry, true)).isInstanceOf(PrerequisiteException.class);
        }

        @Test
        void sendsTheHeadersOfTheFileAndItsResetAndShowsNoKey() throws Exception {
            String ours = ", \"headers\": {\"Authorization\": \"Bearer ${KEY}\"}, \"tapelearn\": {\"reset\":"
                    + " {\"tool\": \"echo\", \"arguments\": {\"message\": \"begin again\"}}}";
            try (GuardedServer guarded = new GuardedServer(URI.create(url()), "Bearer key-that-nobody-sees");
                    McpToolHost host = whenThere(guarded.entry(ours), Map.of("KEY", "key-that-nobody-sees"))) {
                for (int episode = 1; episode <= 2; episode++) {
                    int resets = episode;
                    try (ToolSession session = host.open(WorkFolder.Setup.NOTHING)) {
                        assertThat(session.call("echo", with("message", "key-that-nobody-sees"))
                                        .text())
                                .startsWith("Echo: ")
                                .doesNotContain("key-that-nobody-sees");
                        assertThat(guarded.asked())
                                .filteredOn(body -> body.contains("begin again"))
                                .hasSize(resets);
                    }
                }
                assertThatThrownBy(() -> open(guarded.entry(""), true))
                        .isInstanceOf(PrerequisiteException.class)
                        .hasMessageContaining("server (web) ")
                        .hasMessageContaining("Authorization error")
                        .hasMessageEndingWith("Is it there, and are the address and the headers right?");
            }
        }

        private McpToolHost whenThere(String url) throws IOException {
            return whenThere(url, Map.of());
        }

        private McpToolHost whenThere(String url, Map<String, String> environment) throws IOException {
            PrerequisiteException last = null;
            long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (System.nanoTime() < until) {
                try {
                    return open(url, false, environment);
                } catch (PrerequisiteException notYet) {
                    last = notYet;
                }
            }
            throw Optional.ofNullable(last).orElseThrow();
        }
    }
}
