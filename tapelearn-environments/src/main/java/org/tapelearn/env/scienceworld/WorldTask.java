package org.tapelearn.env.scienceworld;

/**
 * A variation of one of the simulator's tasks: everything in it follows from these two.
 *
 * @param name the task, as the simulator calls it
 * @param variation from 0
 */
record WorldTask(String name, int variation) {
    String id() {
        return name + "-" + variation;
    }
}
