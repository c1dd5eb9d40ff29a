package org.tapelearn.tapefile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.tapelearn.tape.Held;
import org.tapelearn.tape.TapeJson;
import org.tapelearn.tape.TapeLimits;

/**
 * One call of a language model, as a row of TapeAgents' table LLMCalls has it.
 *
 * @param promptId what the steps that it gave bear as {@code prompt_id}
 * @param timestamp as the log has it, local time without a zone; empty where it says nothing
 * @param promptTokens length of the prompt; empty where the log says nothing
 * @param llm what the log says of the model: its name, parameters, window
 * @param cost in dollars; empty where the log says nothing
 */
public record ModelCall(
        String promptId,
        String timestamp,
        JsonNode prompt,
        JsonNode output,
        OptionalLong promptTokens,
        OptionalLong outputTokens,
        boolean cached,
        JsonNode llm,
        OptionalDouble cost) {
    /** The columns of a call, in TapeAgents' order. */
    public static final List<String> COLUMNS = List.of(
            "prompt_id",
            "timestamp",
            "prompt",
            "output",
            "prompt_length_tokens",
            "output_length_tokens",
            "cached",
            "llm_info",
            "cost");

    /** Reads the row that the result stands at, by the names of its columns; what is held of it is counted. */
    public static ModelCall read(ResultSet row, TapeLimits limits, Held held) throws SQLException {
        return new ModelCall(
                text(row, "prompt_id"),
                text(row, "timestamp"),
                json(row, "prompt", limits, held),
                json(row, "output", limits, held),
                number(row, "prompt_length_tokens"),
                number(row, "output_length_tokens"),
                row.getBoolean("cached"),
                json(row, "llm_info", limits, held),
                row.getObject("cost") == null ? OptionalDouble.empty() : OptionalDouble.of(row.getDouble("cost")));
    }

    /** Gives the values of all columns to a statement, from the parameter of this number on. */
    public void bind(PreparedStatement statement, int first) throws SQLException {
        statement.setString(first, promptId);
        statement.setString(first + 1, timestamp);
        statement.setString(first + 2, column(prompt));
        statement.setString(first + 3, column(output));
        bind(statement, first + 4, promptTokens);
        bind(statement, first + 5, outputTokens);
        statement.setInt(first + 6, cached ? 1 : 0);
        statement.setString(first + 7, column(llm));
        if (cost.isPresent()) {
            statement.setDouble(first + 8, cost.getAsDouble());
        } else {
            statement.setNull(first + 8, Types.REAL);
        }
    }

    /** Returns the call as an object with the columns as keys; what is unknown is null. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("prompt_id", promptId);
        json.put("timestamp", timestamp);
        json.set("prompt", prompt);
        json.set("output", output);
        json.put("prompt_length_tokens", boxed(promptTokens));
        json.put("output_length_tokens", boxed(outputTokens));
        json.put("cached", cached);
        json.set("llm_info", llm);
        return json.put("cost", cost.isPresent() ? (Double) cost.getAsDouble() : null);
    }

    private static @Nullable Long boxed(OptionalLong number) {
        return number.isPresent() ? (Long) number.getAsLong() : null;
    }

    private static void bind(PreparedStatement statement, int place, OptionalLong number) throws SQLException {
        if (number.isPresent()) {
            statement.setLong(place, number.getAsLong());
        } else {
            statement.setNull(place, Types.INTEGER);
        }
    }

    private static String text(ResultSet row, String column) throws SQLException {
        @Nullable String text = row.getString(column);
        return text == null ? "" : text;
    }

    private static OptionalLong number(ResultSet row, String column) throws SQLException {
        return row.getObject(column) == null ? OptionalLong.empty() : OptionalLong.of(row.getLong(column));
    }

    /** Reads a column that holds JSON; null where it holds nothing. */
    private static JsonNode json(ResultSet row, String column, TapeLimits limits, Held held) throws SQLException {
        @Nullable String text = row.getString(column);
        return text == null || text.isEmpty() ? JsonNodeFactory.instance.nullNode() : TapeJson.tree(text, limits, held);
    }

    private static @Nullable String column(JsonNode json) {
        return json.isNull() ? null : TapeJson.encodable(json);
    }
}
