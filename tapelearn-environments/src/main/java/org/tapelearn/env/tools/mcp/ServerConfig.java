package org.tapelearn.env.tools.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server of a servers file.
 *
 * @param name its name there
 * @param place file and line
 * @param reach how it is reached
 * @param allow the only tools to have; empty for all
 * @param deny tools to leave out
 * @param isolation how episodes are kept apart
 * @param chosen the file says how, so that it is the user's word
 * @param reset what is done before each episode, with {@link Isolation#RESET}
 * @param timeout the most that a call may take
 */
record ServerConfig(
        String name,
        String place,
        Reach reach,
        List<String> allow,
        List<String> deny,
        Isolation isolation,
        boolean chosen,
        Optional<Reset> reset,
        Duration timeout) {
    ServerConfig {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    /** How a server is reached. */
    sealed interface Reach {}

    /**
     * A process of ours, spoken to by its standard input and output; {@code ${FOLDER}} in its texts stands for the working folder.
     */
    record Command(String command, List<String> arguments, Map<String, String> environment) implements Reach {
        Command {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
        }

        /** Never the values: they may be secrets. */
        @Override
        public String toString() {
            return "Command[%s]".formatted(command);
        }
    }

    /** A server that runs elsewhere, spoken to by streamable HTTP. */
    record Url(URI url, Map<String, String> headers) implements Reach {
        Url {
            headers = Map.copyOf(headers);
        }

        /** Never the headers or the query: they may be secrets. */
        @Override
        public String toString() {
            return "Url[%s]".formatted(url.getHost());
        }
    }

    /** How one episode is kept from seeing what another did. */
    enum Isolation {
        /** A new process for each episode, started ahead, before the working folder is filled. */
        PROCESS,
        /** A new process for each episode, started in the filled working folder. */
        FOLDER,
        /** The server is kept, and reset before each episode. */
        RESET,
        /** The server is kept as it is: for servers that keep nothing. */
        NONE
    }

    /** What is done before each episode with a server that is kept. */
    sealed interface Reset {}

    /** The working folder is emptied and filled anew, and that is all that there is to reset. */
    record FolderReset() implements Reset {}

    record ToolReset(String tool, ObjectNode arguments) implements Reset {}

    record CommandReset(List<String> command) implements Reset {
        CommandReset {
            command = List.copyOf(command);
        }
    }

    /** Tells whether the server may have the tool of this name, by its lists; a star at the end of an entry stands for any ending. */
    boolean offers(String tool) {
        return (allow.isEmpty() || named(allow, tool)) && !named(deny, tool);
    }

    private static boolean named(List<String> entries, String tool) {
        return entries.stream()
                .anyMatch(entry -> entry.endsWith("*")
                        ? tool.startsWith(entry.substring(0, entry.length() - 1))
                        : entry.equals(tool));
    }
}
