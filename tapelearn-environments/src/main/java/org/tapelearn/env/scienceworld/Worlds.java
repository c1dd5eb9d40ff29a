package org.tapelearn.env.scienceworld;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The worlds that wait to be used again: starting one takes a second or more. Safe for use by several threads. */
final class Worlds implements AutoCloseable {
    private static final int MOST_IDLE = 8;

    private final Path jar;
    private final Path temporary;
    private final Duration patience;
    private final Deque<World> idle = new ArrayDeque<>();
    private boolean closed;

    Worlds(Path jar, Path temporary, Duration patience) {
        this.jar = jar;
        this.temporary = temporary;
        this.patience = patience;
    }

    World take() {
        synchronized (idle) {
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        return new World(jar, temporary, patience);
    }

    void giveBack(World world) {
        synchronized (idle) {
            if (!world.isBroken() && !closed && idle.size() < MOST_IDLE) {
                idle.push(world);
                return;
            }
        }
        world.close();
    }

    /** Lets a world work, and takes it back. */
    <T> T with(String what, World.Work<T> work) {
        World world = take();
        try {
            return world.call(what, work);
        } finally {
            giveBack(world);
        }
    }

    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            idle.forEach(World::close);
            idle.clear();
        }
    }
}
