package org.tapelearn.env.scienceworld;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.tapelearn.task.Split;

/**
 * One simulator, called by its own names. All calls must come from the thread that made it: what it prints is silenced for
 * that thread, by way of Scala's console, and nobody else's output is touched.
 */
final class Simulator {
    private static final String UNKNOWN = "No known action matches that input.";

    private final Object server;
    private final Map<String, Method> methods = new ConcurrentHashMap<>();

    /** What a call came to. */
    record Answer(String text, double score, boolean completed, boolean understood) {}

    Simulator(ClassLoader loader) throws ReflectiveOperationException {
        silence(loader);
        server = loader.loadClass("scienceworld.runtime.pythonapi.PythonInterface")
                .getConstructor()
                .newInstance();
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
        return List.of(text(server, "getPossibleSimplifications").split(", *"));
    }

    /** The official training, development and test variations of a task; what was loaded before is gone. */
    Map<Split, List<Integer>> splits(String task) throws ReflectiveOperationException {
        call(server, "taskStr_$eq", task);
        return Map.of(
                Split.TRAIN, numbers("getVariationsTrain"),
                Split.SELECTION, numbers("getVariationsDev"),
                Split.TEST, numbers("getVariationsTest"));
    }

    /** Starts a task's variation anew; with {@code gold} it also finds how an expert does it, which takes longer. */
    void load(String task, int variation, String simplifications, boolean gold) throws ReflectiveOperationException {
        call(server, "load", task, variation, simplifications, gold);
        String error = text(server, "errorStr");
        if (!error.isEmpty()) {
            throw new IllegalStateException(error);
        }
    }

    String task() throws ReflectiveOperationException {
        return text(server, "getTaskDescription");
    }

    String look() throws ReflectiveOperationException {
        return text(server, "freeActionLook");
    }

    String inventory() throws ReflectiveOperationException {
        return text(server, "freeActionInventory");
    }

    List<String> valid() throws ReflectiveOperationException {
        return texts("getValidActionObjectCombinations");
    }

    List<String> gold() throws ReflectiveOperationException {
        return texts("getGoldActionSequence");
    }

    /**
     * Acts. It calls what the Python interface's own {@code step} calls, without the history that this keeps beside it and the
     * names that it prints, which take time and change nothing.
     */
    Answer step(String action) throws ReflectiveOperationException {
        Object world = call(call(server, "agentInterface"), "get");
        Object triple = call(world, "step", action);
        if ((boolean) call(world, "isInErrorState")) {
            throw new IllegalStateException(text(world, "getErrorStateMessage"));
        }
        String text = text(triple, "_1");
        boolean understood = !text.isEmpty() && !text.equals(UNKNOWN);
        return new Answer(
                understood ? text : UNKNOWN, (double) call(triple, "_2"), (boolean) call(triple, "_3"), understood);
    }

    /** Acts by the Python interface's own {@code step}. */
    String pythonStep(String action) throws ReflectiveOperationException {
        return String.valueOf(call(server, "step", action));
    }

    /** The score after the Python interface's last {@code step}. */
    double pythonScore() throws ReflectiveOperationException {
        return (double) call(server, "getScore");
    }

    private List<String> texts(String method) throws ReflectiveOperationException {
        return ((List<?>) call(server, method)).stream().map(String::valueOf).toList();
    }

    private List<Integer> numbers(String method) throws ReflectiveOperationException {
        return ((List<?>) call(server, method))
                .stream().map(Integer.class::cast).toList();
    }

    private String text(Object object, String method) throws ReflectiveOperationException {
        return String.valueOf(call(object, method));
    }

    private Object call(Object object, String name, Object... arguments) throws ReflectiveOperationException {
        String key = object.getClass().getName() + '.' + name;
        Method method = methods.get(key);
        if (method == null) {
            method = find(object.getClass(), name, arguments.length);
            methods.put(key, method);
        }
        try {
            return method.invoke(object, arguments);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("%s threw %s".formatted(name, thrown.getCause()), thrown.getCause());
        }
    }

    private static Method find(Class<?> type, String name, int arguments) throws NoSuchMethodException {
        for (Method method : type.getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == arguments) {
                return method;
            }
        }
        throw new NoSuchMethodException(String.format(Locale.ROOT, "%s.%s/%d", type.getName(), name, arguments));
    }
}
