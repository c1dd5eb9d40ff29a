package org.tapelearn.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.task.Criterion;

/** Makes lines of rows, each once, and keeps count. */
final class RowWriter implements RowSink {
    private final Consumer<String> lines;
    private final Consumer<String> notes;
    private final Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);
    private final Set<String> written = new HashSet<>();
    private final Set<String> tasks = new HashSet<>();
    private final MessageDigest whole = sha256();
    private ExportFormat format = ExportFormat.TRL_PREFERENCE;
    private long rows;
    private long fromModelCalls;

    RowWriter(Consumer<String> lines, Consumer<String> notes) {
        this.lines = lines;
        this.notes = notes;
    }

    /** Writes all rows of the data, and returns the receipt. */
    Receipt run(ExportFormat form, boolean steps, String environment, TrainingData data) {
        format = form;
        if (form.isPreference()) {
            data.preferences(this, steps);
        } else {
            data.examples(this);
        }
        return new Receipt(
                form,
                data.session(),
                environment,
                data.split().name().toLowerCase(Locale.ROOT),
                data.filters(),
                steps,
                rows,
                tasks.size(),
                fromModelCalls,
                rows - fromModelCalls,
                leftOut,
                HexFormat.of().formatHex(whole.digest()));
    }

    @Override
    public void leaveOut(LeftOut reason) {
        leftOut.merge(reason, 1L, Long::sum);
    }

    @Override
    public void add(Row row) {
        Optional<ObjectNode> line = format.line(row);
        if (line.isEmpty()) {
            leaveOut(LeftOut.TEXT_BESIDE_CALL);
            return;
        }
        String text = ExportFiles.text(line.get());
        if (!written.add(said(row, text))) {
            leaveOut(LeftOut.DUPLICATE);
            return;
        }
        whole.update((text + "\n").getBytes(StandardCharsets.UTF_8));
        lines.accept(text);
        notes.accept(ExportFiles.text(note(row)));
        rows++;
    }

    /** Equal conversations are one row, whoever had them: a trajectory is compared without its ids. */
    private static String said(Row row, String line) {
        String same = row instanceof Row.Example example
                ? example.conversation().messages().toString()
                : line;
        return HexFormat.of().formatHex(sha256().digest(same.getBytes(StandardCharsets.UTF_8)));
    }

    private ObjectNode note(Row row) {
        ObjectNode note = JsonNodeFactory.instance.objectNode().put("row", rows);
        switch (row) {
            case Row.Example example -> {
                Conversation conversation = example.conversation();
                about(note, example.attempt(), conversation.source(), conversation.model());
                attempt(note, example.attempt()).put("part", example.part());
            }
            case Row.Preference pair -> {
                about(note, pair.better(), pair.source(), pair.model());
                attempt(note.putObject("chosen"), pair.better());
                attempt(note.putObject("rejected"), pair.worse());
            }
        }
        return note;
    }

    private void about(ObjectNode note, Judged attempt, Conversation.Source source, String model) {
        note.put("task", attempt.task().id())
                .put("family", attempt.task().family())
                .put("group", attempt.task().group())
                .put("split", attempt.task().split().name().toLowerCase(Locale.ROOT))
                .put("source", source.label())
                .put("model", model);
        note.put(
                "verifier",
                attempt.task().criteria().stream()
                        .filter(criterion -> criterion.role() == Criterion.Role.FINAL)
                        .map(criterion -> "checker:" + criterion.name())
                        .findFirst()
                        .orElse(""));
        tasks.add(attempt.task().id());
        fromModelCalls += source == Conversation.Source.MODEL_CALLS ? 1 : 0;
    }

    private static ObjectNode attempt(ObjectNode note, Judged attempt) {
        return note.put("rollout", attempt.rollout().key().id())
                .put("version", attempt.rollout().versionId())
                .put("outcome", Selection.outcome(attempt))
                .put("grounded", attempt.grounded())
                .put("reward", attempt.reward());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }
}
