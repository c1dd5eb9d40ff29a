package org.tapelearn.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.Tape;

/**
 * The agents at work on a tape, as a stack: a call pushes the view of a subagent, a respond pops it. Where a user
 * speaks after the end, the agent that is called by nobody begins again. Kept up as the tape grows: each
 * step is read once, at a cost that does not depend on the length. Used by one thread.
 */
public final class Views {
    private final Deque<View> stack = new ArrayDeque<>();
    private final Map<String, List<Step>> waiting = new HashMap<>();
    private final View root;
    private int read;
    private boolean ended;

    /** Begins before the first step, with the view of the agent that is called by nobody. */
    public Views(String name) {
        root = new View(name);
        stack.push(root);
    }

    /** Reads what is new on the tape, which must be the one read before, grown; returns the view of the agent at work. */
    public View read(Tape tape) {
        grow(tape);
        return top();
    }

    /** As {@link #read}, of a tape that may be over. */
    void grow(Tape tape) {
        List<Step> steps = tape.steps();
        if (steps.size() < read) {
            throw new IllegalArgumentException(
                    "A tape of at least %d steps was expected, since so many were read, but it has %d."
                            .formatted(read, steps.size()));
        }
        while (read < steps.size()) {
            take(steps.get(read++));
        }
    }

    /** The view of the agent at work. */
    public View top() {
        View top = stack.peek();
        if (top == null) {
            throw new IllegalStateException("The agent that nobody called has responded, so no agent is at work.");
        }
        return top;
    }

    /** Tells whether the agent that nobody called has responded. */
    public boolean isOver() {
        return stack.isEmpty();
    }

    /** How many agents are at work: 1 while no subagent is called. */
    public int depth() {
        return stack.size();
    }

    /** How many steps were read, each once. */
    public int stepsRead() {
        return read;
    }

    private void take(Step step) {
        if (ended && step instanceof Step.User) {
            stack.clear();
            stack.push(root);
            root.beginAgain();
            ended = false;
        }
        if (stack.isEmpty()) {
            return;
        }
        ended |= step instanceof Step.Stop;
        top().notice(step.metadata());
        switch (step) {
            case Step.Call call -> push(call);
            case Step.Respond respond -> pop(respond);
            case Step.NextNode next -> top().goTo(next.nextNode());
            case Step.Broadcast broadcast -> spread(broadcast);
            default -> top().add(step);
        }
    }

    private void push(Step.Call call) {
        View caller = top();
        caller.add(call);
        View called = new View(caller.agent() + "/" + call.agentName());
        called.add(call);
        for (Step message : waiting.getOrDefault(call.agentName(), List.of())) {
            called.add(message);
        }
        waiting.remove(call.agentName());
        stack.push(called);
    }

    private void pop(Step.Respond respond) {
        View done = stack.pop();
        View caller = stack.peek();
        if (caller == null) {
            ended = true;
            return;
        }
        caller.add(respond);
        Optional<Step> output = done.lastOutput();
        output.ifPresent(step -> caller.keepOutput(done.name(), step));
        if (respond.copyOutput()) {
            output.ifPresent(caller::add);
        }
    }

    /** Whoever is at work sees a message at once, others when they are called next. */
    private void spread(Step.Broadcast broadcast) {
        View speaker = top();
        speaker.add(broadcast);
        for (String name : broadcast.to()) {
            Optional<View> atWork = stack.stream()
                    .filter(view -> view != speaker && view.name().equals(name))
                    .findFirst();
            if (atWork.isPresent()) {
                atWork.get().add(broadcast);
            } else {
                waiting.computeIfAbsent(name, each -> new ArrayList<>()).add(broadcast);
            }
        }
    }
}
