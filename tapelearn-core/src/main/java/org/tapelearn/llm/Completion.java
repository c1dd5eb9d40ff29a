package org.tapelearn.llm;

import java.util.List;
import org.tapelearn.tape.ToolCall;

/** What a model answered: text, calls it asks for, or both. */
public record Completion(String text, List<ToolRequest> requests, Usage usage, Finish finish) {
    /** Why the model wrote no further. */
    public enum Finish {
        /** It was done. */
        STOP,
        /** It waits for the answers to its calls. */
        CALLS,
        /** The answer grew too long and was cut off. */
        LENGTH,
        /** It would not answer: refused, or filtered by its provider. */
        REFUSED
    }

    /** The answer to {@link Prompt#NONE}. */
    public static final Completion NONE = new Completion("", List.of(), Usage.NONE);

    public Completion {
        requests = List.copyOf(requests);
    }

    /** An answer that is whole, with calls that have no names. */
    public Completion(String text, List<ToolCall> calls, Usage usage) {
        this(
                text,
                calls.stream().map(call -> new ToolRequest("", call)).toList(),
                usage,
                calls.isEmpty() ? Finish.STOP : Finish.CALLS);
    }

    public static Completion text(String text) {
        return new Completion(text, List.of(), Usage.NONE);
    }

    public static Completion call(String thought, ToolCall call) {
        return new Completion(thought, List.of(call), Usage.NONE);
    }

    /** The calls that could be read, in the order asked for. */
    public List<ToolCall> calls() {
        return requests.stream()
                .filter(ToolRequest::isReadable)
                .map(ToolRequest::call)
                .toList();
    }
}
