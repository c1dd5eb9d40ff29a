package org.tapelearn.langchain4j;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Carries requests to a model's server on the calling thread, which may be a virtual one: with deadlines that hold while an answer
 * drips in, with the server's wish to wait, and with streams that are only whole once their last event has come.
 */
final class Transport implements HttpClient {
    private static final int MOST_BYTES = 64 << 20;

    private final java.net.http.HttpClient client;
    private final Deadlines deadlines;
    private final List<Predicate<ServerSentEvent>> end;

    /** @param end tell the events that have all come when a stream is whole */
    Transport(Deadlines deadlines, List<Predicate<ServerSentEvent>> end) {
        this.deadlines = deadlines;
        this.end = end;
        this.client = java.net.http.HttpClient.newBuilder()
                .connectTimeout(deadlines.connect())
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        long begin = System.nanoTime();
        HttpResponse<InputStream> response = send(request);
        String body = body(response, left(begin));
        if (body.isBlank()) {
            throw new LostAnswer("The answer of status %d is empty.".formatted(response.statusCode()));
        }
        return SuccessfulHttpResponse.builder()
                .statusCode(response.statusCode())
                .headers(response.headers().map())
                .body(body)
                .build();
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        long begin = System.nanoTime();
        HttpResponse<InputStream> response;
        try {
            response = send(request);
        } catch (RuntimeException failed) {
            listener.onError(failed);
            return;
        }
        listener.onOpen(SuccessfulHttpResponse.builder()
                .statusCode(response.statusCode())
                .headers(response.headers().map())
                .build());
        Watched stream = new Watched(response.body(), deadlines.idle(), left(begin));
        Whole whole = new Whole(listener, stream, end);
        try (stream) {
            parser.parse(stream, whole);
        } catch (IOException | RuntimeException failed) {
            whole.onError(failed);
        }
        whole.end();
    }

    private HttpResponse<InputStream> send(HttpRequest request) {
        HttpResponse<InputStream> response;
        try {
            response = client.send(translated(request), HttpResponse.BodyHandlers.ofInputStream());
        } catch (HttpTimeoutException | ConnectException unreachable) {
            throw new Unreachable(request.url(), unreachable);
        } catch (IOException cut) {
            throw new LostAnswer("The connection broke: %s.".formatted(cut.getMessage()), cut);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LostAnswer("The call was interrupted.", interrupted);
        }
        if (response.statusCode() < 200 || response.statusCode() > 299) {
            String words = wordsOf(response);
            throw new Refusal(
                    response.statusCode(),
                    words,
                    Refusal.pause(
                            header(response, "retry-after"),
                            header(response, "retry-after-ms"),
                            words,
                            Clock.systemUTC()));
        }
        return response;
    }

    private java.net.http.HttpRequest translated(HttpRequest request) {
        var made =
                java.net.http.HttpRequest.newBuilder(URI.create(request.url())).timeout(deadlines.total());
        request.headers().forEach((name, values) -> values.forEach(value -> made.header(name, value)));
        return made.method(
                        request.method().name(),
                        request.body() == null
                                ? java.net.http.HttpRequest.BodyPublishers.noBody()
                                : java.net.http.HttpRequest.BodyPublishers.ofString(request.body()))
                .build();
    }

    private String body(HttpResponse<InputStream> response, Duration left) {
        Watched stream = new Watched(response.body(), deadlines.idle(), left);
        try (stream) {
            byte[] bytes = stream.readNBytes(MOST_BYTES);
            if (!stream.expired().isEmpty()) {
                throw new LostAnswer("The answer %s.".formatted(stream.expired()));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException cut) {
            String why = stream.expired().isEmpty() ? "was cut: " + cut.getMessage() : stream.expired();
            throw new LostAnswer("The answer %s.".formatted(why), cut);
        }
    }

    /** What a refusal says, as far as it says something in time. */
    private String wordsOf(HttpResponse<InputStream> response) {
        try {
            return body(response, deadlines.idle());
        } catch (LostAnswer lost) {
            return "";
        }
    }

    private Duration left(long begin) {
        Duration left = deadlines.total().minusNanos(System.nanoTime() - begin);
        return left.isPositive() ? left : Duration.ofNanos(1);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("").strip();
    }

    /** The server could not be reached, or has not begun to answer in time. */
    static final class Unreachable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreachable(String url, IOException cause) {
            super(
                    "(%s) could not be reached: %s"
                            .formatted(
                                    URI.create(url).getAuthority(),
                                    cause.getMessage() == null
                                            ? cause.getClass().getSimpleName()
                                            : cause.getMessage()),
                    cause);
        }

        /** Tells whether the request was on its way, so that an answer may have been written. */
        boolean mayHaveBegun() {
            return getCause() instanceof HttpTimeoutException
                    && !(getCause() instanceof java.net.http.HttpConnectTimeoutException);
        }
    }

    /** Passes events on and notices whether all that end a stream have come; an end without them is an error. */
    private static final class Whole implements ServerSentEventListener {
        private final ServerSentEventListener listener;
        private final Watched stream;
        private final List<Predicate<ServerSentEvent>> missing;
        private boolean failed;

        Whole(ServerSentEventListener listener, Watched stream, List<Predicate<ServerSentEvent>> end) {
            this.listener = listener;
            this.stream = stream;
            this.missing = new ArrayList<>(end);
        }

        @Override
        public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
            pass(event, () -> listener.onEvent(event, context));
        }

        @Override
        public void onEvent(ServerSentEvent event) {
            pass(event, () -> listener.onEvent(event));
        }

        /** LangChain4j goes on after an event that it could not read, as if nothing were missing. */
        private void pass(ServerSentEvent event, Runnable work) {
            if (failed) {
                return;
            }
            try {
                work.run();
                missing.removeIf(each -> each.test(event));
            } catch (RuntimeException unread) {
                onError(new LostAnswer("An event of the stream could not be read.", unread));
            }
        }

        @Override
        public void onError(Throwable error) {
            if (!failed && !missing.isEmpty()) {
                failed = true;
                listener.onError(
                        error instanceof IOException
                                ? new LostAnswer(
                                        "The stream %s.".formatted(why("was cut: " + error.getMessage())), error)
                                : error);
            }
        }

        /** A stream that was closed from outside was not cut by the server. */
        private String why(String otherwise) {
            return stream.expired().isEmpty() ? otherwise : stream.expired();
        }

        void end() {
            if (missing.isEmpty() && !failed) {
                listener.onClose();
            } else {
                onError(new LostAnswer("The stream %s.".formatted(why("ended without its last event"))));
            }
        }
    }

    /** Gives this transport to a model; the times that LangChain4j sets by itself do not count. */
    HttpClientBuilder builder() {
        return new HttpClientBuilder() {
            @Override
            public Duration connectTimeout() {
                return deadlines.connect();
            }

            @Override
            public HttpClientBuilder connectTimeout(Duration timeout) {
                return this;
            }

            @Override
            public Duration readTimeout() {
                return deadlines.total();
            }

            @Override
            public HttpClientBuilder readTimeout(Duration timeout) {
                return this;
            }

            @Override
            public HttpClient build() {
                return Transport.this;
            }
        };
    }
}
