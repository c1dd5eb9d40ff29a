package org.tapelearn.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.judge.AuditResult;
import org.tapelearn.judge.JudgePanel;
import org.tapelearn.learn.Judging;
import org.tapelearn.llm.Llm;
import org.tapelearn.store.SqliteSessionStore;

/** Which judges a session may learn from: those that an audit of the store found to be right often enough. */
final class Audits {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private Audits() {}

    static JudgePanel panel(Settings settings, Llm llm) {
        return new JudgePanel(
                llm, Learners.templates(settings), settings.learner().seed());
    }

    /** What a session does with its judges; its note says why they are not asked. */
    static Judging admit(Settings settings, Llm llm, SqliteSessionStore store) {
        Settings.JudgeKeys keys = settings.judges();
        if (!keys.enabled()) {
            return Judging.NONE;
        }
        if (!settings.asksModel()) {
            throw new PrerequisiteException("""
                    Judges ask a language model, but none is named.
                    Name one with --llm, as in: --llm openai:gpt-4o-mini, or leave (judges.enabled) false.""");
        }
        JudgePanel panel = panel(settings, llm);
        Optional<AuditResult> audit = store.judgeAudit(panel.fingerprint()).map(Audits::read);
        if (audit.isEmpty()) {
            return refused("The judges of (%s) were never tried with these prompts".formatted(llm.name()));
        }
        if (audit.get().exceeds(keys.maxFalsePass())) {
            return refused("The judges of (%s) %s, and the upper end may be %s %% at most (judges.max_false_pass)"
                    .formatted(llm.name(), audit.get().falsePassText(), percent(keys.maxFalsePass())));
        }
        return new Judging(panel, keys.tasksPerWave());
    }

    private static Judging refused(String why) {
        return Judging.refused(why + ": nothing is learned from them. Try them with: tapelearn judge audit");
    }

    static String percent(double share) {
        return Double.toString(Math.round(share * 1000) / 10.0).replaceAll("\\.0$", "");
    }

    static String write(AuditResult result) {
        return tree(result).toString();
    }

    /** The result with its rates. */
    static ObjectNode tree(AuditResult result) {
        ObjectNode tree = MAPPER.valueToTree(result);
        put(tree.putObject("false_pass"), result.falsePass());
        put(tree.putObject("false_fail"), result.falseFail());
        put(tree.putObject("undecided"), result.undecided());
        return tree;
    }

    private static void put(ObjectNode node, AuditResult.Share share) {
        node.put("rate", share.rate()).put("some", share.some()).put("all", share.all());
        node.putArray("interval")
                .add(share.interval().low())
                .add(share.interval().high());
    }

    static AuditResult read(String json) {
        try {
            ObjectNode tree = (ObjectNode) MAPPER.readTree(json);
            tree.remove(List.of("false_pass", "false_fail", "undecided"));
            return MAPPER.treeToValue(tree, AuditResult.class);
        } catch (JsonProcessingException broken) {
            throw new PrerequisiteException(
                    "The stored audit of the judges cannot be read: %s.%nMake it again with: tapelearn judge audit"
                            .formatted(broken.getOriginalMessage()),
                    broken);
        }
    }
}
