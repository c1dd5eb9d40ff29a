package org.tapelearn.env.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.error.Nearest;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Finding;
import org.tapelearn.tool.ToolSpec;

/** One attempt with the tools of a session. */
final class ToolEpisode implements Episode, Check.Ending {
    private final List<ToolSpec> tools;
    private final ToolSettings settings;
    private final ToolSession session;
    private final String opening;
    private final Function<Criterion, Optional<Check>> checks;
    private final SeenValues seen = new SeenValues();
    private final List<String> observations = new ArrayList<>();
    private @Nullable String answer;

    /** Begins an attempt; closes the session with it. */
    ToolEpisode(
            List<ToolSpec> tools,
            ToolSettings settings,
            ToolSession session,
            String opening,
            Function<Criterion, Optional<Check>> checks) {
        this.tools = tools;
        this.settings = settings;
        this.session = session;
        this.opening = opening;
        this.checks = checks;
        if (opening.contains(WorkFolder.SHOWN)) {
            seen.read(WorkFolder.SHOWN, "");
        }
    }

    @Override
    public String opening() {
        return opening;
    }

    @Override
    public List<ToolCall> actions() {
        return answer == null ? GroundedCalls.of(tools, seen) : List.of();
    }

    @Override
    public Transition step(ToolCall call) {
        if (answer != null) {
            return Transition.refused("The answer was given; nothing more can be done.");
        }
        Optional<ToolSpec> tool = tool(call.tool());
        if (tool.isEmpty()) {
            List<String> names = tools.stream().map(ToolSpec::name).toList();
            return Transition.refused("There is no tool (%s). Those there are: %s.%s"
                    .formatted(call.tool(), String.join(", ", names), Nearest.hint(call.tool(), names)));
        }
        try {
            ObjectNode arguments = TypedArguments.of(tool.get(), call);
            if (tool.get().effect() == ToolSpec.Effect.ENDS) {
                answer = session.folder().shown(arguments.path("answer").asText());
                return Transition.end("The answer was taken.");
            }
            ToolAnswer said = ask(call.tool(), arguments);
            String shown = cut(said.text().isEmpty() ? "(nothing)" : said.text());
            if (!said.error()) {
                observations.add(shown);
                seen.read(shown, folderOf(call));
            }
            return new Transition(shown, said.error(), false);
        } catch (TypedArguments.Misfit misfit) {
            return Transition.refused(misfit.words());
        }
    }

    private Optional<ToolSpec> tool(String name) {
        return tools.stream().filter(tool -> tool.name().equals(name)).findFirst();
    }

    /** The path that a call was about, which names in its answer may be relative to. */
    private static String folderOf(ToolCall call) {
        return call.arguments().entrySet().stream()
                .filter(entry -> GroundedCalls.takesPath(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private ToolAnswer ask(String tool, ObjectNode arguments) {
        WorkFolder folder = session.folder();
        ToolAnswer said = session.call(tool, (ObjectNode) TypedArguments.mapped(arguments, folder::real));
        return new ToolAnswer(folder.shown(said.text()), said.error());
    }

    private String cut(String text) {
        int most = settings.maxCharacters();
        return text.length() <= most
                ? text
                : "%s%n[cut: %d of %d characters are shown]".formatted(text.substring(0, most), most, text.length());
    }

    @Override
    public Finding check(Criterion criterion) {
        Check check = checks.apply(criterion)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The criterion (%s) is of another environment.".formatted(criterion.name())));
        Check.Outcome outcome = check.look(this);
        return new Finding(criterion.name(), outcome.holds(), outcome.detail());
    }

    /** The files that are there, with the beginning of each, and the answer that was given. */
    @Override
    public String state() {
        List<String> lines = new ArrayList<>();
        lines.add(answer == null ? "No answer was given." : "The answer: " + answer);
        lines.addAll(FolderListing.of(session.folder(), session::harmless));
        return String.join("\n", lines);
    }

    @Override
    public Optional<String> answer() {
        return Optional.ofNullable(answer);
    }

    @Override
    public List<String> observations() {
        return List.copyOf(observations);
    }

    @Override
    public WorkFolder folder() {
        return session.folder();
    }

    @Override
    public ToolAnswer look(String name, ObjectNode arguments) {
        Optional<ToolSpec> tool = tool(name);
        if (tool.isEmpty()) {
            return ToolAnswer.refused("There is no tool (%s).".formatted(name));
        }
        try {
            return ask(name, TypedArguments.of(tool.get(), TypedArguments.call(name, arguments)));
        } catch (TypedArguments.Misfit misfit) {
            return ToolAnswer.refused(misfit.words());
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
