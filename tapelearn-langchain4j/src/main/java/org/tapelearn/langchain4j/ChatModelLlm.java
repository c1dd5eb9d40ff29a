package org.tapelearn.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Completion.Finish;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.Sampling;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.llm.Usage;

/**
 * A chat model of LangChain4j. It is asked once a call: waiting and trying again is another's task ({@link RobustLlm}). Arguments
 * that are no JSON are part of the answer, never an exception.
 */
public final class ChatModelLlm implements Llm {
    private final String name;
    private final Asker asker;
    private final Dialect dialect;
    private final Faults faults;

    /** Asks a model and gives its whole answer; tells pieces of text where they come one by one. */
    @FunctionalInterface
    private interface Asker {
        ChatResponse ask(ChatRequest request, Consumer<String> partial);
    }

    /** How sampling and tools are said to a model. */
    record Dialect(ModelSpec.Tools tools, Function<Sampling, DefaultChatRequestParameters.Builder<?>> sampling) {
        static final Dialect PLAIN = new Dialect(ModelSpec.Tools.NATIVE, Dialect::plain);

        /** What every provider knows; a seed is no part of it. */
        static DefaultChatRequestParameters.Builder<?> plain(Sampling sampling) {
            DefaultChatRequestParameters.Builder<?> parameters = DefaultChatRequestParameters.builder();
            sampling.temperature().ifPresent(parameters::temperature);
            sampling.maxTokens().ifPresent(parameters::maxOutputTokens);
            return parameters;
        }
    }

    ChatModelLlm(String name, ChatModel model, Dialect dialect, Faults faults) {
        this(name, (request, partial) -> model.chat(request), dialect, faults);
    }

    ChatModelLlm(String name, StreamingChatModel model, Dialect dialect, Faults faults) {
        this(name, (request, partial) -> whole(streamed(model, request, partial)), dialect, faults);
    }

    private ChatModelLlm(String name, Asker asker, Dialect dialect, Faults faults) {
        this.name = name;
        this.asker = asker;
        this.dialect = dialect;
        this.faults = faults;
    }

    /** A model that a Java caller has made; its own key and deadlines hold. */
    public static ChatModelLlm of(String name, ChatModel model) {
        return new ChatModelLlm(name, model, Dialect.PLAIN, new Faults(name, "", ""));
    }

    /** A model that tells its text as it comes, and has five minutes for each answer. */
    public static ChatModelLlm of(String name, StreamingChatModel model) {
        return of(name, model, Deadlines.DEFAULT.total());
    }

    /**
     * A model that tells its text as it comes.
     *
     * @param most how long an answer may take until it is whole; one that takes longer counts as lost on the way
     */
    public static ChatModelLlm of(String name, StreamingChatModel model, Duration most) {
        return new ChatModelLlm(
                name,
                (request, partial) ->
                        whole(streamed(model, request, partial).orTimeout(most.toMillis(), TimeUnit.MILLISECONDS)),
                Dialect.PLAIN,
                new Faults(name, "", ""));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Completion complete(Prompt prompt) {
        return complete(prompt, text -> {});
    }

    @Override
    public Completion complete(Prompt prompt, Consumer<String> partial) {
        boolean inText =
                dialect.tools() == ModelSpec.Tools.JSON && !prompt.tools().isEmpty();
        ChatResponse response;
        try {
            response = asker.ask(request(prompt, inText), partial);
        } catch (RuntimeException thrown) {
            if (thrown instanceof ContentFilteredException) {
                return new Completion("", List.of(), Usage.NONE, Finish.REFUSED);
            }
            throw faults.of(thrown);
        }
        return inText
                ? JsonCalls.read(text(response), usage(response), finish(response, List.of()))
                : completion(response);
    }

    private ChatRequest request(Prompt prompt, boolean inText) {
        DefaultChatRequestParameters.Builder<?> parameters = dialect.sampling().apply(prompt.sampling());
        if (inText) {
            parameters.responseFormat(JsonCalls.format(prompt.tools()));
        } else if (!prompt.tools().isEmpty()) {
            parameters.toolSpecifications(Schemas.of(prompt.tools()));
        }
        return ChatRequest.builder()
                .messages(Dialogue.of(inText ? JsonCalls.prompt(prompt) : prompt))
                .parameters(parameters.build())
                .build();
    }

    private static Completion completion(ChatResponse response) {
        List<ToolRequest> requests = new ArrayList<>();
        for (ToolExecutionRequest asked : response.aiMessage().toolExecutionRequests()) {
            requests.add(CallArguments.read(orEmpty(asked.id()), orEmpty(asked.name()), orEmpty(asked.arguments())));
        }
        return new Completion(text(response), requests, usage(response), finish(response, requests));
    }

    private static String text(ChatResponse response) {
        return orEmpty(response.aiMessage().text());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static Usage usage(ChatResponse response) {
        @Nullable TokenUsage counted = response.tokenUsage();
        return counted == null
                ? Usage.NONE
                : new Usage(orZero(counted.inputTokenCount()), orZero(counted.outputTokenCount()));
    }

    private static long orZero(@Nullable Integer count) {
        return count == null ? 0 : count;
    }

    private static Finish finish(ChatResponse response, List<ToolRequest> requests) {
        @Nullable FinishReason reason = response.finishReason();
        if (reason == FinishReason.LENGTH) {
            return Finish.LENGTH;
        }
        if (reason == FinishReason.CONTENT_FILTER) {
            return Finish.REFUSED;
        }
        return requests.isEmpty() ? Finish.STOP : Finish.CALLS;
    }

    private static CompletableFuture<ChatResponse> streamed(
            StreamingChatModel model, ChatRequest request, Consumer<String> partial) {
        CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        model.chat(request, new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String text) {
                partial.accept(text);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                whole.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                whole.completeExceptionally(error);
            }
        });
        return whole;
    }

    private static ChatResponse whole(CompletableFuture<ChatResponse> answer) {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof TimeoutException late) {
                throw new LostAnswer("No whole answer came in time.", late);
            }
            throw failed.getCause() instanceof RuntimeException runtime
                    ? runtime
                    : new LostAnswer(String.valueOf(failed.getCause()), failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LostAnswer("The call was interrupted.", interrupted);
        }
    }
}
