package org.tapelearn.env.scienceworld;

import java.util.ArrayList;
import java.util.List;
import org.tapelearn.tape.ToolCall;

/**
 * Drives the simulator by nothing but its own Python interface, as its authors' wrapper does: the baseline for speed, and what
 * the environment's answers are held against.
 */
public final class PlainLoop implements AutoCloseable {
    private final World world;
    private final String simplifications;

    /** Starts a simulator of its own. */
    public PlainLoop(ScienceWorldJar jar, ScienceWorldSettings settings) {
        this.world = new World(jar.file(), settings.temporary(), settings.patience());
        this.simplifications = settings.simplifications();
    }

    /** What the interface says before the first call and after each: answer, room, inventory, valid actions and score. */
    public record Said(String answer, String room, String carried, List<String> valid, double score) {}

    /** Makes calls in a variation of a task. */
    public List<Said> play(String task, int variation, List<ToolCall> calls) {
        return world.call("plain loop", simulator -> {
            List<Said> said = new ArrayList<>();
            simulator.load(task, variation, simplifications, false);
            said.add(said(simulator, "", 0));
            for (ToolCall call : calls) {
                String answer = simulator.pythonStep(
                        Verb.action(call).orElseThrow(() -> new IllegalArgumentException("No action: " + call)));
                said.add(said(simulator, answer, simulator.pythonScore()));
            }
            return said;
        });
    }

    private static Said said(Simulator simulator, String answer, double score) throws ReflectiveOperationException {
        String room = simulator.look().strip();
        String carried = simulator.inventory().strip();
        return new Said(answer, room, carried, simulator.pythonValid(), score);
    }

    @Override
    public void close() {
        world.close();
    }
}
