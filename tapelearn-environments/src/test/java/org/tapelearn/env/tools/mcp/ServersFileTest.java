package org.tapelearn.env.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapelearn.error.PrerequisiteException;

class ServersFileTest {
    @TempDir
    private Path folder;

    private ServersFile read(String text, Map<String, String> environment) throws IOException {
        return ServersFile.read(Files.writeString(folder.resolve("servers.json"), text), environment);
    }

    @Test
    void readsTheUsualShapeWithVariablesAndOurKeys() throws IOException {
        ServersFile file = read("""
                {"mcpServers": {
                  "notes": {"command": "node", "args": ["server.js", "${FOLDER}/x"], "env": {"TOKEN": "${SECRET}", "MODE": "${MODE:-fast}"},
                            "autoApprove": [], "tapelearn": {"allow": ["read_*"], "deny": ["read_all"], "timeout_seconds": 5, "reset": "folder"}},
                  "web": {"type": "http", "url": "http://localhost:3000/mcp", "headers": {"Authorization": "Bearer ${SECRET}"}},
                  "off": {"disabled": true, "command": "none"}
                }}""", Map.of("SECRET", "sesame-open"));

        ServerConfig notes = file.servers().getFirst();
        assertThat(file.servers()).extracting(ServerConfig::name).containsExactly("notes", "web");
        assertThat(notes.reach())
                .isEqualTo(new ServerConfig.Command(
                        "node", List.of("server.js", "${FOLDER}/x"), Map.of("TOKEN", "sesame-open", "MODE", "fast")));
        assertThat(notes.isolation()).isEqualTo(ServerConfig.Isolation.RESET);
        assertThat(notes.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(notes.offers("read_one")).isTrue();
        assertThat(notes.offers("read_all")).isFalse();
        assertThat(notes.offers("write")).isFalse();
        assertThat(file.servers().getLast().isolation()).isEqualTo(ServerConfig.Isolation.NONE);
        assertThat(file.servers().toString()).doesNotContain("sesame");
        assertThat(file.secrets().hidden("sesame-open, Bearer sesame-open, fast"))
                .isEqualTo("[SECRET], [Authorization], fast");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"servers": {}}|line 1: a list of servers ("mcpServers": {...}) was expected
                    {"mcpServers": {}}|at least one server that is not disabled was expected
                    {"mcpServers": {"a": {"args": []}}}|server (a) needs either (command) or (url)
                    {"mcpServers": {"a b": {"command": "x"}}}|a server's name has 1 to 30 letters, digits, '_' or '-', but this is (a b)
                    {"mcpServers": {"a": {"command": "x", "args": ["${NO_SUCH}"]}}}|the environment variable (NO_SUCH) is not set. Set it, or write ${NO_SUCH:-text}
                    {"mcpServers": {"a": {"command": "x", "tapelearn": {"alow": []}}}}|there is no key (alow) in (tapelearn); those known: allow, deny, isolation, reset, timeout_seconds. Maybe you meant (allow)
                    {"mcpServers": {"a": {"command": "x", "tapelearn": {"isolation": "vm"}}}}|(isolation) must be one of (process, folder, reset, none), but is (vm)
                    {"mcpServers": {"a": {"url": "http://h/x", "tapelearn": {"isolation": "process"}}}}|(isolation) must be one of (reset, none), but is (process)
                    {"mcpServers": {"a": {"command": "x", "tapelearn": {"isolation": "reset"}}}}|(isolation: reset) goes with (reset), which says how
                    {"mcpServers": {"a": {"command": "x", "tapelearn": {"reset": {"tool": "t", "command": ["c"]}}}}}|(reset) is the word folder, or has either (tool) or (command)
                    {"mcpServers": {"a": {"command": "x", "tapelearn": {"timeout_seconds": 0}}}}|(timeout_seconds) must be a whole number from 1 to 3600, but is (0)
                    {"mcpServers": {"a": {"url": "ftp://h"}}}|(url) must be an address such as http://localhost:3000/mcp
                    {"mcpServers": [|this is not JSON
                    """)
    void namesTheLineAndWhatWasExpected(String text, String message) {
        assertThatThrownBy(() -> read(text, Map.of()))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining("servers.json")
                .hasMessageContaining(message);
    }
}
