package org.tapelearn.export;

/** Takes rows as they come. */
interface RowSink {
    void add(Row row);

    void leaveOut(LeftOut reason);
}
