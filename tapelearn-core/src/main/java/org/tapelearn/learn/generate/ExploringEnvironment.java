package org.tapelearn.learn.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.tapelearn.environment.DelegatingEnvironment;
import org.tapelearn.environment.Environment;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Finding;
import org.tapelearn.task.Task;

/**
 * An environment in which tasks that explore a tool can be tried and checked beside its own: it looks at which calls an attempt made
 * and how they were answered. All else is left to the environment that it is laid over, which stays open when this one is closed.
 */
public final class ExploringEnvironment extends DelegatingEnvironment {
    private static final String TOOL = "explored_tool";
    private static final String ARGUMENT = "argument";
    private static final String VALUE = "value";
    private static final String REFUSED = "refused";
    private static final String UNDERLYING = "underlying";

    public ExploringEnvironment(Environment environment) {
        super(environment);
    }

    /**
     * What an attempt must have done.
     *
     * @param argument the argument that must have had the value; empty for any call of the tool
     * @param refused the call must have been answered by an error; otherwise by something else
     */
    record Goal(String tool, String argument, String value, boolean refused) {
        boolean metBy(ToolCall call, Transition transition) {
            return call.tool().equals(tool)
                    && transition.error() == refused
                    && (argument.isEmpty() || value.equals(call.arguments().get(argument)));
        }

        /** The check, with that of the task whose world it is tried in. */
        JsonNode check(JsonNode underlying) {
            ObjectNode check = JsonNodeFactory.instance
                    .objectNode()
                    .put(TOOL, tool)
                    .put(ARGUMENT, argument)
                    .put(VALUE, value)
                    .put(REFUSED, refused);
            check.set(UNDERLYING, underlying);
            return check;
        }

        static Goal of(JsonNode check) {
            return new Goal(
                    check.path(TOOL).asText(),
                    check.path(ARGUMENT).asText(),
                    check.path(VALUE).asText(),
                    check.path(REFUSED).asBoolean());
        }
    }

    private static boolean explores(Criterion criterion) {
        return criterion.check().has(TOOL);
    }

    @Override
    public Episode open(Task task, long seed) {
        return new Watched(super.open(underlying(task), seed));
    }

    private static Task underlying(Task task) {
        List<Criterion> criteria = task.criteria().stream()
                .map(criterion -> explores(criterion)
                        ? new Criterion(
                                criterion.name(),
                                criterion.description(),
                                criterion.check().path(UNDERLYING),
                                criterion.role(),
                                criterion.weight())
                        : criterion)
                .toList();
        return task.withCriteria(criteria);
    }

    /** An episode that remembers its calls and how they were answered. */
    private static final class Watched implements Episode {
        private record Turn(ToolCall call, Transition transition) {}

        private final Episode episode;
        private final List<Turn> turns = new ArrayList<>();

        Watched(Episode episode) {
            this.episode = episode;
        }

        @Override
        public String opening() {
            return episode.opening();
        }

        @Override
        public List<ToolCall> actions() {
            return episode.actions();
        }

        @Override
        public Transition step(ToolCall call) {
            Transition transition = episode.step(call);
            turns.add(new Turn(call, transition));
            return transition;
        }

        @Override
        public String state() {
            return episode.state();
        }

        @Override
        public Finding check(Criterion criterion) {
            if (!explores(criterion)) {
                return episode.check(criterion);
            }
            Goal goal = Goal.of(criterion.check());
            boolean met = turns.stream().anyMatch(turn -> goal.metBy(turn.call(), turn.transition()));
            return new Finding(criterion.name(), met, met ? "such a call was made" : "no such call was made");
        }

        @Override
        public void close() {
            episode.close();
        }
    }
}
