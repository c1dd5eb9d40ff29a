package org.tapelearn.environment;

import java.util.List;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.tool.ToolSpec;

/** An environment laid over another one, which answers all that the upper one does not, and stays open when that is closed. */
public abstract class DelegatingEnvironment implements Environment {
    private final Environment environment;

    protected DelegatingEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public String name() {
        return environment.name();
    }

    @Override
    public String description() {
        return environment.description();
    }

    @Override
    public List<ToolSpec> tools() {
        return environment.tools();
    }

    @Override
    public List<TaskFamily> families() {
        return environment.families();
    }

    @Override
    public List<String> notes() {
        return environment.notes();
    }

    @Override
    public List<Unchecked> unchecked() {
        return environment.unchecked();
    }

    @Override
    public List<String> dataSources() {
        return environment.dataSources();
    }

    @Override
    public int maxCalls() {
        return environment.maxCalls();
    }

    @Override
    public int maxRepeats() {
        return environment.maxRepeats();
    }

    @Override
    public boolean lastingNames() {
        return environment.lastingNames();
    }

    @Override
    public Episode open(Task task, long seed) {
        return environment.open(task, seed);
    }

    /** Leaves the other one open: who made it closes it. */
    @Override
    public void close() {}
}
