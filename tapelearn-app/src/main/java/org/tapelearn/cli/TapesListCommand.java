package org.tapelearn.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tapelearn.cli.text.Figures;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.error.Nearest;
import org.tapelearn.error.PrerequisiteException;
import org.tapelearn.learn.SessionRecord;
import org.tapelearn.learn.SessionStore;
import org.tapelearn.learn.SessionStore.TapeHead;
import org.tapelearn.learn.SessionStore.TapeQuery;
import org.tapelearn.run.RolloutKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the attempts of a session. */
@Command(
        name = "list",
        description = "List the attempts of a session, in the order made.",
        footer = {"", "Example:", "  tapelearn tapes list --phase explore --outcome success"})
final class TapesListCommand implements Callable<Integer> {
    private static final List<String> OUTCOMES = List.of("success", "partial", "failure", "unscored");
    private static final List<String> PHASES = Arrays.stream(RolloutKey.Phase.values())
            .map(RolloutKey.Phase::label)
            .toList();
    private final Shell shell;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "SESSION", arity = "0..1", description = "The session (default: the latest).")
    private @Nullable String session;

    @Option(
            names = "--phase",
            defaultValue = "",
            paramLabel = "PHASE",
            description = "explore, gate-incumbent, gate-candidate, test-base, test-learned or fork.")
    private String phase = "";

    @Option(
            names = "--outcome",
            defaultValue = "",
            paramLabel = "OUTCOME",
            description = "success, partial, failure or unscored.")
    private String outcome = "";

    @Option(names = "--family", defaultValue = "", paramLabel = "NAME", description = "A family of tasks.")
    private String family = "";

    @Option(names = "--limit", defaultValue = "20", paramLabel = "N", description = "At most so many (default: 20).")
    private int limit;

    TapesListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        checkName("phase", phase, PHASES);
        checkName("outcome", outcome, OUTCOMES);
        if (limit < 1) {
            throw new PrerequisiteException(
                    "(--limit) expects a whole number of at least 1, but found (%d).".formatted(limit));
        }
        Path folder = common.storeFolder();
        try (SessionStore store = SessionChoice.openExisting(folder)) {
            SessionRecord found = SessionChoice.of(store, session, folder);
            List<TapeHead> heads = store.tapes(found.id(), new TapeQuery(phase, outcome, family, limit));
            if (common.json()) {
                ArrayNode list = JsonNodeFactory.instance.arrayNode();
                heads.forEach(head -> addTo(list, head));
                Output.print(shell.out(), list);
            } else {
                heads.forEach(this::print);
                if (heads.size() == limit && !common.quiet()) {
                    shell.out().println("The first %d; for more: --limit N".formatted(limit));
                }
            }
        }
        return ExitCode.DONE;
    }

    private static void checkName(String option, String given, List<String> known) {
        if (!given.isEmpty() && !known.contains(given)) {
            throw new PrerequisiteException("(--%s) expects one of (%s), but found (%s).%s"
                    .formatted(option, String.join(", ", known), given, Nearest.hint(given, known)));
        }
    }

    private static void addTo(ArrayNode list, TapeHead head) {
        list.addObject()
                .put("id", head.rolloutId())
                .put("phase", head.phase())
                .put("round", head.round())
                .put("family", head.family())
                .put("group", head.group())
                .put("outcome", head.outcome())
                .put("reward", head.reward())
                .put("grounded", head.grounded())
                .put("calls", head.calls())
                .put("description", head.description())
                .put("cause", head.cause());
    }

    private void print(TapeHead head) {
        shell.out()
                .println("%-8s %s  %2d calls  %s"
                        .formatted(
                                head.outcome().toLowerCase(Locale.ROOT),
                                Figures.decimal(head.reward()),
                                head.calls(),
                                SafeText.oneLine(head.rolloutId())));
        shell.out()
                .println("    " + SafeText.cut(head.description(), 76)
                        + (head.cause().isEmpty() ? "" : "  (%s)".formatted(SafeText.cut(head.cause(), 200))));
    }
}
