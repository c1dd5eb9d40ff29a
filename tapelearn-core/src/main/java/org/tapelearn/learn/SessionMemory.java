package org.tapelearn.learn;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapelearn.learn.warm.MemoryStatistics;
import org.tapelearn.learn.warm.MemoryWarmer;
import org.tapelearn.learn.warm.PatternLibrary;
import org.tapelearn.learn.warm.SuccessTemplate;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.MemoryItem;
import org.tapelearn.task.TaskCategory;
import org.tapelearn.task.TaskDifficulty;

/** A session's memory and patterns at one moment, to look things up in; learning goes on without changing it. */
public record SessionMemory(MemoryWarmer warmer, Memory memory, PatternLibrary patterns) {
    /** See {@link MemoryWarmer#retrieveRelevantMemory}. */
    public List<MemoryItem> retrieveRelevantMemory(
            String description, @Nullable TaskCategory category, @Nullable TaskDifficulty difficulty, int maxResults) {
        return warmer.retrieveRelevantMemory(memory, description, category, difficulty, maxResults);
    }

    /** The five items that fit a description best. */
    public List<MemoryItem> retrieveRelevantMemory(String description) {
        return retrieveRelevantMemory(description, null, null, 5);
    }

    /** See {@link MemoryWarmer#getSuccessTemplate}. */
    public Optional<SuccessTemplate> getSuccessTemplate(TaskCategory category, TaskDifficulty difficulty) {
        return warmer.getSuccessTemplate(memory, category, difficulty);
    }

    /** The ten sequences of tools with the highest lift for a description. */
    public List<PatternLibrary.Suggestion> getPatternSuggestions(String description) {
        return warmer.getPatternSuggestions(patterns, description, 10);
    }

    /** Says what is in memory. */
    public MemoryStatistics getMemoryStatistics() {
        return warmer.getMemoryStatistics(memory, patterns);
    }
}
