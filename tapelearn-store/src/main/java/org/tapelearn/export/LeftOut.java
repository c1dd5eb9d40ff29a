package org.tapelearn.export;

import java.util.Locale;

/** Why something gave no row. */
public enum LeftOut {
    OTHER_SPLIT("its task is of another split"),
    SAME_WORDS_IN_OTHER_SPLIT("its task has the words of a task of another split"),
    FILTERED("the filters leave it out"),
    UNSCORED("nothing could judge it"),
    NOT_VERIFIED("no success whose evidence the checker found"),
    NOT_A_FAILURE("the worse attempt succeeded too"),
    NO_CONVERSATION("its tape holds steps that no conversation can say"),
    NO_PROMPT("its tape shows the agent nothing before it acts"),
    SEVERAL_PROMPTS("its prompts were rewritten on the way"),
    PROMPTS_DIFFER("the two attempts were shown different things before they parted"),
    NO_STEP_OF_BOTH("one of the two had ended, or said the same call in other words, where they part"),
    NOTHING_TO_TRAIN("the agent produced nothing that can be trained on"),
    TEXT_BESIDE_CALL("the format has no place for words beside a call, or for several calls"),
    DUPLICATE("an equal row was written");

    private final String reason;

    LeftOut(String reason) {
        this.reason = reason;
    }

    /** The reason in words. */
    public String reason() {
        return reason;
    }

    /** The name in files: lower case, with hyphens. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
