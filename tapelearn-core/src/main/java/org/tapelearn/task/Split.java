package org.tapelearn.task;

/** Which part of learning may see a task: training, the gate, or only the final report. */
public enum Split {
    TRAIN,
    SELECTION,
    TEST
}
