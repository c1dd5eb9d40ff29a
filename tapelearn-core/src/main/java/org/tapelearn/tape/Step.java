package org.tapelearn.tape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One entry of a tape. What programs act on has a type; kinds are open, and all others are kept whole as {@link Unknown} or
 * become a user's own records as {@link Custom}. A step that was read carries the {@link Form} of its file; a changed step is
 * a new one, without it.
 */
public sealed interface Step {
    StepMetadata metadata();

    /** The name of the kind in the file format. */
    String kind();

    /** Texts that lead or answer the agent beside the task itself. */
    sealed interface Message extends Step {
        String content();
    }

    /** Says that the attempt is over. */
    sealed interface Stop extends Step {}

    /** Steers which node or agent acts next. */
    sealed interface Control extends Step {}

    /** Something went wrong, and the tape says so. */
    sealed interface Failure extends Step {
        String error();
    }

    /** What the user or environment said first: the task and its context. */
    record User(StepMetadata metadata, String content, Form form) implements Step {
        public User(StepMetadata metadata, String content) {
            this(metadata, content, Form.OWN);
        }

        @Override
        public String kind() {
            return "user";
        }
    }

    /** Instructions to the agent. */
    record Instructions(StepMetadata metadata, String content, Form form) implements Message {
        public Instructions(StepMetadata metadata, String content) {
            this(metadata, content, Form.OWN);
        }

        @Override
        public String kind() {
            return "system";
        }
    }

    /** What the agent said to the user. */
    record Assistant(StepMetadata metadata, String content, Form form) implements Message {
        public Assistant(StepMetadata metadata, String content) {
            this(metadata, content, Form.OWN);
        }

        @Override
        public String kind() {
            return "assistant";
        }
    }

    /** What the agent thought; never executed. The kind is {@code assistant_thought} or {@code reasoning_thought}. */
    record Thought(StepMetadata metadata, String kind, String content, Form form) implements Step {
        static final String ASSISTANT = "assistant_thought";
        static final String REASONING = "reasoning_thought";

        public Thought {
            requireKind(kind, ASSISTANT, REASONING);
        }

        public Thought(StepMetadata metadata, String content) {
            this(metadata, ASSISTANT, content, Form.OWN);
        }

        public static Thought reasoning(StepMetadata metadata, String content) {
            return new Thought(metadata, REASONING, content, Form.OWN);
        }
    }

    /**
     * What the agent did.
     *
     * @param callId names the call for its answer; empty where it is the step's own id
     */
    record Action(StepMetadata metadata, ToolCall call, String callId, Form form) implements Step {
        public Action(StepMetadata metadata, ToolCall call) {
            this(metadata, call, "", Form.OWN);
        }

        @Override
        public String kind() {
            return "tool_call";
        }

        /** The name under which an answer refers to this call. */
        public String answerId() {
            return callId.isEmpty() ? metadata.id() : callId;
        }
    }

    /** Several calls that the agent made at once. */
    record Calls(StepMetadata metadata, List<NamedCall> calls, Form form) implements Step {
        public Calls {
            calls = List.copyOf(calls);
        }

        public Calls(StepMetadata metadata, List<NamedCall> calls) {
            this(metadata, calls, Form.OWN);
        }

        @Override
        public String kind() {
            return "assistant";
        }
    }

    /** A call and the name under which its answer refers to it. */
    record NamedCall(String id, ToolCall call) {}

    /**
     * What the environment answered to a call; {@code error} tells a refused or failed one.
     *
     * @param content the answer as text; JSON where the file holds anything else
     * @param callId the call that is answered; empty where it is the last one before this step
     */
    record Observation(StepMetadata metadata, String content, boolean error, String callId, Form form) implements Step {
        static final String ERROR = "error";

        /** The metadata note an error too: alone it goes without saying, beside other notes it stands among them. */
        public Observation {
            Map<String, JsonNode> other = metadata.other();
            if (!other.isEmpty()) {
                boolean noted = BooleanNode.TRUE.equals(other.get(ERROR));
                if (noted && (other.size() == 1 || !error)) {
                    Map<String, JsonNode> rest = new LinkedHashMap<>(other);
                    rest.remove(ERROR);
                    metadata = metadata.withOther(rest);
                } else if (error && !noted) {
                    metadata = metadata.noting(ERROR, BooleanNode.TRUE);
                }
            }
        }

        public Observation(StepMetadata metadata, String content, boolean error) {
            this(metadata, content, error, "", Form.OWN);
        }

        @Override
        public String kind() {
            return "tool";
        }
    }

    /** The answer with which the agent stops. */
    record Answer(StepMetadata metadata, boolean success, String answer, Form form) implements Stop {
        public Answer(StepMetadata metadata, boolean success, String answer) {
            this(metadata, success, answer, Form.OWN);
        }

        @Override
        public String kind() {
            return "assistant_answer";
        }
    }

    /** Ends the attempt: {@code final_step} of the agent, with its reason, or {@code final_observation} of the environment. */
    record Final(StepMetadata metadata, String kind, String reason, Form form) implements Stop {
        static final String STEP = "final_step";
        static final String OBSERVATION = "final_observation";

        public Final {
            requireKind(kind, STEP, OBSERVATION);
        }

        public Final(StepMetadata metadata, String reason) {
            this(metadata, STEP, reason, Form.OWN);
        }
    }

    /** Names the node of the active agent that acts next. */
    record NextNode(StepMetadata metadata, String nextNode, Form form) implements Control {
        public NextNode(StepMetadata metadata, String nextNode) {
            this(metadata, nextNode, Form.OWN);
        }

        @Override
        public String kind() {
            return "set_next_node";
        }
    }

    /** Calls a subagent. */
    record Call(StepMetadata metadata, String agentName, String content, Form form) implements Control {
        public Call(StepMetadata metadata, String agentName, String content) {
            this(metadata, agentName, content, Form.OWN);
        }

        @Override
        public String kind() {
            return "call";
        }
    }

    /** Returns to the caller; {@code copyOutput} hands it the last step that says something. */
    record Respond(StepMetadata metadata, String content, boolean copyOutput, Form form) implements Control {
        public Respond(StepMetadata metadata, String content, boolean copyOutput) {
            this(metadata, content, copyOutput, Form.OWN);
        }

        @Override
        public String kind() {
            return "respond";
        }
    }

    /** Tells several agents the same. */
    record Broadcast(StepMetadata metadata, String content, String from, List<String> to, Form form)
            implements Control {
        public Broadcast {
            to = List.copyOf(to);
        }

        public Broadcast(StepMetadata metadata, String content, String from, List<String> to) {
            this(metadata, content, from, to, Form.OWN);
        }

        @Override
        public String kind() {
            return "broadcast";
        }
    }

    /** Does nothing: the turn goes on. */
    record Pass(StepMetadata metadata, Form form) implements Control {
        public Pass(StepMetadata metadata) {
            this(metadata, Form.OWN);
        }

        @Override
        public String kind() {
            return "pass";
        }
    }

    /** The model's output could not be read as steps. */
    record ParsingFailure(StepMetadata metadata, String error, String llmOutput, Form form) implements Failure {
        public ParsingFailure(StepMetadata metadata, String error, String llmOutput) {
            this(metadata, error, llmOutput, Form.OWN);
        }

        @Override
        public String kind() {
            return "llm_output_parsing_failure_action";
        }
    }

    /** The environment could not execute the action. */
    record ExecutionFailure(StepMetadata metadata, String error, Form form) implements Failure {
        public ExecutionFailure(StepMetadata metadata, String error) {
            this(metadata, error, Form.OWN);
        }

        @Override
        public String kind() {
            return "action_execution_failure";
        }
    }

    /** A step of a kind that a user registered with {@link StepKinds}; its fields besides kind and metadata are the record. */
    record Custom(StepMetadata metadata, String kind, Record value, Form form) implements Step {
        public Custom(StepMetadata metadata, String kind, Record value) {
            this(metadata, kind, value, Form.OWN);
        }
    }

    /** A step of a kind that this program does not know, kept whole. */
    record Unknown(StepMetadata metadata, String kind, JsonNode body) implements Step {}

    private static void requireKind(String kind, String one, String other) {
        if (!kind.equals(one) && !kind.equals(other)) {
            throw new IllegalArgumentException(
                    "The kind is one of (%s, %s), but was (%s).".formatted(one, other, kind));
        }
    }
}
