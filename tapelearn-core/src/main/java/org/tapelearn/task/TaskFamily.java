package org.tapelearn.task;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.tapelearn.tape.ToolCall;

/**
 * A template of tasks with parameters, several phrasings and a checker. Implementations are safe for use by several
 * threads at once.
 */
public interface TaskFamily {
    /** Which phrasings a draw may use: those for learning, or those kept for the final report. */
    enum Wording {
        KNOWN,
        HELD_OUT
    }

    /** The name, unique within the environment: lower case with underscores. */
    String name();

    /** One sentence that says what its tasks ask for. */
    String description();

    TaskCategory category();

    /** The fewest tool calls before the answer that solve a typical task of the family. */
    int size();

    /** Tells whether the family is kept for the final report: never trained on, never used by the gate. */
    boolean heldOut();

    /** Words that point to this family when they occur in a seed description: lower case, whole words. */
    List<String> keywords();

    /** The data sets (or worlds) of a split from which tasks can be drawn, in a fixed order. */
    List<String> groups(Split split);

    /**
     * Draws the {@code number}-th task of an endless sequence: equal arguments give an equal task. Different numbers may
     * give the same question. Empty when these parameters give no well-posed question (a tie, too little data).
     */
    Optional<Task> draw(Split split, String group, Wording wording, long number);

    /** What makes two drawn tasks of this family the same question, so that only one of them is asked: the words. */
    default String question(Task task) {
        return task.description();
    }

    /** The calls with which an expert does a task of this family; empty where none is known. Only asked for when wanted. */
    default List<ToolCall> expert(Task task) {
        return List.of();
    }

    /**
     * Asks the question of a training task of this family in other words, which may be learned from but are none of those kept
     * for the final report: what solves the one solves the other. Empty where no other words are known.
     */
    default Optional<Task> reword(Task task, SplittableRandom random) {
        return Optional.empty();
    }
}
