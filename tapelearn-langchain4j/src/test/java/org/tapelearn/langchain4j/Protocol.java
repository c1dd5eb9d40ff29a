package org.tapelearn.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.tapelearn.langchain4j.ScriptedChatServer.Asked;
import org.tapelearn.langchain4j.ScriptedChatServer.Said;

/** How a chat server reads requests and writes answers. */
enum Protocol {
    OPENAI("/v1/chat/completions") {
        @Override
        ObjectNode answer(String model, Said said, long promptTokens, long answerTokens) {
            ObjectNode answer = JSON.createObjectNode()
                    .put("id", "x")
                    .put("object", "chat.completion")
                    .put("model", model);
            ObjectNode choice =
                    answer.putArray("choices").addObject().put("index", 0).put("finish_reason", finish(said));
            ObjectNode message =
                    choice.putObject("message").put("role", "assistant").put("content", said.text());
            if (!said.calls().isEmpty()) {
                message.set("tool_calls", calls(said));
            }
            answer.set("usage", usage(promptTokens, answerTokens));
            return answer;
        }

        private ObjectNode usage(long promptTokens, long answerTokens) {
            return JSON.createObjectNode()
                    .put("prompt_tokens", promptTokens)
                    .put("completion_tokens", answerTokens)
                    .put("total_tokens", promptTokens + answerTokens);
        }

        private ArrayNode calls(Said said) {
            ArrayNode calls = JSON.createArrayNode();
            for (int i = 0; i < said.calls().size(); i++) {
                calls.addObject()
                        .put("index", i)
                        .put("id", "call_" + i)
                        .put("type", "function")
                        .putObject("function")
                        .put("name", said.calls().get(i).name())
                        .put("arguments", said.calls().get(i).arguments());
            }
            return calls;
        }

        private String finish(Said said) {
            return said.finish().equals("stop") && !said.calls().isEmpty() ? "tool_calls" : said.finish();
        }

        @Override
        List<String> events(String model, Said said, long promptTokens, long answerTokens) {
            List<String> events = new ArrayList<>();
            for (String piece : pieces(said.text())) {
                events.add("data: " + chunk(model, JSON.createObjectNode().put("content", piece), null));
            }
            if (!said.calls().isEmpty()) {
                events.add("data: " + chunk(model, JSON.createObjectNode().set("tool_calls", calls(said)), null));
            }
            events.add("data: " + chunk(model, JSON.createObjectNode(), finish(said)));
            ObjectNode last = JSON.createObjectNode()
                    .put("id", "x")
                    .put("object", "chat.completion.chunk")
                    .put("model", model);
            last.putArray("choices");
            last.set("usage", usage(promptTokens, answerTokens));
            events.add("data: " + last);
            events.add("data: [DONE]");
            return separated(events);
        }

        private ObjectNode chunk(String model, JsonNode delta, String finish) {
            ObjectNode chunk = JSON.createObjectNode()
                    .put("id", "x")
                    .put("object", "chat.completion.chunk")
                    .put("model", model);
            ObjectNode choice =
                    chunk.putArray("choices").addObject().put("index", 0).put("finish_reason", finish);
            choice.set("delta", delta);
            return chunk;
        }
    },

    ANTHROPIC("/v1/messages") {
        @Override
        ObjectNode answer(String model, Said said, long promptTokens, long answerTokens) {
            ObjectNode answer = JSON.createObjectNode()
                    .put("id", "x")
                    .put("type", "message")
                    .put("role", "assistant")
                    .put("model", model);
            ArrayNode content = answer.putArray("content");
            if (!said.text().isEmpty()) {
                content.addObject().put("type", "text").put("text", said.text());
            }
            for (int i = 0; i < said.calls().size(); i++) {
                content.addObject()
                        .put("type", "tool_use")
                        .put("id", "call_" + i)
                        .put("name", said.calls().get(i).name())
                        .set("input", tree(said.calls().get(i).arguments()));
            }
            answer.put("stop_reason", finish(said));
            answer.putObject("usage").put("input_tokens", promptTokens).put("output_tokens", answerTokens);
            return answer;
        }

        private String finish(Said said) {
            return switch (said.finish()) {
                case "length" -> "max_tokens";
                default -> said.calls().isEmpty() ? "end_turn" : "tool_use";
            };
        }

        @Override
        List<String> events(String model, Said said, long promptTokens, long answerTokens) {
            List<String> events = new ArrayList<>();
            ObjectNode start = JSON.createObjectNode().put("type", "message_start");
            ObjectNode message = answer(model, new Said("", List.of(), "stop"), promptTokens, 1);
            message.putNull("stop_reason");
            start.set("message", message);
            events.add(event(start));
            int block = 0;
            if (!said.text().isEmpty()) {
                begin(events, block, JSON.createObjectNode().put("type", "text").put("text", ""));
                for (String piece : pieces(said.text())) {
                    delta(
                            events,
                            block,
                            JSON.createObjectNode().put("type", "text_delta").put("text", piece));
                }
                end(events, block++);
            }
            for (var call : said.calls()) {
                ObjectNode use = JSON.createObjectNode()
                        .put("type", "tool_use")
                        .put("id", "call_" + block)
                        .put("name", call.name());
                use.putObject("input");
                begin(events, block, use);
                delta(
                        events,
                        block,
                        JSON.createObjectNode().put("type", "input_json_delta").put("partial_json", call.arguments()));
                end(events, block++);
            }
            ObjectNode delta = JSON.createObjectNode().put("type", "message_delta");
            delta.putObject("delta").put("stop_reason", finish(said));
            delta.putObject("usage").put("output_tokens", answerTokens);
            events.add(event(delta));
            events.add(event(JSON.createObjectNode().put("type", "message_stop")));
            return separated(events);
        }

        private void begin(List<String> events, int block, ObjectNode content) {
            ObjectNode begin =
                    JSON.createObjectNode().put("type", "content_block_start").put("index", block);
            begin.set("content_block", content);
            events.add(event(begin));
        }

        private void delta(List<String> events, int block, ObjectNode piece) {
            ObjectNode delta =
                    JSON.createObjectNode().put("type", "content_block_delta").put("index", block);
            delta.set("delta", piece);
            events.add(event(delta));
        }

        private void end(List<String> events, int block) {
            events.add(event(
                    JSON.createObjectNode().put("type", "content_block_stop").put("index", block)));
        }

        private String event(ObjectNode data) {
            return "event: %s\ndata: %s".formatted(data.path("type").asText(), data);
        }
    },

    OLLAMA("/api/chat") {
        @Override
        ObjectNode answer(String model, Said said, long promptTokens, long answerTokens) {
            return part(model, said.text(), said)
                    .put("done", true)
                    .put("done_reason", said.finish())
                    .put("prompt_eval_count", promptTokens)
                    .put("eval_count", answerTokens);
        }

        private ObjectNode part(String model, String text, Said said) {
            ObjectNode part = JSON.createObjectNode().put("model", model).put("created_at", "2026-01-01T00:00:00Z");
            ObjectNode message =
                    part.putObject("message").put("role", "assistant").put("content", text);
            if (!said.calls().isEmpty()) {
                ArrayNode calls = message.putArray("tool_calls");
                for (var call : said.calls()) {
                    calls.addObject()
                            .putObject("function")
                            .put("index", calls.size() - 1)
                            .put("name", call.name())
                            .set("arguments", tree(call.arguments()));
                }
            }
            return part;
        }

        @Override
        List<String> events(String model, Said said, long promptTokens, long answerTokens) {
            List<String> lines = new ArrayList<>();
            for (String piece : pieces(said.text())) {
                lines.add(part(model, piece, new Said("", List.of(), "stop")).put("done", false) + "\n");
            }
            if (!said.calls().isEmpty()) {
                lines.add(part(model, "", said).put("done", false) + "\n");
            }
            lines.add(answer(model, new Said("", List.of(), said.finish()), promptTokens, answerTokens) + "\n");
            return lines;
        }
    },

    GEMINI("/v1beta/models/") {
        @Override
        ObjectNode answer(String model, Said said, long promptTokens, long answerTokens) {
            ObjectNode answer = JSON.createObjectNode().put("modelVersion", model);
            ObjectNode candidate = answer.putArray("candidates")
                    .addObject()
                    .put("index", 0)
                    .put("finishReason", said.finish().equals("length") ? "MAX_TOKENS" : "STOP");
            ArrayNode parts =
                    candidate.putObject("content").put("role", "model").putArray("parts");
            if (!said.text().isEmpty()) {
                parts.addObject().put("text", said.text());
            }
            for (var call : said.calls()) {
                parts.addObject()
                        .putObject("functionCall")
                        .put("name", call.name())
                        .set("args", tree(call.arguments()));
            }
            answer.putObject("usageMetadata")
                    .put("promptTokenCount", promptTokens)
                    .put("candidatesTokenCount", answerTokens)
                    .put("totalTokenCount", promptTokens + answerTokens);
            return answer;
        }

        @Override
        List<String> events(String model, Said said, long promptTokens, long answerTokens) {
            List<String> events = new ArrayList<>();
            List<Said> parts = new ArrayList<>();
            pieces(said.text()).forEach(piece -> parts.add(Said.text(piece)));
            said.calls().forEach(call -> parts.add(new Said("", List.of(call), "stop")));
            for (Said each : parts) {
                ObjectNode part = answer(model, each, promptTokens, answerTokens);
                ((ObjectNode) part.path("candidates").path(0)).remove("finishReason");
                events.add("data: " + part);
            }
            events.add("data: " + answer(model, new Said("", List.of(), said.finish()), promptTokens, answerTokens));
            return separated(events);
        }

        @Override
        Asked asked(JsonNode body) {
            List<Asked.Turn> turns = new ArrayList<>();
            if (body.has("systemInstruction")) {
                turns.add(new Asked.Turn(
                        "system", text(body.path("systemInstruction").path("parts"))));
            }
            for (JsonNode content : body.path("contents")) {
                for (JsonNode part : content.path("parts")) {
                    boolean result = part.has("functionResponse");
                    turns.add(new Asked.Turn(
                            result ? "tool" : content.path("role").asText(),
                            result
                                    ? part.path("functionResponse")
                                            .path("response")
                                            .path("response")
                                            .asText()
                                    : part.path("text").asText()));
                }
            }
            List<String> tools = new ArrayList<>();
            for (JsonNode tool : body.path("tools")) {
                tool.path("functionDeclarations")
                        .forEach(declared -> tools.add(declared.path("name").asText()));
            }
            return new Asked("", turns, tools, body);
        }
    };

    static final ObjectMapper JSON = new ObjectMapper();

    private final String path;

    Protocol(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }

    abstract ObjectNode answer(String model, Said said, long promptTokens, long answerTokens);

    /** The pieces of a stream, each as it goes over the line. */
    abstract List<String> events(String model, Said said, long promptTokens, long answerTokens);

    /** Gemini says by the address whether it streams, all others by the request. */
    boolean streams(String address, JsonNode body) {
        return address.contains(":streamGenerateContent") || body.path("stream").asBoolean(this == OLLAMA);
    }

    /** The messages with their texts, whatever the protocol puts around these, and the names of the tools. */
    Asked asked(JsonNode body) {
        List<Asked.Turn> turns = new ArrayList<>();
        if (body.has("system")) {
            turns.add(new Asked.Turn("system", text(body.get("system"))));
        }
        for (JsonNode message : body.path("messages")) {
            String role = message.path("role").asText();
            JsonNode content = message.path("content");
            if (content.path(0).path("type").asText().equals("tool_result")) {
                content.forEach(result -> turns.add(new Asked.Turn("tool", text(result))));
            } else {
                turns.add(new Asked.Turn(role, text(content)));
            }
        }
        List<String> tools = new ArrayList<>();
        for (JsonNode tool : body.path("tools")) {
            tools.add((tool.has("function") ? tool.get("function") : tool)
                    .path("name")
                    .asText());
        }
        return new Asked(body.path("model").asText(), turns, tools, body);
    }

    static String text(JsonNode content) {
        if (content.isArray()) {
            StringBuilder all = new StringBuilder();
            content.forEach(part -> all.append(text(part)));
            return all.toString();
        }
        return content.isObject()
                ? text(content.has("text") ? content.get("text") : content.path("content"))
                : content.asText("");
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException garbled) {
            throw new IllegalArgumentException("No JSON: " + json, garbled);
        }
    }

    private static List<String> pieces(String text) {
        int half = text.length() / 2;
        return text.isEmpty() ? List.of() : List.of(text.substring(0, half), text.substring(half));
    }

    private static List<String> separated(List<String> events) {
        return events.stream().map(event -> event + "\n\n").toList();
    }
}
