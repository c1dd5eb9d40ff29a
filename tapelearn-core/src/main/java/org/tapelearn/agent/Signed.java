package org.tapelearn.agent;

import org.tapelearn.tape.Form;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;

/** Puts the names of agent, node and run on steps that a node made, keeping what it noted beside them, and an earlier run that it names. */
final class Signed {
    private Signed() {}

    static Step step(Step step, StepMetadata by) {
        StepMetadata own = step.metadata();
        StepMetadata run = own.promptId().isEmpty() ? by : own;
        StepMetadata metadata =
                new StepMetadata(by.id(), by.agent(), by.node(), run.promptId(), run.llm(), own.other(), Form.OWN);
        return switch (step) {
            case Step.User user -> new Step.User(metadata, user.content());
            case Step.Instructions instructions -> new Step.Instructions(metadata, instructions.content());
            case Step.Assistant assistant -> new Step.Assistant(metadata, assistant.content());
            case Step.Thought thought -> new Step.Thought(metadata, thought.kind(), thought.content(), Form.OWN);
            case Step.Action action -> new Step.Action(metadata, action.call());
            case Step.Calls calls -> new Step.Calls(metadata, calls.calls());
            case Step.Observation seen -> new Step.Observation(metadata, seen.content(), seen.error());
            case Step.Answer answer -> new Step.Answer(metadata, answer.success(), answer.answer());
            case Step.Final end -> new Step.Final(metadata, end.kind(), end.reason(), Form.OWN);
            case Step.NextNode next -> new Step.NextNode(metadata, next.nextNode());
            case Step.Call call -> new Step.Call(metadata, call.agentName(), call.content());
            case Step.Respond respond -> new Step.Respond(metadata, respond.content(), respond.copyOutput());
            case Step.Broadcast all -> new Step.Broadcast(metadata, all.content(), all.from(), all.to());
            case Step.Pass pass -> new Step.Pass(metadata);
            case Step.ParsingFailure failure -> new Step.ParsingFailure(metadata, failure.error(), failure.llmOutput());
            case Step.ExecutionFailure failure -> new Step.ExecutionFailure(metadata, failure.error());
            case Step.Custom custom -> new Step.Custom(metadata, custom.kind(), custom.value());
            case Step.Unknown unknown -> unknown;
        };
    }
}
