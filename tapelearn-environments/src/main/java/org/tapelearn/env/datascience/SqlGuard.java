package org.tapelearn.env.datascience;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tapelearn.error.Nearest;

/**
 * Looks through the tree of a SELECT, as the database parsed it, for anything that must not run: other tables than those
 * opened, functions that are not known to be harmless and repeatable, recursion, samples.
 */
final class SqlGuard {
    private static final Set<String> FUNCTIONS = Set.of("""
            + - * / // % ** ^ || ~~ !~~ ~~* !~~* ~~~ @ & | << >> !__postfix
            count count_star sum avg mean min max median mode quantile quantile_cont quantile_disc stddev stddev_samp
            stddev_pop variance var_samp var_pop corr covar_pop covar_samp regr_slope regr_intercept regr_r2 regr_count
            first last any_value arg_min arg_max min_by max_by bool_and bool_or product skewness kurtosis mad
            row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value
            abs ceil ceiling floor round trunc sqrt cbrt exp ln log log2 log10 pow power sign mod greatest least isnan
            isfinite isinf pi radians degrees sin cos tan asin acos atan atan2 fdiv fmod
            lower upper length len trim ltrim rtrim substring substr left right contains starts_with ends_with prefix
            suffix strpos instr position regexp_matches regexp_full_match regexp_extract split_part concat concat_ws
            reverse like_escape not_like_escape ascii
            date_part datepart year month day quarter week weekofyear dayofweek dayofmonth dayofyear hour minute second
            weekday isodow date_trunc datediff date_diff datesub date_sub dayname monthname strftime strptime
            try_strptime make_date last_day epoch to_days to_weeks to_months to_years to_hours to_minutes to_seconds
            coalesce ifnull nullif if typeof""".trim().split("\\s+"));
    private static final Set<String> ROWS = Set.of("range", "generate_series");
    /** So few that texts which double with each stay small. */
    private static final int MOST_JOINED_TEXTS = 16;

    private final Set<String> opened;
    private final Set<String> hidden;
    private final Set<String> own = new HashSet<>();
    private int joinedTexts;

    /**
     * @param opened names that may be read
     * @param hidden names of all tables there are, which a query must not give to parts of its own
     */
    SqlGuard(Set<String> opened, Set<String> hidden) {
        this.opened = lower(opened);
        this.hidden = lower(hidden);
    }

    private static Set<String> lower(Set<String> names) {
        Set<String> lower = new HashSet<>();
        names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        return lower;
    }

    /** Says what is wrong with a tree, or null. */
    @Nullable
    String fault(JsonNode tree) {
        String wrong = nameParts(tree);
        return wrong == null ? look(tree) : wrong;
    }

    /** Collects the names that a query gives to parts of its own. */
    private @Nullable String nameParts(JsonNode node) {
        for (JsonNode part : node.path("cte_map").path("map")) {
            String name = part.path("key").asText().toLowerCase(Locale.ROOT);
            if (opened.contains(name) || hidden.contains(name)) {
                return "A part of the query is called (%s), like a table; give it another name.".formatted(name);
            }
            own.add(name);
        }
        for (JsonNode child : node) {
            String wrong = nameParts(child);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private @Nullable String look(JsonNode node) {
        String wrong = node.isObject() ? one(node) : null;
        boolean rows = node.path("type").asText().equals("TABLE_FUNCTION");
        for (JsonNode child : rows ? node.path("function").path("arguments") : node) {
            if (wrong != null) {
                return wrong;
            }
            wrong = look(child);
        }
        return wrong;
    }

    private @Nullable String one(JsonNode node) {
        if (node.path("sample").isObject()) {
            return "Random samples are not given here; use LIMIT.";
        }
        return switch (node.path("type").asText()) {
            case "BASE_TABLE" -> table(node);
            case "TABLE_FUNCTION" ->
                rows(node.path("function").path("function_name").asText());
            case "SHOW_REF" -> node.path("query").isObject() ? null : "Call list_tables to see the tables.";
            case "RECURSIVE_CTE_NODE" -> "Recursive queries are not run here, because they may never end.";
            case "PIVOT", "COLUMN_DATA", "DELIM_GET", "CTE" ->
                "This kind of query is not run here; use SELECT ... GROUP BY.";
            default ->
                node.has("function_name") ? function(node.path("function_name").asText()) : null;
        };
    }

    private @Nullable String table(JsonNode node) {
        String name = node.path("table_name").asText();
        boolean plain = node.path("schema_name").asText().isEmpty()
                && node.path("catalog_name").asText().isEmpty();
        String lower = name.toLowerCase(Locale.ROOT);
        if (plain && (opened.contains(lower) || own.contains(lower))) {
            return null;
        }
        return "There is no opened table (%s); opened are: %s.%s describe_table opens a table."
                .formatted(
                        plain ? name : String.join(".", node.path("schema_name").asText(), name),
                        opened.isEmpty()
                                ? "none"
                                : String.join(", ", opened.stream().sorted().toList()),
                        Nearest.hint(name, opened.stream().sorted().toList()));
    }

    private static @Nullable String rows(String name) {
        return ROWS.contains(name.toLowerCase(Locale.ROOT))
                ? null
                : "(%s) gives rows from elsewhere than the opened tables and is not run here.".formatted(name);
    }

    private @Nullable String function(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!FUNCTIONS.contains(lower)) {
            return "The function (%s) is not offered here; there are the usual ones of numbers, texts, dates and groups."
                    .formatted(name);
        }
        boolean joins = lower.equals("||") || lower.startsWith("concat");
        return joins && ++joinedTexts > MOST_JOINED_TEXTS
                ? "The query joins texts more than %d times; use fewer.".formatted(MOST_JOINED_TEXTS)
                : null;
    }
}
