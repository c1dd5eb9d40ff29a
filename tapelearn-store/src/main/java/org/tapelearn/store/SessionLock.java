package org.tapelearn.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.SessionStore;

/**
 * A session held by way of the operating system's file locks: the lock goes when its process goes, however it ends. The
 * file holds the process's id for others to read, and stays behind empty.
 */
final class SessionLock implements SessionStore.Hold {
    private static final String SUFFIX = ".lock";

    /**
     * Files held by this process. They must not be opened a second time: on POSIX systems, closing any channel of a file
     * lets go all of the process's locks on it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private SessionLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Holds a session of the store in a folder; throws {@link PrerequisiteException} if someone else does. */
    static SessionLock hold(Path folder, String sessionId) {
        Path file;
        try {
            file = Files.createDirectories(folder.resolve("locks")).toRealPath().resolve(sessionId + SUFFIX);
        } catch (IOException refused) {
            throw unusable(folder.resolve("locks"), refused);
        }
        if (!HELD.add(file)) {
            throw heldBy(
                    sessionId,
                    "this same process (%d)".formatted(ProcessHandle.current().pid()));
        }
        boolean held = false;
        try {
            SessionLock lock = lock(file, sessionId);
            held = true;
            return lock;
        } catch (IOException refused) {
            throw unusable(file, refused);
        } finally {
            if (!held) {
                HELD.remove(file);
            }
        }
    }

    private static SessionLock lock(Path file, String sessionId) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean held = false;
        try {
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                throw heldBy(sessionId, "process " + holder(channel));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            held = true;
            return new SessionLock(file, channel);
        } finally {
            if (!held) {
                channel.close();
            }
        }
    }

    /** Returns a session of the store in a folder that somebody holds, with who that is; empty where nobody holds any. */
    static Optional<String> held(Path folder) throws IOException {
        Path locks = folder.resolve("locks");
        if (!Files.isDirectory(locks)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(locks.toRealPath(), "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String session = name.substring(0, name.length() - SUFFIX.length());
                if (HELD.contains(file)) {
                    return Optional.of("(%s) by this same process".formatted(session));
                }
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                        FileLock lock = channel.tryLock()) {
                    if (lock == null) {
                        return Optional.of("(%s) by process %s".formatted(session, holder(channel)));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        int length = channel.read(text, 0);
        return length <= 0 ? "(not yet written down)" : new String(text.array(), 0, length, StandardCharsets.US_ASCII);
    }

    private static PrerequisiteException heldBy(String sessionId, String holder) {
        return new PrerequisiteException("""
                The session (%s) is in use by %s; a session has one writer at a time.
                Wait until it ends, end it, or start another session.""".formatted(sessionId, holder));
    }

    private static PrerequisiteException unusable(Path file, IOException refused) {
        return new PrerequisiteException("""
                The session's lock (%s) cannot be made or written: %s.
                Give yourself the right to write it, or name another folder with --store.""".formatted(file, refused), refused);
    }

    @Override
    public void close() {
        if (!HELD.contains(file) || !channel.isOpen()) {
            return;
        }
        try (channel) {
            channel.truncate(0);
        } catch (IOException refused) {
            throw unusable(file, refused);
        } finally {
            HELD.remove(file);
        }
    }
}
