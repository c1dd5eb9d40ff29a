package org.tapelearn.cli;

/** What the program's exit code says. */
final class ExitCode {
    static final int DONE = 0;
    static final int OUR_FAULT = 1;
    static final int USER_MUST_ACT = 2;
    static final int STOPPED = 3;

    private ExitCode() {}
}
