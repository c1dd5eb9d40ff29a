package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tapelearn.archive.ForgetfulModel;
import org.tapelearn.langchain4j.ScriptedChatServer.Asked;
import org.tapelearn.langchain4j.ScriptedChatServer.Said;

/**
 * Plays a model that errs in a known way with the tools of the file-system server: it guesses the name of a file and reads it without
 * listing the folder, unless a note in its prompt says otherwise, or by luck. It answers by nothing but the text of the request; when
 * it reflects, by the first call that one attempt of the pair made and the other did not.
 */
final class GuessingServer {
    private static final Pattern PLACE = Pattern.compile("Task: .*? of the (\\w+)");
    private static final Pattern CODE = Pattern.compile("code: (\\d+)");

    private GuessingServer() {}

    static Said answer(Asked asked) {
        if (asked.last().contains("SUCCEEDED:")) {
            return Said.text(ForgetfulModel.reflect(asked.last()));
        }
        String told = asked.turns().get(1).text();
        Optional<String> note = ForgetfulModel.told(told, "list_directory", "read_text_file");
        List<String> answers = new ArrayList<>();
        for (Asked.Turn turn : asked.turns()) {
            if (turn.role().equals("tool")) {
                answers.add(turn.text());
            }
        }
        return act(place(told), note, answers, ForgetfulServer.dice(asked) % 10 == 0);
    }

    private static Said act(String place, Optional<String> note, List<String> answers, boolean lucky) {
        if (answers.isEmpty()) {
            String thought = note.map("I follow [%s]."::formatted).orElse("It will be there.");
            return note.isPresent() || lucky
                    ? Said.call(thought, "list_directory", json("path", "/workspace"))
                    : Said.call(thought, "read_text_file", json("path", "/workspace/%s.txt".formatted(place)));
        }
        Matcher file = Pattern.compile(place + "-\\d+\\.txt").matcher(answers.getLast());
        if (file.find()) {
            return Said.call("", "read_text_file", json("path", "/workspace/" + file.group()));
        }
        Matcher code = CODE.matcher(answers.getLast());
        return Said.call("", "submit_answer", json("answer", code.find() ? code.group(1) : "unknown"));
    }

    private static String place(String told) {
        Matcher place = PLACE.matcher(told);
        return place.find() ? place.group(1) : "nowhere";
    }

    private static String json(String name, String value) {
        return JsonNodeFactory.instance.objectNode().put(name, value).toString();
    }
}
