package org.tapelearn.env.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The tools of one episode; used by one thread at a time. */
public interface ToolSession extends AutoCloseable {
    /** The folder that the tools work in, this session's own. */
    WorkFolder folder();

    /**
     * Carries out a call.
     *
     * @param tool one of the host's tools
     * @param arguments by name, each of its parameter's type
     * @throws org.tapelearn.environment.EnvironmentFault when what carries it out broke: the attempt is not judged
     */
    ToolAnswer call(String tool, ObjectNode arguments);

    /** Returns a text that was found in the folder without what must not be shown, such as keys of a server. */
    default String harmless(String text) {
        return text;
    }

    @Override
    void close();
}
