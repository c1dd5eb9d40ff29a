package org.tapelearn.policy;

/**
 * An admissible call, taken apart.
 *
 * @param tool the tool's hash
 * @param choices the hashes of the fixed choices among its arguments, in order
 * @param parameters the hashes of the parameters of its other arguments, in order
 * @param arguments the values of those parameters, in order
 * @param id equal for equal calls
 * @param toolNamed the task names the tool
 * @param choiceNamed for each fixed choice, whether the task names it
 */
record Candidate(
        long tool,
        long[] choices,
        long[] parameters,
        Entity[] arguments,
        long id,
        boolean toolNamed,
        boolean[] choiceNamed) {}
