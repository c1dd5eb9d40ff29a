package org.tapelearn.env.scienceworld;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapelearn.environment.EnvironmentFault;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.error.Nearest;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Finding;
import org.tapelearn.tool.ToolSpec;

/**
 * One attempt at a task. A world is taken from the pool only when a call leads where nobody has been lately; then it makes up
 * for the calls before.
 */
final class ScienceWorldEpisode implements Episode {
    static final String SCORE = "score";
    private static final double COMPLETE = 1 - 1e-9;

    private final WorldTask task;
    private final String simplifications;
    private final Worlds worlds;
    private final Moments moments;
    private final List<String> actions = new ArrayList<>();
    private final List<Moment> past = new ArrayList<>();
    private @Nullable World world;
    /** How many of the actions the world has seen. */
    private int acted;

    ScienceWorldEpisode(WorldTask task, String simplifications, Worlds worlds, Moments moments) {
        this.task = task;
        this.simplifications = simplifications;
        this.worlds = worlds;
        this.moments = moments;
        past.add(moments.find(null, task).orElseGet(() -> moments.keep(null, task, open())));
    }

    private Moment now() {
        return past.getLast();
    }

    /** All names of the things in sight, each with the one by which the thing is listed. */
    Map<String, String> names() {
        World own = live();
        return own.call("names", Simulator::names);
    }

    /** Tells whether the task is done. */
    boolean done() {
        return now().score >= COMPLETE;
    }

    @Override
    public String opening() {
        return past.getFirst().shown;
    }

    @Override
    public List<ToolCall> actions() {
        return now().actions;
    }

    @Override
    public Transition step(ToolCall call) {
        if (now().ended) {
            return Transition.refused("It is over: the world takes no further calls.");
        }
        Optional<String> action = Verb.action(call);
        if (action.isEmpty()) {
            return Transition.refused(refusal(call));
        }
        Moment before = now();
        Moment next = moments.find(before, action.get())
                .orElseGet(() -> moments.keep(before, action.get(), act(action.get())));
        actions.add(action.get());
        past.add(next);
        if (!next.understood) {
            return Transition.refused(next.shown);
        }
        return next.ended ? Transition.end(next.shown) : Transition.of(next.shown);
    }

    private static String refusal(ToolCall call) {
        List<ToolSpec> tools = Verb.tools();
        for (ToolSpec tool : tools) {
            if (tool.name().equals(call.tool())) {
                return "The tool (%s) takes (%s), not (%s)."
                        .formatted(
                                tool.name(),
                                String.join(
                                        ", ",
                                        tool.parameters().stream()
                                                .map(parameter -> parameter.name())
                                                .toList()),
                                String.join(", ", call.arguments().keySet()));
            }
        }
        List<String> names = tools.stream().map(ToolSpec::name).toList();
        return "There is no tool (%s), only: %s.%s"
                .formatted(call.tool(), String.join(", ", names), Nearest.hint(call.tool(), names));
    }

    private Moment open() {
        World own = worlds.take();
        world = own;
        acted = 0;
        try {
            return own.call("load " + task.id(), simulator -> Stage.open(simulator, task, simplifications));
        } catch (EnvironmentFault fault) {
            close();
            throw fault;
        }
    }

    private Moment act(String action) {
        return play(live(), now(), action);
    }

    /** A world that has seen all actions so far. */
    private World live() {
        if (world == null) {
            open();
        }
        World own = Objects.requireNonNull(world);
        while (acted < actions.size()) {
            play(own, past.get(acted), actions.get(acted));
        }
        return own;
    }

    private Moment play(World own, Moment before, String action) {
        acted++;
        return own.call(action, simulator -> Stage.act(simulator, before, action));
    }

    @Override
    public Finding check(Criterion criterion) {
        double score = now().score;
        double share = Math.clamp(score, 0, 1);
        String detail = score < 0 ? "failed for good" : "score " + String.format(Locale.ROOT, "%.2f", score);
        return criterion.name().equals(SCORE)
                ? new Finding(criterion.name(), done(), detail, share)
                : new Finding(criterion.name(), done(), detail);
    }

    @Override
    public void close() {
        World own = world;
        if (own != null) {
            world = null;
            worlds.giveBack(own);
        }
    }
}
