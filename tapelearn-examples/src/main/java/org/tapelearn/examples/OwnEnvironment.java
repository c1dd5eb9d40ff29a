package org.tapelearn.examples;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.tapelearn.environment.CustomEnvironment;
import org.tapelearn.environment.Environment;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.LearnerConfig;
import org.tapelearn.learn.LearningListener;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.policy.EmbeddedTrainer;
import org.tapelearn.store.SqliteSessionStore;
import org.tapelearn.task.Split;
import org.tapelearn.task.TaskFamily.Wording;

/** Learns in an environment of one's own, made of a few functions: a directory that knows where people work and who leads them. */
public final class OwnEnvironment {
    private static final List<String> PEOPLE = List.of("Ada", "Bo", "Cem", "Dana", "Eli", "Fay", "Gil", "Hana", "Ivo");

    private OwnEnvironment() {}

    /** What an attempt changes. */
    private static final class Desk {
        final List<String> seen = new ArrayList<>();
        String answer = "";

        String show(String room) {
            seen.add(room);
            return room;
        }
    }

    static Environment directory() {
        return CustomEnvironment.of("directory", Desk::new)
                .tool(
                        "office",
                        "Shows somebody's office.",
                        "person",
                        desk -> PEOPLE,
                        (desk, person) -> desk.show(office(person)))
                .tool(
                        "phone",
                        "Shows somebody's phone.",
                        "person",
                        desk -> PEOPLE,
                        (desk, person) -> desk.show(phone(person)))
                .answer("answer", "Gives the answer.", "text", desk -> desk.seen, (desk, text) -> desk.answer = text)
                .tasks("office", 1, (split, wording, number) -> {
                    String who = somebody(split, number);
                    String words =
                            wording == Wording.KNOWN ? "Where is the office of %s?" : "In which office does %s sit?";
                    return new CustomEnvironment.Question<>(
                            words.formatted(who) + " Request " + number, desk -> desk.answer.equals(office(who)));
                })
                .tasks("phone", 1, (split, wording, number) -> {
                    String who = somebody(split, number);
                    String words =
                            wording == Wording.KNOWN ? "What is the phone of %s?" : "By which phone do I reach %s?";
                    return new CustomEnvironment.Question<>(
                            words.formatted(who) + " Request " + number, desk -> desk.answer.equals(phone(who)));
                });
    }

    /** Every split asks about people of its own. */
    private static String somebody(Split split, long number) {
        int first = switch (split) {
            case TRAIN -> 0;
            case SELECTION -> 3;
            case TEST -> 6;
        };
        return PEOPLE.get(first + Math.floorMod(number, 3));
    }

    private static String office(String person) {
        return "room " + (100 + PEOPLE.indexOf(person));
    }

    private static String phone(String person) {
        return "extension " + (7000 + 11 * PEOPLE.indexOf(person));
    }

    /** Takes a few seconds; everything is kept in the folder {@code learning_data}. */
    public static void main(String[] args) {
        LearningReport report = learn(Path.of("learning_data"), LearnerConfig.DEFAULT);
        System.out.printf(
                "%s: success %.3f before, %.3f after%n",
                report.stopReason(),
                report.base().successRate(),
                report.learned().successRate());
    }

    static LearningReport learn(Path folder, LearnerConfig config) {
        try (Environment environment = directory();
                SessionStore store = SqliteSessionStore.open(folder)) {
            EmbeddedTrainer trainer = new EmbeddedTrainer(environment, EmbeddedTrainer.Settings.DEFAULT, 2);
            EnvironmentLearner learner = new EnvironmentLearner(
                    environment, trainer, config, store, Clock.systemUTC(), LearningListener.NONE);
            return learner.learn("directory", List.of("Find an office", "Find a phone"), "{}");
        }
    }
}
