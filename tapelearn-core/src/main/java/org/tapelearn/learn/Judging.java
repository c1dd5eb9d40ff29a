package org.tapelearn.learn;

import org.tapelearn.evaluate.Judges;

/**
 * How a session practises what nothing can check: judges say what attempts look like. Their word makes pairs to learn from, and
 * enters no gate, no mastery and no figure of success.
 *
 * @param tasksPerWave tasks that nothing can check, tried in each wave beside the others; 0 to leave them
 * @param note why judges that the user wanted are not asked, for the report; empty otherwise
 */
public record Judging(Judges judges, int tasksPerWave, String note) {
    /** Nobody judges, and what nothing can check is left. */
    public static final Judging NONE = refused("");

    public Judging(Judges judges, int tasksPerWave) {
        this(judges, tasksPerWave, "");
    }

    /** Nobody judges, although the user wanted it. */
    public static Judging refused(String note) {
        return new Judging(Judges.NONE, 0, note);
    }

    public Judging {
        if (tasksPerWave < 0) {
            throw new IllegalArgumentException(
                    "The tasks of a wave that judges look at are 0 or more, but are %d.".formatted(tasksPerWave));
        }
    }
}
