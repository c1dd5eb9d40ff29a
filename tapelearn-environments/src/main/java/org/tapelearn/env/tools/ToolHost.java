package org.tapelearn.env.tools;

import java.util.List;
import org.tapelearn.tool.ToolSpec;

/** Something that carries out tools: MCP servers, an object's methods. Safe for use by several threads at once. */
public interface ToolHost extends AutoCloseable {
    /** One sentence that says where the tools come from, without secrets. */
    String description();

    /** Tells whether the tools work in the folder of their session, so that agents are told of it. */
    boolean worksInFolder();

    /** The tools in a fixed order, none twice. */
    List<ToolSpec> tools();

    /**
     * Opens the tools for one episode, which sees nothing of what others did with them as far as the host can see to that.
     *
     * @param setup fills the working folder; called once, with an empty one
     * @throws org.tapelearn.environment.EnvironmentFault when the tools cannot be had now
     */
    ToolSession open(WorkFolder.Setup setup);

    @Override
    void close();
}
