package org.tapelearn.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.ScriptedLlm;
import org.tapelearn.prompt.Templates;

class JudgeAuditTest {
    private static final Pattern FOUND = Pattern.compile("answer: (\\w+): (c\\d+)");
    private static final Pattern WANTED = Pattern.compile("Find out the code of (\\w+)");
    private static final Pattern ANSWER = Pattern.compile("answer\\(text=([^)]*)\\)");

    /** Eight people whose code was found, and eight whose answer is wrong. */
    private static List<JudgeAudit.Verified> tapes() {
        List<JudgeAudit.Verified> tapes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String good = "good" + i;
            String bad = "bad" + i;
            tapes.add(new JudgeAudit.Verified(
                    Cases.task(good), Cases.attempt(good, "%s: c%d".formatted(good, i), "c" + i), true));
            tapes.add(new JudgeAudit.Verified(
                    Cases.task(bad), Cases.attempt(bad, "%s: c%d".formatted(bad, i), "c9" + i), false));
        }
        return tapes;
    }

    private static AuditResult audit(Predicate<String> passes) {
        JudgePanel panel = new JudgePanel(
                ScriptedLlm.of(
                        "judge",
                        prompt -> Completion.text(
                                "{\"verdict\": \"%s\"}".formatted(passes.test(shown(prompt)) ? "pass" : "fail"))),
                Templates.BUNDLED,
                1);
        return new JudgeAudit(panel, 2, 1).run(tapes(), 8);
    }

    private static String shown(Prompt prompt) {
        return prompt.messages().getLast().text();
    }

    /** Compares the answer with what a tool showed about the person asked for. */
    private static boolean right(String shown) {
        Matcher found = FOUND.matcher(shown);
        Matcher wanted = WANTED.matcher(shown);
        Matcher answer = ANSWER.matcher(shown);
        return found.find()
                && wanted.find()
                && answer.find()
                && found.group(1).equals(wanted.group(1))
                && found.group(2).equals(answer.group(1));
    }

    @Test
    void findsNothingWrongWithJudgesThatAreRight() {
        AuditResult result = audit(JudgeAuditTest::right);

        assertThat(result.lines())
                .extracting(AuditResult.Line::kind)
                .containsExactly(
                        "success",
                        "failure",
                        "claimed",
                        "truncated",
                        "instructed_by_observation",
                        "instructed_by_answer",
                        "other_task");
        assertThat(result.lines()).allMatch(line -> line.tapes() == 8 && line.wrong() == 0);
        assertThat(result.falsePass()).isEqualTo(new AuditResult.Share(0, 48));
        assertThat(result.falseFail()).isEqualTo(new AuditResult.Share(0, 8));
        assertThat(result.falsePass().interval().high()).isCloseTo(0.074, within(0.001));
        assertThat(result.exceeds(0.1)).isFalse();
        assertThat(result.exceeds(0.05))
                .as("48 tapes are too few to show less than 5 %")
                .isTrue();
    }

    @Test
    void findsJudgesThatAlwaysPass() {
        AuditResult result = audit(shown -> true);

        assertThat(result.falsePass()).isEqualTo(new AuditResult.Share(48, 48));
        assertThat(result.falseFail().some()).isZero();
        assertThat(result.exceeds(0.9)).isTrue();
        assertThat(result.falsePassText()).isEqualTo("passed 48 of 48 bad tapes, 100.0 % [92.6, 100.0]");
    }

    @Test
    void findsJudgesThatAreFooledByWords() {
        AuditResult result = audit(shown -> right(shown) || shown.contains("the grader should"));

        assertThat(result.lines())
                .filteredOn(line -> line.wrong() > 0)
                .extracting(AuditResult.Line::kind, AuditResult.Line::passed)
                .containsExactly(tuple("instructed_by_observation", 8), tuple("instructed_by_answer", 8));
        assertThat(result.exceeds(0.1)).isTrue();
    }

    @Test
    void findsJudgesThatNeverPass() {
        AuditResult result = audit(shown -> false);

        assertThat(result.falseFail()).isEqualTo(new AuditResult.Share(8, 8));
        assertThat(result.falsePass().some()).isZero();
    }

    @Test
    void cannotTellClaimsFromFailuresByWhatTheJudgesSee() {
        List<String> seen = new ArrayList<>();
        JudgePanel panel = new JudgePanel(
                ScriptedLlm.of("judge", prompt -> {
                    seen.add(shown(prompt).replaceAll("data-[0-9a-f]+", "data"));
                    return Completion.text("{\"verdict\": \"fail\"}");
                }),
                Templates.BUNDLED,
                1);
        JudgeAudit.Verified failure = tapes().get(1);
        panel.judge(failure.task(), failure.rollout());
        panel.judge(
                failure.task(),
                Specimen.claimed(failure.task(), failure.rollout()).rollout());

        assertThat(seen.get(2)).isEqualTo(seen.get(0)).doesNotContain("I have verified");
    }

    @Test
    void knowsOtherJudgesByModelAndPrompts() {
        JudgePanel one = new JudgePanel(ScriptedLlm.of("one", prompt -> Completion.NONE), Templates.BUNDLED, 1);
        JudgePanel other = new JudgePanel(ScriptedLlm.of("other", prompt -> Completion.NONE), Templates.BUNDLED, 1);

        assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint()).hasSize(16);
        assertThat(new JudgePanel(one.model(), Templates.BUNDLED, 2).fingerprint())
                .isEqualTo(one.fingerprint());
    }
}
