package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.config.ConfigLoader;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.cli.text.Figures;
import org.tapelearn.cli.text.Layout;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.judge.AuditResult;
import org.tapelearn.judge.JudgeAudit;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.llm.Llm;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.store.SqliteSessionStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries judges on tapes whose outcome is known, and keeps how often they were wrong. */
@Command(
        name = "audit",
        description =
                "Try the judges on tapes that checkers verified and on bad ones made from them; the result is kept.",
        footer = {"", "Example:", "  tapelearn judge audit --llm openai:gpt-4o-mini --budget-usd 1"})
final class JudgeAuditCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Parameters(
            paramLabel = "SESSION",
            arity = "0..1",
            description = "The session whose tapes are judged (default: the latest).")
    private @Nullable String session;

    @Option(
            names = "--tapes",
            defaultValue = "20",
            paramLabel = "N",
            description = "Successes, and failures, to begin with at most (default: 20).")
    private int most;

    JudgeAuditCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (most < 1) {
            throw new PrerequisiteException("At least 1 tape is judged, but (--tapes) was (%d).".formatted(most));
        }
        Path folder = common.storeFolder();
        try (SqliteSessionStore store = SessionChoice.openExisting(folder)) {
            SessionRecord found = SessionChoice.learned(store, session, folder);
            Settings settings = new ConfigLoader(shell.environments().names()).read(found.configuration());
            List<JudgeAudit.Verified> tapes = verified(store, found.id());
            try (SessionModel asked = SessionModel.judging(shell, model, settings, store, found.id())) {
                AuditResult result = audit(settings, asked.llm(), tapes);
                store.keepJudgeAudit(found.id(), result.judges(), Audits.write(result));
                show(result, settings);
            }
        }
        return ExitCode.DONE;
    }

    private AuditResult audit(Settings settings, Llm llm, List<JudgeAudit.Verified> tapes) {
        return new JudgeAudit(
                        Audits.panel(settings, llm),
                        settings.llm().concurrency(),
                        settings.learner().seed())
                .run(tapes, most);
    }

    /** Attempts that a checker decided: grounded successes, and failures without any credit. Test attempts are left alone. */
    private static List<JudgeAudit.Verified> verified(SessionStore store, String session) {
        Set<String> done = new HashSet<>();
        Set<String> failed = new HashSet<>();
        String test = RolloutKey.Phase.TEST_LEARNED.label();
        String base = RolloutKey.Phase.TEST_BASE.label();
        store.tapes(session, SessionStore.TapeQuery.ALL).stream()
                .filter(tape -> !tape.phase().equals(test) && !tape.phase().equals(base))
                .forEach(tape -> {
                    if (tape.outcome().equals("success") && tape.grounded()) {
                        done.add(tape.rolloutId());
                    } else if (tape.outcome().equals("failure")) {
                        failed.add(tape.rolloutId());
                    }
                });
        if (done.isEmpty() || failed.isEmpty()) {
            throw new PrerequisiteException("""
                    Judges are tried on successes and failures that a checker verified, but session (%s) has %d and %d of them.
                    Name another session, or learn one: tapelearn sessions""".formatted(session, done.size(), failed.size()));
        }
        List<JudgeAudit.Verified> tapes = new ArrayList<>();
        Stream.of(done, failed)
                .map(ids -> store.rollouts(session, ids))
                .flatMap(Collection::stream)
                .map(JudgeAuditCommand::verified)
                .forEach(tapes::add);
        return tapes;
    }

    private static JudgeAudit.Verified verified(Judged judged) {
        return new JudgeAudit.Verified(judged.task(), judged.rollout(), judged.success());
    }

    private void show(AuditResult result, Settings settings) {
        if (common.json()) {
            ObjectNode json = Audits.tree(result);
            json.put("max_false_pass", settings.judges().maxFalsePass());
            json.put("admitted", !result.exceeds(settings.judges().maxFalsePass()));
            Output.print(shell.out(), json);
            return;
        }
        shell.out().println(SafeText.oneLine("Judges: %s with the prompts of (llm.prompts)".formatted(result.model())));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("kind of tape", "is done", "tapes", "passed", "failed", "undecided"));
        result.lines()
                .forEach(line -> rows.add(List.of(
                        Figures.words(line.kind()),
                        line.done() ? "yes" : "no",
                        Integer.toString(line.tapes()),
                        Integer.toString(line.passed()),
                        Integer.toString(line.failed()),
                        Integer.toString(line.undecided()))));
        Layout.table(rows).forEach(shell.out()::println);
        shell.out().println();
        print("False pass", result.falsePass());
        print("False fail", result.falseFail());
        print("Undecided", result.undecided());
        double most = settings.judges().maxFalsePass();
        String verdict = result.exceeds(most)
                ? "Sessions refuse to learn from these judges: the upper end of false passes is above %s %% (judges.max_false_pass). More tapes make the interval narrower: --tapes N."
                : "Sessions with judges.enabled=true may practise with these judges: the upper end of false passes is at most %s %% (judges.max_false_pass).";
        Layout.wrap(verdict.formatted(Audits.percent(most)), "", "  ").forEach(shell.out()::println);
    }

    private void print(String name, AuditResult.Share share) {
        shell.out()
                .println("%s: %d of %d, %s %%"
                        .formatted(
                                name,
                                share.some(),
                                share.all(),
                                Figures.percent(
                                        share.rate(),
                                        List.of(
                                                share.interval().low(),
                                                share.interval().high()))));
    }
}
