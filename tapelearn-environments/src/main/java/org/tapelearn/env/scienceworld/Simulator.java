package org.tapelearn.env.scienceworld;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tapelearn.task.Split;

/**
 * One simulator, called by its own names. All calls must come from the thread that made it: what it prints is silenced for
 * that thread, by way of Scala's console, and nobody else's output is touched.
 */
final class Simulator {
    private static final String UNKNOWN = "No known action matches that input.";

    private final Object server;
    private final Calls calls = new Calls();
    private final Sight sight;

    /** What a call came to. */
    record Answer(String text, double score, boolean completed, boolean understood) {}

    Simulator(ClassLoader loader) throws ReflectiveOperationException {
        silence(loader);
        server = loader.loadClass("scienceworld.runtime.pythonapi.PythonInterface")
                .getConstructor()
                .newInstance();
        sight = new Sight(loader, calls);
    }

    private static void silence(ClassLoader loader) throws ReflectiveOperationException {
        Class<?> type = loader.loadClass("scala.Console$");
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8) {
            @Override
            public void print(@Nullable String text) {}

            @Override
            public void println(@Nullable Object text) {}
        };
        type.getMethod("setOutDirect", PrintStream.class)
                .invoke(type.getField("MODULE$").get(null), nowhere);
        type.getMethod("setErrDirect", PrintStream.class)
                .invoke(type.getField("MODULE$").get(null), nowhere);
    }

    List<String> taskNames() throws ReflectiveOperationException {
        return texts("getTaskNames");
    }

    /** The simplifications that may be asked for, beside {@code easy}. */
    List<String> simplifications() throws ReflectiveOperationException {
        return List.of(calls.text(server, "getPossibleSimplifications").split(", *"));
    }

    /** The official training, development and test variations of a task; what was loaded before is gone. */
    Map<Split, List<Integer>> splits(String task) throws ReflectiveOperationException {
        calls.call(server, "taskStr_$eq", task);
        return Map.of(
                Split.TRAIN, numbers("getVariationsTrain"),
                Split.SELECTION, numbers("getVariationsDev"),
                Split.TEST, numbers("getVariationsTest"));
    }

    /** Starts a task's variation anew; with {@code gold} it also finds how an expert does it, which takes longer. */
    void load(String task, int variation, String simplifications, boolean gold) throws ReflectiveOperationException {
        calls.call(server, "load", task, variation, simplifications, gold);
        String error = calls.text(server, "errorStr");
        if (!error.isEmpty()) {
            throw new IllegalStateException(error);
        }
    }

    String task() throws ReflectiveOperationException {
        return calls.text(server, "getTaskDescription");
    }

    String look() throws ReflectiveOperationException {
        return calls.text(server, "freeActionLook");
    }

    String inventory() throws ReflectiveOperationException {
        return calls.text(server, "freeActionInventory");
    }

    /** The valid actions as the Python interface lists them. */
    List<String> pythonValid() throws ReflectiveOperationException {
        return texts("getValidActionObjectCombinations");
    }

    /** The valid actions, in the order of their words, by the names that {@link Names} chooses. */
    List<String> valid() throws ReflectiveOperationException {
        Object world = world();
        return sight.isPuzzled(world) ? pythonValid() : sight.valid(world);
    }

    /** All names of the things in sight, each with the one that is listed; of several things that share a name, one. */
    Map<String, String> names() throws ReflectiveOperationException {
        return sight.names(world());
    }

    private Object world() throws ReflectiveOperationException {
        return calls.call(calls.call(server, "agentInterface"), "get");
    }

    List<String> gold() throws ReflectiveOperationException {
        return texts("getGoldActionSequence");
    }

    /**
     * Acts. It calls what the Python interface's own {@code step} calls, without the history that this keeps beside it and the
     * names that it prints, which take time and change nothing.
     */
    Answer step(String action) throws ReflectiveOperationException {
        Object world = world();
        Object triple = calls.call(world, "step", action);
        if ((boolean) calls.call(world, "isInErrorState")) {
            throw new IllegalStateException(calls.text(world, "getErrorStateMessage"));
        }
        String text = calls.text(triple, "_1");
        boolean understood = !text.isEmpty() && !text.equals(UNKNOWN);
        return new Answer(
                understood ? text : UNKNOWN,
                (double) calls.call(triple, "_2"),
                (boolean) calls.call(triple, "_3"),
                understood);
    }

    /** Acts by the Python interface's own {@code step}. */
    String pythonStep(String action) throws ReflectiveOperationException {
        return String.valueOf(calls.call(server, "step", action));
    }

    /** The score after the Python interface's last {@code step}. */
    double pythonScore() throws ReflectiveOperationException {
        return (double) calls.call(server, "getScore");
    }

    private List<String> texts(String method) throws ReflectiveOperationException {
        return ((List<?>) calls.call(server, method))
                .stream().map(String::valueOf).toList();
    }

    private List<Integer> numbers(String method) throws ReflectiveOperationException {
        return ((List<?>) calls.call(server, method))
                .stream().map(Integer.class::cast).toList();
    }
}
