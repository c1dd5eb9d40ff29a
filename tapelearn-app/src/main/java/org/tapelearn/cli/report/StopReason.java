package org.tapelearn.cli.report;

/** Why a session ended, in words. */
public final class StopReason {
    private StopReason() {}

    /** Returns a sentence for a reason of {@link org.tapelearn.learn.LearningReport#stopReason()}. */
    public static String sentence(String reason) {
        return switch (reason) {
            case "solved" -> "solved: the lower bound on selection tasks reached the convergence threshold";
            case "plateau" -> "plateau: further rounds no longer got past the gate";
            case "rounds" -> "rounds: all learning rounds were used";
            case "budget" -> "budget: a cap was reached before the rounds were used; the session is saved";
            case "stopped" -> "stopped on request; the session is saved";
            case "running" -> "not ended yet";
            default -> reason;
        };
    }

    /** Tells whether the session ended by a cap or a signal, so that it can be resumed. */
    public static boolean canGoOn(String reason) {
        return switch (reason) {
            case "budget", "stopped", "running" -> true;
            default -> false;
        };
    }
}
