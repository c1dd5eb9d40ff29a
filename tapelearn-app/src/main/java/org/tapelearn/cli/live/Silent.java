package org.tapelearn.cli.live;

/** Shows nothing. */
public final class Silent implements Display {
    @Override
    public void on(Progress progress) {}

    @Override
    public void close() {}
}
