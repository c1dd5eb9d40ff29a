package org.tapelearn.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.LlmFailure;
import org.tapelearn.llm.Occasion;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.Sampling;
import org.tapelearn.llm.Usage;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.ToolCall;

/** A node agent at work on one tape. */
final class NodeAttempt implements Agent.Attempt {
    private final NodeAgent agent;
    private final Briefing briefing;
    private final Views views;
    private final Map<Long, Integer> answers = new HashMap<>();
    private Usage used = Usage.NONE;
    private int asked;

    NodeAttempt(NodeAgent agent, Briefing briefing) {
        this.agent = agent.begun(briefing);
        this.briefing = briefing;
        this.views = new Views(agent.name());
    }

    @Override
    public ToolCall act(Tape tape, List<ToolCall> admissible) {
        return switch (turn(tape, admissible)) {
            case Turn.Act act -> act.action().call();
            case Turn.Stop stop ->
                throw new IllegalStateException("The agent (%s) stopped without a call: %s %s"
                        .formatted(agent.name(), stop.status(), stop.detail()));
        };
    }

    @Override
    public Turn turn(Tape tape, List<ToolCall> admissible) {
        Growth growth = new Growth(tape);
        Turn turn = run(growth, admissible);
        agent.events().accept(new AgentEvent.Ended(growth.tape, turn));
        return turn;
    }

    private Turn run(Growth growth, List<ToolCall> admissible) {
        for (int runs = 0; runs < agent.allowance().runs(); runs++) {
            views.grow(growth.tape);
            if (views.isOver()) {
                return growth.stop(Status.FINISHED, "");
            }
            if (agent.allowance().cancelled().getAsBoolean()) {
                return growth.stop(Status.CANCELLED, "");
            }
            View view = views.top();
            List<NodeAgent> line = agent.along(view.agent());
            Optional<Node> next = line.getLast().next(view);
            if (next.isEmpty()) {
                if (views.depth() == 1) {
                    return growth.stop(Status.FINISHED, "");
                }
                growth.add(new Step.Respond(by(view, "", growth, ""), "", true));
                continue;
            }
            Optional<Turn> end = run(next.get(), line, view, growth, admissible);
            if (end.isPresent()) {
                return end.get();
            }
        }
        return growth.stop(
                Status.MAX_STEPS,
                "no call after %d runs of nodes".formatted(agent.allowance().runs()));
    }

    /** Runs a node; says how the turn ends, where it does. */
    private Optional<Turn> run(Node node, List<NodeAgent> line, View view, Growth growth, List<ToolCall> admissible) {
        Scene scene = new Scene(view, growth.tape, admissible, briefing);
        Prompt prompt = node.makePrompt(scene);
        Completion completion = Completion.NONE;
        String model = "";
        String run = growth.run();
        if (!prompt.isEmpty()) {
            if (used.total() >= agent.allowance().tokens()) {
                return Optional.of(growth.stop(Status.BUDGET, "%d tokens are used".formatted(used.total())));
            }
            try {
                Llm llm = model(node, line);
                model = llm.name();
                completion = llm.complete(
                        placed(prompt, growth),
                        text -> agent.events().accept(new AgentEvent.Partial(view.agent(), node.name(), text)));
            } catch (LlmFailure failure) {
                return Optional.of(stopped(failure, growth));
            }
            used = used.plus(completion.usage());
            agent.calls().keep(run, prompt, completion);
            if (answers.merge(trace(view, node, prompt, completion), 1, Integer::sum)
                    > agent.allowance().repeats()) {
                return Optional.of(growth.stop(Status.LOOP, "node (%s) goes round in a circle".formatted(node.name())));
            }
        }
        return take(node.readCompletion(scene, completion), by(view, node.name(), growth, model), growth);
    }

    /** A number that differs, but for one chance in many, where the prompt or the answer does: whole prompts would be too much to keep. */
    private static long trace(View view, Node node, Prompt prompt, Completion completion) {
        int asked = Objects.hash(
                view.agent(), node.name(), prompt.messages(), prompt.tools().size());
        return ((long) asked << Integer.SIZE) | Integer.toUnsignedLong(completion.hashCode());
    }

    /** Adds to a node's prompt which attempt asks it, so that no two attempts share a sample. */
    private Prompt placed(Prompt prompt, Growth growth) {
        return prompt.with(prompt.sampling().orElse(Sampling.DEFAULT.withSeed(briefing.seed())))
                .on(new Occasion(
                        prompt.occasion().purpose(), growth.tape.metadata().id(), asked++));
    }

    /** What ends the attempt alone is its end; what would end all others too goes up to the session. */
    private static Turn stopped(LlmFailure failure, Growth growth) {
        return switch (failure.kind()) {
            case UNAVAILABLE -> growth.stop(Status.BROKEN, String.valueOf(failure.getMessage()));
            case TOO_LONG -> growth.stop(Status.BUDGET, String.valueOf(failure.getMessage()));
            case REFUSED_ACCESS, BUDGET, MISSING -> throw failure;
        };
    }

    private Optional<Turn> take(List<Step> steps, StepMetadata by, Growth growth) {
        List<Step> made = steps.isEmpty() ? List.of(new Step.Pass(by)) : steps;
        for (int i = 0; i < made.size(); i++) {
            Step step = Signed.step(made.get(i), by.withId(growth.nextId()));
            if (step instanceof Step.Action action) {
                if (i < made.size() - 1) {
                    throw new IllegalStateException(
                            "A call must be the last step of a run, since the environment answers it; but node (%s) adds (%s) after (%s)."
                                    .formatted(by.node(), made.get(i + 1).kind(), action.call()));
                }
                return Optional.of(growth.act(action));
            }
            growth.add(step);
            if (step instanceof Step.Stop) {
                return Optional.of(growth.stop(Status.FINISHED, ""));
            }
        }
        return Optional.empty();
    }

    private static StepMetadata by(View view, String node, Growth growth, String model) {
        return new StepMetadata(growth.nextId(), view.agent(), node, growth.run(), model);
    }

    private static Llm model(Node node, List<NodeAgent> line) {
        for (int i = line.size() - 1; i >= 0; i--) {
            Llm found = line.get(i).models().get(node.model());
            if (found != null) {
                return found;
            }
        }
        throw new IllegalArgumentException(
                "Node (%s) asks a model (%s), but agent (%s) and its callers have none of that name."
                        .formatted(node.name(), node.model(), line.getLast().name()));
    }

    /** The tape as it grows in one turn. */
    private final class Growth {
        private final List<Step> added = new ArrayList<>();
        private Tape tape;

        Growth(Tape tape) {
            this.tape = tape;
        }

        void add(Step step) {
            added.add(step);
            tape = tape.append(step);
            agent.events().accept(new AgentEvent.Added(step));
        }

        String nextId() {
            return Integer.toString(tape.steps().size());
        }

        /** Names a run of a node: by the tape and the first step that it adds. */
        String run() {
            return tape.metadata().id() + "#" + tape.steps().size();
        }

        Turn act(Step.Action action) {
            List<Step> before = List.copyOf(added);
            add(action);
            return new Turn.Act(before, action);
        }

        Turn stop(Status status, String detail) {
            return new Turn.Stop(added, status, detail);
        }
    }
}
