package org.tapelearn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tapelearn.archive.ForgetfulModel;
import org.tapelearn.langchain4j.ScriptedChatServer;
import org.tapelearn.langchain4j.ScriptedChatServer.Asked;
import org.tapelearn.langchain4j.ScriptedChatServer.Said;
import org.tapelearn.llm.Completion;
import org.tapelearn.tape.ToolCall;

/** {@link ForgetfulModel} as a chat server answers: by nothing but the text of the request. */
final class ForgetfulServer {
    private static final Pattern FENCE = Pattern.compile("<data-([0-9a-f]{8})>");

    private ForgetfulServer() {}

    static Said answer(Asked asked) {
        if (asked.last().contains("SUCCEEDED:")) {
            return Said.text(ForgetfulModel.reflect(asked.last()));
        }
        if (asked.turns().size() == 1) {
            return Said.text("{\"families\": [\"code\"]}");
        }
        List<String> answers = new ArrayList<>();
        for (Asked.Turn turn : asked.turns()) {
            if (turn.role().equals("tool")) {
                answers.add(turn.text());
            }
        }
        return said(ForgetfulModel.act(asked.turns().get(1).text(), answers, dice(asked) % 8 == 0));
    }

    /** A number that differs from attempt to attempt, in every protocol: that of the marks around data. */
    static long dice(Asked asked) {
        Matcher matcher = FENCE.matcher(asked.turns().getFirst().text());
        return matcher.find() ? Long.parseLong(matcher.group(1), 16) : 1;
    }

    private static Said said(Completion completion) {
        ToolCall call = completion.calls().getFirst();
        return Said.call(completion.text(), call.tool(), ScriptedArguments.json(call.arguments()));
    }

    /** Arguments as a model writes them. */
    private static final class ScriptedArguments {
        static String json(Map<String, String> arguments) {
            List<String> fields = new ArrayList<>();
            arguments.forEach((name, value) -> fields.add("\"%s\": \"%s\"".formatted(name, value)));
            return "{" + String.join(", ", fields) + "}";
        }
    }

    static ScriptedChatServer start() {
        return ScriptedChatServer.start(ForgetfulServer::answer);
    }
}
