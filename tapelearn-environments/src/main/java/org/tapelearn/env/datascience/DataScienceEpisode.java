package org.tapelearn.env.datascience;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tapelearn.environment.Episode;
import org.tapelearn.environment.Transition;
import org.tapelearn.error.Nearest;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.Finding;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/** One attempt over the tables: keeps names for relations, and what was shown. */
final class DataScienceEpisode implements Episode {
    private static final int RECENT = 3;

    /** Where the description of a column of numbers shows the smallest one; the largest is the last. */
    private static final int MIN = 2;

    private final DataScienceEnvironment environment;
    private final List<Table> openable;
    private final Workspace workspace = new Workspace();
    private final Map<String, List<String>> values = new HashMap<>();
    private final List<String> numbers = new ArrayList<>();

    DataScienceEpisode(DataScienceEnvironment environment, List<Table> openable) {
        this.environment = environment;
        this.openable = List.copyOf(openable);
    }

    /** What the episode left behind so far. */
    Workspace workspace() {
        return workspace;
    }

    @Override
    public String opening() {
        return openable.stream()
                .map(table -> table.description().isEmpty() ? table.name() : table.name() + " : " + table.description())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public List<ToolCall> actions() {
        return environment
                .actions()
                .list(new Actions.Seen(
                        openable.stream().map(Table::name).toList(),
                        workspace.relations(),
                        values,
                        numbers,
                        submittable()));
    }

    /** The values that the latest calls showed, and everything that was made. */
    private List<String> submittable() {
        LinkedHashSet<String> found = new LinkedHashSet<>();
        workspace.events().stream()
                .map(Event::created)
                .filter(name -> !name.isEmpty())
                .forEach(found::add);
        List<Event> events = workspace.events();
        for (Event event : events.subList(Math.max(0, events.size() - RECENT), events.size())) {
            event.shown().forEach(cell -> {
                found.remove(cell.text());
                found.add(cell.text());
            });
        }
        return new ArrayList<>(found);
    }

    @Override
    public Transition step(ToolCall call) {
        if (workspace.submitted() != null) {
            return Transition.refused("An answer was submitted; the episode has ended.");
        }
        String wrong = wrongArguments(call);
        if (wrong != null) {
            return refuse(call, wrong);
        }
        return switch (call.tool()) {
            case "list_tables" -> show(call, Outcome.shows(opening(), List.of()), "");
            case "describe_table" -> describe(call);
            case "describe_column" -> describeColumn(call);
            case "calculate" -> show(call, Calculator.calculate(call), "");
            case "sql" -> show(call, environment.operations().sql(workspace.relations(), call.argument("query")), "");
            case "submit_answer" -> submit(call);
            case "join_tables" -> join(call);
            case "plot" -> plot(call);
            case "fit_model" -> fit(call);
            default -> operate(call);
        };
    }

    /** Says what is wrong with a call before it is tried: an unknown tool or argument, or one that is missing. */
    private @Nullable String wrongArguments(ToolCall call) {
        List<String> names = DataTools.SPECS.stream().map(ToolSpec::name).toList();
        int at = names.indexOf(call.tool());
        if (at < 0) {
            return "There is no tool (%s); the tools are: %s.%s"
                    .formatted(call.tool(), String.join(", ", names), Nearest.hint(call.tool(), names));
        }
        List<Parameter> parameters = DataTools.SPECS.get(at).parameters();
        List<String> known = parameters.stream().map(Parameter::name).toList();
        for (String name : call.arguments().keySet()) {
            if (!known.contains(name)) {
                return "Tool (%s) has no argument (%s); it has: %s.%s"
                        .formatted(call.tool(), name, String.join(", ", known), Nearest.hint(name, known));
            }
        }
        for (Parameter parameter : parameters) {
            if (parameter.required() && call.argument(parameter.name()).isEmpty()) {
                return "Tool (%s) needs the argument (%s): %s."
                        .formatted(call.tool(), parameter.name(), parameter.description());
            }
        }
        return null;
    }

    private @Nullable Relation relation(String name) {
        return workspace.relations().get(name);
    }

    private String unknownTable(String name) {
        List<String> opened = List.copyOf(workspace.relations().keySet());
        if (openable.stream().anyMatch(table -> table.name().equals(name))) {
            return "Table (%s) is not open yet; call describe_table first.".formatted(name);
        }
        List<String> all = new ArrayList<>(opened);
        openable.stream().map(Table::name).filter(table -> !all.contains(table)).forEach(all::add);
        return "There is no table (%s); there are: %s.%s"
                .formatted(name, String.join(", ", all), Nearest.hint(name, all));
    }

    private Transition describe(ToolCall call) {
        String name = call.argument("table");
        Relation relation = relation(name);
        if (relation == null) {
            for (Table table : openable) {
                if (table.name().equals(name)) {
                    relation = environment.tables().relation(table);
                    workspace.open(name, relation);
                }
            }
        }
        if (relation == null) {
            return refuse(call, unknownTable(name));
        }
        Transition transition = show(call, environment.operations().describeTable(relation), name);
        note(Long.toString(relation.rows()));
        return transition;
    }

    private Transition describeColumn(ToolCall call) {
        Relation relation = relation(call.argument("table"));
        if (relation == null) {
            return refuse(call, unknownTable(call.argument("table")));
        }
        String column = call.argument("column");
        Outcome outcome = environment.operations().describeColumn(relation, column);
        if (!outcome.error()) {
            values.put(column, environment.operations().values(relation, column));
        }
        Transition transition = show(call, outcome, call.argument("table"));
        List<Cell> shown = outcome.shown();
        if (!outcome.error() && relation.column(column).number() && shown.size() > MIN) {
            note(shown.get(MIN).text());
            note(shown.getLast().text());
        }
        return transition;
    }

    private Transition operate(ToolCall call) {
        Relation relation = relation(call.argument("table"));
        if (relation == null) {
            return refuse(call, unknownTable(call.argument("table")));
        }
        Operations operations = environment.operations();
        String column = call.argument("column");
        Outcome outcome = switch (call.tool()) {
            case "preview_table" -> operations.preview(relation);
            case "filter_rows" ->
                operations.filter(relation, column, call.argument("operator"), call.argument("value"));
            case "group_by" ->
                operations.group(relation, column, call.argument("aggregate"), call.argument("value_column"));
            case "sort_rows" -> operations.sort(relation, column, call.argument("order"));
            case "limit_rows" -> operations.limit(relation, call.argument("n"));
            case "statistic" -> operations.statistic(relation, column, call.argument("measure"));
            case "correlation" -> operations.correlation(relation, call.argument("x"), call.argument("y"));
            case "missing_values" -> operations.missing(relation);
            case "clean_table" -> operations.cleanTable(relation, call.argument("operation"));
            case "clean_column" -> operations.cleanColumn(relation, column, call.argument("operation"));
            default -> throw new IllegalStateException("The tool (%s) is listed but not known.".formatted(call.tool()));
        };
        Transition transition = show(call, outcome, call.argument("table"));
        if (!outcome.error()) {
            noteNumbers(outcome);
        }
        return transition;
    }

    /** Remembers numbers to calculate with: a single result, the size of a new relation, the numbers of a few groups. */
    private void noteNumbers(Outcome outcome) {
        List<Cell> shown = outcome.shown();
        if (outcome.relation() == null) {
            if (shown.size() == 1) {
                note(shown.getFirst().text());
            }
            return;
        }
        if (outcome.relation().columns().size() == 2 && shown.size() > 1) {
            shown.stream().skip(1).filter(cell -> cell.exact() != null).forEach(cell -> note(cell.text()));
        } else {
            note(shown.getFirst().text());
        }
    }

    private void note(String number) {
        numbers.remove(number);
        numbers.add(number);
    }

    private Transition join(ToolCall call) {
        Relation left = relation(call.argument("left"));
        Relation right = relation(call.argument("right"));
        if (left == null || right == null) {
            return refuse(call, unknownTable(call.argument(left == null ? "left" : "right")));
        }
        return show(
                call,
                environment
                        .operations()
                        .join(
                                left,
                                right,
                                call.argument("right"),
                                call.argument("left_column"),
                                call.argument("right_column")),
                call.argument("left"));
    }

    private Transition plot(ToolCall call) {
        Relation relation = relation(call.argument("table"));
        if (relation == null) {
            return refuse(call, unknownTable(call.argument("table")));
        }
        Workspace.Plot plot =
                new Workspace.Plot(call.argument("kind"), relation, call.argument("x"), call.argument("y"));
        String wrong = Drawing.fault(plot);
        if (wrong != null) {
            return refuse(call, wrong);
        }
        String name = workspace.add(plot);
        String text = "%s : %s of %s%s"
                .formatted(name, plot.kind(), plot.x(), plot.y().isEmpty() ? "" : " and " + plot.y());
        return finish(call, name, text, List.of());
    }

    private Transition fit(ToolCall call) {
        Relation relation = relation(call.argument("table"));
        if (relation == null) {
            return refuse(call, unknownTable(call.argument("table")));
        }
        Fitting.Result result = environment
                .fitting()
                .fit(relation, call.argument("kind"), call.argument("target"), call.argument("features"));
        return switch (result) {
            case Fitting.Refused refused -> refuse(call, refused.reason());
            case Fitting.Fitted fitted -> {
                String name = workspace.add(fitted.model());
                Cell score = Cell.of(fitted.model().score());
                yield finish(
                        call,
                        name,
                        "%s : %s, score = %s".formatted(name, call.argument("kind"), score.text()),
                        List.of(score));
            }
        };
    }

    private Transition submit(ToolCall call) {
        workspace.submit(call.argument("value"));
        workspace.record(new Event(call, false, "", List.of()));
        return Transition.end("submitted " + call.argument("value"));
    }

    private Transition show(ToolCall call, Outcome outcome, String table) {
        if (outcome.error()) {
            return refuse(call, outcome.text(table, ""));
        }
        String made = outcome.relation() == null ? "" : workspace.derive(outcome.relation());
        return finish(call, made, outcome.text(table, made), outcome.shown());
    }

    private Transition finish(ToolCall call, String made, String text, List<Cell> shown) {
        workspace.record(new Event(call, false, made, shown));
        return Transition.of(text);
    }

    private Transition refuse(ToolCall call, String reason) {
        workspace.record(new Event(call, true, "", List.of()));
        return Transition.refused(reason);
    }

    @Override
    public Finding check(Criterion criterion) {
        return environment.checker().check(workspace, criterion);
    }

    @Override
    public void close() {
        // An episode holds nothing but names: its rows live in queries over the base.
    }
}
