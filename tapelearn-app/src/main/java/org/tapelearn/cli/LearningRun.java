package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.tapelearn.cli.config.Settings;
import org.tapelearn.cli.live.Display;
import org.tapelearn.cli.live.JsonLines;
import org.tapelearn.cli.live.LiveLine;
import org.tapelearn.cli.live.PlainLines;
import org.tapelearn.cli.live.Silent;
import org.tapelearn.cli.live.Spending;
import org.tapelearn.cli.live.Ticker;
import org.tapelearn.cli.report.ReportFiles;
import org.tapelearn.cli.report.ReportJson;
import org.tapelearn.cli.report.StopReason;
import org.tapelearn.cli.report.TextReport;
import org.tapelearn.cli.text.Layout;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.environment.Environment;
import org.tapelearn.learn.EnvironmentLearner;
import org.tapelearn.learn.Judging;
import org.tapelearn.learn.LearningReport;
import org.tapelearn.learn.seed.SeedTaskManager;
import org.tapelearn.store.SqliteSessionStore;

/** One run of the learner, from opening the environment to the printed report. */
final class LearningRun {
    private final Shell shell;
    private final CommonOptions common;
    private final Settings settings;
    private final ModelOptions options;
    private final SqliteSessionStore store;

    /** Works on an open store, which stays open. */
    LearningRun(Shell shell, CommonOptions common, Settings settings, ModelOptions options, SqliteSessionStore store) {
        this.shell = shell;
        this.common = common;
        this.settings = settings;
        this.options = options;
        this.store = store;
    }

    int learn(String session) {
        return run(session, learner -> {
            SeedTaskManager seeds = learner.seedTaskManager();
            settings.seedFile().ifPresent(seeds::load);
            if (settings.seedFile().isEmpty() || !settings.seedTasks().isEmpty()) {
                seeds.addMultipleSeedTasks(words());
            }
            learner.startLearningSession(session, seeds, settings.json());
            return learner.resume(session);
        });
    }

    /** The user's seeds in words, or else the environment's. */
    private List<String> words() {
        return settings.seedTasks().isEmpty()
                ? shell.environments().offer(settings.environment()).seedTasks()
                : settings.seedTasks();
    }

    int resume(String session) {
        return run(session, learner -> learner.resume(session));
    }

    private int run(String session, Function<EnvironmentLearner, LearningReport> work) {
        Environments.Offer offer = shell.environments().offer(settings.environment());
        try (CleanStop stop = new CleanStop(shell, session);
                DebugLog log = new DebugLog(common.debug(), shell.err())) {
            LearningReport report;
            try (Environment environment = offer.opener().open(settings);
                    SessionModel model = SessionModel.learning(shell, options, settings, store, session);
                    Display display = display(model::spending);
                    Ticker ticker = new Ticker(
                            Duration.ofSeconds(1), display instanceof LiveLine line ? line::draw : () -> {})) {
                Judging judging = Audits.admit(settings, model.llm(), store);
                EnvironmentLearner learner =
                        Learners.of(settings, environment, model.llm(), store, shell.clock(), display, judging);
                announce(session, model.forecast(settings, environment));
                if (!judging.note().isEmpty()) {
                    shell.err().println(SafeText.lines("Note: %s.".formatted(judging.note())));
                }
                stop.byWayOf(learner::requestStop);
                report = work.apply(learner);
            }
            if (stop.isSignalled()) {
                return ExitCode.STOPPED;
            }
            return show(report);
        }
    }

    private Display display(Supplier<Spending> spending) {
        if (common.json()) {
            return new JsonLines(shell.out(), shell.clock(), spending);
        }
        if (common.quiet()) {
            return new Silent();
        }
        return shell.drawable() && !common.debug()
                ? new LiveLine(shell.out(), shell.clock(), shell.colour(), spending)
                : new PlainLines(shell.out(), shell.clock(), spending);
    }

    private void announce(String session, List<String> forecast) {
        if (common.json()) {
            ObjectNode event = event("start", session);
            event.put("environment", settings.environment());
            event.put("seed", settings.learner().seed());
            event.put("store", settings.store().toString());
            forecast.forEach(line -> event.put("forecast", line));
            shell.out().println(event);
        } else if (!common.quiet()) {
            Layout.wrap(
                            "Session %s: learning %s with seed %d; Ctrl-C stops and saves."
                                    .formatted(
                                            session,
                                            settings.environment(),
                                            settings.learner().seed()),
                            "",
                            "  ")
                    .forEach(shell.out()::println);
            forecast.forEach(line -> Layout.wrap(line, "", "  ").forEach(shell.out()::println));
        }
    }

    private int show(LearningReport report) {
        boolean canGoOn = StopReason.canGoOn(report.stopReason());
        List<Path> files = ReportFiles.write(report, store, settings.store());
        if (common.json()) {
            ObjectNode event = event("report", report.session());
            event.set("report", ReportJson.tree(report));
            files.forEach(file -> event.withArray("files").add(file.toString()));
            shell.out().println(Output.harmless(event.toString()));
        } else {
            TextReport.render(report, common.quiet() ? List.of() : files).forEach(shell.out()::println);
            if (canGoOn) {
                shell.err().println(CleanStop.howToGoOn(report.session()));
            }
        }
        return canGoOn ? ExitCode.STOPPED : ExitCode.DONE;
    }

    private static ObjectNode event(String kind, String session) {
        return JsonNodeFactory.instance.objectNode().put("event", kind).put("session", session);
    }
}
