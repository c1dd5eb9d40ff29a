package org.tapelearn.env.tools.methods;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agent.tool.ToolSpecifications;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tapelearn.env.tools.SchemaParameters;
import org.tapelearn.env.tools.ToolAnswer;
import org.tapelearn.env.tools.ToolHost;
import org.tapelearn.env.tools.ToolSession;
import org.tapelearn.env.tools.WorkFolder;
import org.tapelearn.environment.EnvironmentFault;
import org.tapelearn.error.Nearest;
import org.tapelearn.tool.ToolSpec;

/**
 * The methods of an object that LangChain4j's {@code @Tool} marks, as they are. Each episode has an object of its own. An exception of
 * a method is an error that the agent sees; an {@link EnvironmentFault} and an {@link Error} end the attempt unjudged.
 */
public final class MethodToolHost implements ToolHost {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String description;
    private final Function<WorkFolder, ?> toolbox;
    private final Map<String, Method> methods = new LinkedHashMap<>();
    private final List<ToolSpec> tools;

    private MethodToolHost(Class<?> type, Set<String> reading, Function<WorkFolder, ?> toolbox) {
        this.description = "Methods of %s.".formatted(type.getSimpleName());
        this.toolbox = toolbox;
        for (Method method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Tool.class)) {
                String name = ToolSpecifications.toolSpecificationFrom(method).name();
                if (methods.put(name, method) != null) {
                    throw new IllegalArgumentException("There are two tools of the name (%s).".formatted(name));
                }
                method.setAccessible(true);
            }
        }
        if (methods.isEmpty()) {
            throw new IllegalArgumentException("""
                    Class (%s) has no method that is marked as a tool.
                    Mark some with @dev.langchain4j.agent.tool.Tool.""".formatted(type.getName()));
        }
        for (String name : reading) {
            if (!methods.containsKey(name)) {
                throw new IllegalArgumentException("Class (%s) has no tool (%s).%s"
                        .formatted(type.getName(), name, Nearest.hint(name, methods.keySet())));
            }
        }
        this.tools = methods.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> spec(ToolSpecifications.toolSpecificationFrom(entry.getValue()), reading))
                .toList();
    }

    /**
     * Makes a host.
     *
     * @param type the class whose methods are tools
     * @param reading the names of those that change nothing: checks may call them
     * @param toolbox makes the object of an episode, with the episode's working folder
     */
    public static <T> MethodToolHost of(Class<T> type, Set<String> reading, Function<WorkFolder, ? extends T> toolbox) {
        return new MethodToolHost(type, reading, toolbox);
    }

    private static ToolSpec spec(ToolSpecification tool, Set<String> reading) {
        return new ToolSpec(
                tool.name(),
                tool.description() == null ? "" : tool.description(),
                SchemaParameters.of(schema(tool)),
                reading.contains(tool.name()) ? ToolSpec.Effect.READS : ToolSpec.Effect.WRITES);
    }

    private static JsonNode schema(ToolSpecification tool) {
        try {
            return MAPPER.readTree(tool.toJson()).path("parameters");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Tool (%s) is described by no JSON.".formatted(tool.name()), impossible);
        }
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public boolean worksInFolder() {
        return false;
    }

    @Override
    public List<ToolSpec> tools() {
        return tools;
    }

    @Override
    public ToolSession open(WorkFolder.Setup setup) {
        WorkFolder folder = WorkFolder.create();
        boolean opened = false;
        try {
            setup.fill(folder);
            Object own = toolbox.apply(folder);
            opened = true;
            return new Session(folder, own);
        } finally {
            if (!opened) {
                folder.close();
            }
        }
    }

    @Override
    public void close() {}

    private final class Session implements ToolSession {
        private final WorkFolder folder;
        private final Object own;

        Session(WorkFolder folder, Object own) {
            this.folder = folder;
            this.own = own;
        }

        @Override
        public WorkFolder folder() {
            return folder;
        }

        @Override
        public ToolAnswer call(String tool, ObjectNode arguments) {
            Method method = methods.get(tool);
            if (method == null) {
                throw new IllegalArgumentException("There is no tool (%s).".formatted(tool));
            }
            @Nullable Object[] values;
            try {
                values = values(method, arguments);
            } catch (IllegalArgumentException misfit) {
                return ToolAnswer.refused("The arguments do not fit: " + misfit.getMessage());
            }
            try {
                return ToolAnswer.of(text(method.invoke(own, values)));
            } catch (InvocationTargetException thrown) {
                return failed(tool, thrown.getCause() == null ? thrown : thrown.getCause());
            } catch (IllegalAccessException hidden) {
                throw new EnvironmentFault("tool (%s) cannot be called".formatted(tool), hidden);
            }
        }

        @Override
        public void close() {
            try {
                if (own instanceof AutoCloseable closeable) {
                    closeable.close();
                }
            } catch (Exception broken) {
                throw new EnvironmentFault("the tools could not be closed: " + broken.getMessage(), broken);
            } finally {
                folder.close();
            }
        }
    }

    private static ToolAnswer failed(String tool, Throwable cause) {
        if (cause instanceof EnvironmentFault fault) {
            throw fault;
        }
        if (cause instanceof Error error) {
            throw new EnvironmentFault("tool (%s) failed: %s".formatted(tool, error), error);
        }
        return ToolAnswer.refused(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
    }

    private static @Nullable Object[] values(Method method, ObjectNode arguments) {
        Parameter[] parameters = method.getParameters();
        @Nullable Object[] values = new @Nullable Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            JsonNode given = arguments.path(name(parameters[i]));
            values[i] = given.isMissingNode() && !parameters[i].getType().isPrimitive()
                    ? null
                    : MAPPER.convertValue(
                            given.isMissingNode() ? null : given,
                            MAPPER.constructType(parameters[i].getParameterizedType()));
        }
        return values;
    }

    private static String name(Parameter parameter) {
        P said = parameter.getAnnotation(P.class);
        return said == null || said.name().isBlank() ? parameter.getName() : said.name();
    }

    private static String text(@Nullable Object result) {
        if (result == null) {
            return "done";
        }
        return result instanceof CharSequence text
                ? text.toString()
                : MAPPER.valueToTree(result).toString();
    }
}
