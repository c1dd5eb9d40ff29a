package org.tapelearn.archive;

import java.util.List;
import java.util.stream.LongStream;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Unchecked;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.tool.ToolSpec;

/** The archive, where more is wanted than it can check. */
public record Wanting(Environment archive) implements Environment {
    /** Words in every task that nothing checks. */
    public static final String UNCHECKED = "Nobody checks this";

    @Override
    public String name() {
        return archive.name();
    }

    @Override
    public String description() {
        return archive.description();
    }

    @Override
    public List<ToolSpec> tools() {
        return archive.tools();
    }

    @Override
    public List<TaskFamily> families() {
        return archive.families();
    }

    @Override
    public List<Unchecked> unchecked() {
        TaskFamily family = archive.families().getFirst();
        List<Task> tasks = LongStream.range(0, 6)
                .mapToObj(number -> family.draw(
                                Split.TRAIN, family.groups(Split.TRAIN).getFirst(), TaskFamily.Wording.KNOWN, number)
                        .orElseThrow())
                .map(Wanting::unchecked)
                .toList();
        return List.of(new Unchecked(UNCHECKED, "add a check", tasks));
    }

    private static Task unchecked(Task task) {
        return new Task(
                "unchecked-" + task.id(),
                task.description() + ". " + UNCHECKED,
                task.category(),
                task.difficulty(),
                task.family(),
                task.group(),
                task.wording(),
                task.split(),
                task.size(),
                List.of(),
                task.origin());
    }

    @Override
    public List<String> dataSources() {
        return archive.dataSources();
    }

    @Override
    public Episode open(Task task, long seed) {
        return archive.open(task, seed);
    }

    @Override
    public void close() {
        archive.close();
    }
}
