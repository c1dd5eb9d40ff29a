package org.tapelearn.cli.live;

import org.tapelearn.learn.LearningListener;

/** Shows a session while it runs. Closing it leaves the cursor at the start of an empty line. */
public sealed interface Display extends LearningListener, AutoCloseable
        permits LiveLine, PlainLines, JsonLines, Silent {
    @Override
    void close();
}
