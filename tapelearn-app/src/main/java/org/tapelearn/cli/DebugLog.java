package org.tapelearn.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.tapelearn.cli.text.SafeText;

/** While it is open, prints what learning decides and what tool servers say, one line each. */
final class DebugLog implements AutoCloseable {
    /** The learner tells its decisions to this logger, at DEBUG, which the platform's own logging calls FINE. */
    private static final String LEARNING = "org.tapelearn.learn";
    /** What tool servers say on their error output. */
    private static final String SERVERS = "org.tapelearn.env.tools.mcp";

    private final List<Logger> loggers = List.of(Logger.getLogger(LEARNING), Logger.getLogger(SERVERS));
    private final boolean on;
    private final Handler handler;

    DebugLog(boolean on, PrintWriter err) {
        this.on = on;
        this.handler = new Lines(err);
        if (on) {
            for (Logger logger : loggers) {
                logger.setLevel(Level.FINE);
                logger.setUseParentHandlers(false);
                logger.addHandler(handler);
            }
        }
    }

    @Override
    public void close() {
        if (on) {
            for (Logger logger : loggers) {
                logger.removeHandler(handler);
                logger.setUseParentHandlers(true);
                logger.setLevel(null);
            }
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
