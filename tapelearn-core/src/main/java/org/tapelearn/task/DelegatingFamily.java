package org.tapelearn.task;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.tapelearn.tape.ToolCall;

/** A family laid over another one, which answers all that the upper one does not. */
public abstract class DelegatingFamily implements TaskFamily {
    private final TaskFamily family;

    protected DelegatingFamily(TaskFamily family) {
        this.family = family;
    }

    @Override
    public String name() {
        return family.name();
    }

    @Override
    public String description() {
        return family.description();
    }

    @Override
    public TaskCategory category() {
        return family.category();
    }

    @Override
    public int size() {
        return family.size();
    }

    @Override
    public boolean heldOut() {
        return family.heldOut();
    }

    @Override
    public List<String> keywords() {
        return family.keywords();
    }

    @Override
    public List<String> groups(Split split) {
        return family.groups(split);
    }

    @Override
    public Optional<Task> draw(Split split, String group, Wording wording, long number) {
        return family.draw(split, group, wording, number);
    }

    @Override
    public String question(Task task) {
        return family.question(task);
    }

    @Override
    public List<ToolCall> expert(Task task) {
        return family.expert(task);
    }

    @Override
    public Optional<Task> reword(Task task, SplittableRandom random) {
        return family.reword(task, random);
    }
}
