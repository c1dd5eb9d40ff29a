package org.tapelearn.cli;

import java.io.PrintWriter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.tapelearn.cli.text.SafeText;

/** While it is open, prints what learning decides, one line each. */
final class DebugLog implements AutoCloseable {
    /** The learner tells its decisions to this logger, at DEBUG, which the platform's own logging calls FINE. */
    private static final String LEARNING = "org.tapelearn.learn";

    private final Logger logger = Logger.getLogger(LEARNING);
    private final boolean on;
    private final Handler handler;

    DebugLog(boolean on, PrintWriter err) {
        this.on = on;
        this.handler = new Lines(err);
        if (on) {
            logger.setLevel(Level.FINE);
            logger.setUseParentHandlers(false);
            logger.addHandler(handler);
        }
    }

    @Override
    public void close() {
        if (on) {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
            logger.setLevel(null);
        }
    }

    private static final class Lines extends Handler {
        private final PrintWriter err;

        Lines(PrintWriter err) {
            this.err = err;
        }

        @Override
        public void publish(LogRecord said) {
            err.println("debug: " + SafeText.oneLine(said.getMessage()));
        }

        @Override
        public void flush() {
            err.flush();
        }

        @Override
        public void close() {
            flush();
        }
    }
}
