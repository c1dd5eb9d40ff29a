package org.tapelearn.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tapelearn.langchain4j.GgufLlm;

/**
 * Turns Ctrl-C and SIGTERM into a clean end: asks the learner to stop, waits until it has saved, says how to go on, and
 * ends the process with exit code 3. Closing it gives the signals back.
 */
final class CleanStop implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final Shell shell;
    private final String session;
    private final CountDownLatch saved = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onSignal, "clean-stop");
    private boolean signalled;
    private @Nullable Runnable requestStop;

    CleanStop(Shell shell, String session) {
        this.shell = shell;
        this.session = session;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Says how to ask for an end; asks at once where the signal has come already. */
    synchronized void byWayOf(Runnable request) {
        requestStop = request;
        if (signalled) {
            request.run();
        }
    }

    /** Tells whether the process was asked to end. */
    synchronized boolean isSignalled() {
        return signalled;
    }

    private synchronized void signal() {
        signalled = true;
        if (requestStop != null) {
            requestStop.run();
        }
    }

    private void onSignal() {
        shell.err().println("%nStopping after the attempts under way ...".formatted());
        signal();
        try {
            if (saved.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                shell.err().println(howToGoOn(session));
            } else {
                shell.err().println("""
                                Not done after %d s: what was not saved by now will be done again.
                                Go on with: tapelearn resume %s
                                or, where nothing was saved yet, with the same command.""".formatted(PATIENCE.toSeconds(), session));
            }
        } catch (InterruptedException cutShort) {
            Thread.currentThread().interrupt();
        }
        shell.out().flush();
        GgufLlm.endAll();
        Runtime.getRuntime().halt(ExitCode.STOPPED);
    }

    static String howToGoOn(String session) {
        return "The session is saved. Go on with: tapelearn resume " + session;
    }

    /** Call when everything is saved and closed. */
    @Override
    public void close() {
        saved.countDown();
        if (!isSignalled()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException alreadyEnding) {
                // the signal came between the two lines above: the hook finds everything saved
            }
        }
    }
}
