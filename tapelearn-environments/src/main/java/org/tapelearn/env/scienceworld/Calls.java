package org.tapelearn.env.scienceworld;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Calls methods of the simulator's classes, which are loaded at run time, by name. */
final class Calls {
    private final Map<String, Method> methods = new ConcurrentHashMap<>();

    String text(Object object, String method) throws ReflectiveOperationException {
        return String.valueOf(call(object, method));
    }

    Object call(Object object, String name, Object... arguments) throws ReflectiveOperationException {
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

    /** Goes through a Scala collection. */
    void each(Object collection, Consumer<Object> use) throws ReflectiveOperationException {
        Object iterator = call(collection, "iterator");
        while ((boolean) call(iterator, "hasNext")) {
            use.accept(call(iterator, "next"));
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
