package org.tapelearn.prompt;

import java.util.List;
import org.tapelearn.llm.Fence;
import org.tapelearn.memory.CueRecall;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.MemoryText;
import org.tapelearn.memory.Recall;
import org.tapelearn.memory.Recalled;
import org.tapelearn.tool.ToolSpec;

/**
 * What a version has learned, for use outside of the learner: put it below the words of a task, and whoever reads them reads what the
 * version's own attempts would recall.
 */
public record Notes(Memory memory, Recall recall, Templates templates) {
    private static final int TOKENS = 2_000;

    /**
     * Notes as {@code learn --llm} has them by default.
     *
     * @param tools those that the version learned with
     */
    public Notes(Memory memory, List<ToolSpec> tools) {
        this(memory, new CueRecall(tools, CueRecall.Most.prompt(TOKENS)), Templates.BUNDLED);
    }

    /** Returns the task with what fits it below; the task alone where nothing does. */
    public String below(String task) {
        List<Recalled> recalled = recall.recall(memory, task, "");
        return recalled.isEmpty() ? task : task + "\n\n" + text(recalled, templates, task.hashCode());
    }

    static String text(List<Recalled> recalled, Templates templates, long seed) {
        List<String> items =
                recalled.stream().map(Recalled::item).map(MemoryText::of).toList();
        return templates.fill(
                Template.Kind.MEMORY, "items", Fence.around(seed, items).wrap(String.join("\n", items)));
    }
}
