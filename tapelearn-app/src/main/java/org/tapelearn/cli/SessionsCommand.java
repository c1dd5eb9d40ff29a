package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.tapelearn.cli.report.ReportJson;
import org.tapelearn.cli.text.Figures;
import org.tapelearn.cli.text.Layout;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the sessions of a store. */
@Command(
        name = "sessions",
        description = "List the sessions, oldest first.",
        footer = {"", "Example:", "  tapelearn sessions --store learning_data"})
final class SessionsCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    SessionsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (SessionStore store = SessionChoice.openExisting(common.storeFolder())) {
            if (common.json()) {
                ArrayNode list = JsonNodeFactory.instance.arrayNode();
                store.sessions().forEach(session -> list.add(json(session)));
                Output.print(shell.out(), list);
            } else {
                List<List<String>> rows = new ArrayList<>();
                rows.add(List.of("session", "environment", "seed", "started", "status", "success"));
                store.sessions().forEach(session -> rows.add(row(session)));
                Layout.table(rows).forEach(shell.out()::println);
            }
        }
        return ExitCode.DONE;
    }

    private static ObjectNode json(SessionRecord session) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.put("session", session.id());
        entry.put("environment", session.environment());
        entry.put("seed", session.seed());
        entry.put("status", session.status());
        entry.put("started_at", Instant.ofEpochMilli(session.startedAt()).toString());
        entry.put("has_report", !session.report().isEmpty());
        return entry;
    }

    private static List<String> row(SessionRecord session) {
        String success = session.report().isEmpty()
                ? "-"
                : Figures.percent(ReportJson.read(session.report()).learned().successRate()) + " %";
        return List.of(
                session.id(),
                session.environment(),
                Long.toString(session.seed()),
                TIME.format(Instant.ofEpochMilli(session.startedAt()).atZone(ZoneId.systemDefault())),
                session.status(),
                success);
    }
}
