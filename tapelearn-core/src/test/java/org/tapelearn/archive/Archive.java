package org.tapelearn.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tapelearn.environment.CustomEnvironment;
import org.tapelearn.environment.Environment;
import org.tapelearn.task.Split;

/** A world in which guessing is of no use: a code lies in a drawer, and the catalogue knows in which. */
public final class Archive {
    private static final List<String> NAMES = List.of(
            "Ada", "Bo", "Cem", "Dana", "Eli", "Fay", "Gil", "Hana", "Ivo", "Jan", "Kim", "Lea", "Mio", "Nora", "Ole",
            "Pia", "Quin", "Rea");

    private Archive() {}

    /** What an attempt changes. */
    private static final class Desk {
        private final List<String> seen = new ArrayList<>();
        private String answer = "";

        private String show(String text) {
            seen.add(text);
            return text;
        }
    }

    /** An archive whose catalogue adds some words to each answer. */
    public static Environment saying(String words) {
        return CustomEnvironment.of("archive", Desk::new)
                .tool(
                        "catalogue",
                        "Says in which drawer somebody's code lies.",
                        "person",
                        desk -> NAMES,
                        (desk, person) -> desk.show(drawer(person)) + words)
                .tool(
                        "open",
                        "Opens a drawer.",
                        "drawer",
                        desk -> List.of("drawer 1", "drawer 2", "drawer 3", "drawer 4", "drawer 5", "drawer 6"),
                        (desk, drawer) -> desk.show(in(drawer)))
                .answer("answer", "Gives the answer.", "text", desk -> desk.seen, (desk, text) -> desk.answer = text)
                .tasks("code", 2, (split, wording, number) -> {
                    String who = somebody(split, number);
                    return new CustomEnvironment.Question<>(
                            "Find out the code of %s. Request %d".formatted(who, Math.floorMod(number, 100_000)),
                            desk -> desk.answer.contains(code(who)));
                });
    }

    public static Environment open() {
        return saying("");
    }

    private static String somebody(Split split, long number) {
        return NAMES.get(6 * List.of(Split.values()).indexOf(split) + Math.floorMod(number, 6));
    }

    private static String drawer(String person) {
        int index = NAMES.indexOf(person);
        if (index < 0) {
            throw new IllegalArgumentException("Nobody here is called (%s).".formatted(person));
        }
        return "drawer " + (2 + index % 5);
    }

    private static String in(String drawer) {
        List<String> codes = new ArrayList<>();
        for (String name : NAMES) {
            if (drawer(name).equals(drawer.toLowerCase(Locale.ROOT))) {
                codes.add(name + ": " + code(name));
            }
        }
        return codes.isEmpty() ? "The drawer is empty." : String.join(", ", codes);
    }

    private static String code(String person) {
        return "c" + (1000 + 37 * NAMES.indexOf(person));
    }
}
