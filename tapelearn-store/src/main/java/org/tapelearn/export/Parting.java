package org.tapelearn.export;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tapelearn.llm.Message;

/** Where the conversations of a better and a worse attempt part. */
final class Parting {
    /** The agent's turns of the worse side beyond those of the better one that still count. */
    private static final int OVERHANG = 5;

    /** The marks around data, whose token every attempt draws anew. */
    private static final Pattern MARK = Pattern.compile("<data-([0-9a-f]{8})>");

    private final Conversation better;
    private final Conversation worse;

    private Parting(Conversation better, Conversation worse) {
        this.better = better;
        this.worse = worse.first(better.agents() + OVERHANG);
    }

    /** Compares two conversations; the worse one's data marks get the token of the better one's. */
    static Parting of(Conversation better, Conversation worse) {
        String token = token(better);
        String other = token(worse);
        boolean differ = !token.isEmpty() && !other.isEmpty() && !token.equals(other);
        return new Parting(
                better,
                differ ? worse.with(text -> text.replace("data-" + other + ">", "data-" + token + ">")) : worse);
    }

    private static String token(Conversation conversation) {
        for (ChatMessage each : conversation.messages()) {
            Matcher mark = MARK.matcher(each.message().text());
            if (mark.find()) {
                return mark.group(1);
            }
        }
        return "";
    }

    /** Tells whether both were shown the same before either produced anything, and were offered the same tools. */
    boolean hasOnePrompt() {
        return better.shown() == worse.shown()
                && better.tools().equals(worse.tools())
                && messages(better, better.shown()).equals(messages(worse, worse.shown()));
    }

    private static List<Message> messages(Conversation conversation, int end) {
        return conversation.messages().subList(0, end).stream()
                .map(ChatMessage::message)
                .toList();
    }

    /** The index of the first message that differs; the length of the shorter one where none does. */
    int at() {
        int shorter = Math.min(better.messages().size(), worse.messages().size());
        int at = 0;
        while (at < shorter
                && better.messages()
                        .get(at)
                        .message()
                        .equals(worse.messages().get(at).message())) {
            at++;
        }
        return at;
    }

    /** Tells whether at this message each side produced something of its own, with other calls than the other or none. */
    boolean isStep(int at) {
        if (at >= better.messages().size() || at >= worse.messages().size()) {
            return false;
        }
        ChatMessage left = better.messages().get(at);
        ChatMessage right = worse.messages().get(at);
        boolean sameCalls = !left.message().requests().isEmpty()
                && left.message().calls().equals(right.message().calls());
        return left.train() && right.train() && !sameCalls;
    }

    List<ChatMessage> prompt(int end) {
        return better.messages().subList(0, end);
    }

    List<ChatMessage> chosen(int from, int end) {
        return better.messages().subList(from, Math.min(end, better.messages().size()));
    }

    List<ChatMessage> rejected(int from, int end) {
        return worse.messages().subList(from, Math.min(end, worse.messages().size()));
    }
}
