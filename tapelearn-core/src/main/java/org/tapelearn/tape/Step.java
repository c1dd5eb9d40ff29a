package org.tapelearn.tape;

import com.fasterxml.jackson.databind.JsonNode;

/** One entry of a tape. Kinds are open: a file may hold kinds that this program does not know, kept as {@link Unknown}. */
public sealed interface Step {
    StepMetadata metadata();

    /** The name of the kind in the file format. */
    String kind();

    /** What the user or environment said first: the task and its context. */
    record User(StepMetadata metadata, String content) implements Step {
        @Override
        public String kind() {
            return "user";
        }
    }

    /** What the agent thought; never executed. */
    record Thought(StepMetadata metadata, String content) implements Step {
        @Override
        public String kind() {
            return "assistant_thought";
        }
    }

    /** What the agent did. */
    record Action(StepMetadata metadata, ToolCall call) implements Step {
        @Override
        public String kind() {
            return "tool_call";
        }
    }

    /** What the environment answered to the action before it; {@code error} tells a refused or failed call. */
    record Observation(StepMetadata metadata, String content, boolean error) implements Step {
        @Override
        public String kind() {
            return "tool";
        }
    }

    /** A step of a kind that this program does not know, kept whole. */
    record Unknown(StepMetadata metadata, String kind, JsonNode body) implements Step {}
}
