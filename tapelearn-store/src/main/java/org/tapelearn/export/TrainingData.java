package org.tapelearn.export;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.tapelearn.learn.SessionStore.TapeHead;
import org.tapelearn.learn.SessionStore.TapeQuery;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.store.LlmCallRecord;
import org.tapelearn.store.PairRecord;
import org.tapelearn.store.SqliteSessionStore;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.tool.ToolSpec;

/**
 * The rows that a session's attempts give, for programs that train models. A row is what an agent was really shown and produced; only
 * successes whose evidence the checker found are learned from, and only tasks of the selection's split are seen.
 */
public final class TrainingData {
    private static final int BATCH = 200;

    private final SqliteSessionStore store;
    private final String session;
    private final Selection selection;
    private final Supplier<List<ToolSpec>> tools;
    private final Set<String> otherSplits;
    private OfferedTools offered;

    /**
     * Prepares the rows of a session.
     *
     * @param tools the environment's, asked for only where an agent without a model acted
     */
    public TrainingData(SqliteSessionStore store, String session, Selection selection, Supplier<List<ToolSpec>> tools) {
        this.store = store;
        this.session = session;
        this.selection = selection;
        this.tools = tools;
        this.offered = OfferedTools.of(List.of());
        List<Task> tasks = store.tasks(session);
        this.otherSplits = tasks.stream()
                .filter(task -> task.split() != selection.split())
                .map(TrainingData::words)
                .collect(Collectors.toSet());
        selection.requireKnown(
                tasks.stream().map(Task::family).collect(Collectors.toCollection(TreeSet::new)), versions());
    }

    private static String words(Task task) {
        return task.description().strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    /** Only where a version is asked for: all attempts must be looked at. */
    private Set<String> versions() {
        Set<String> versions = new TreeSet<>();
        if (selection.asksFor("version")) {
            forEachAttempt(attempt -> versions.add(attempt.rollout().versionId()));
        }
        return versions;
    }

    private void forEachAttempt(Consumer<Judged> visitor) {
        List<String> ids = store.tapes(session, TapeQuery.ALL).stream()
                .map(TapeHead::rolloutId)
                .toList();
        for (int from = 0; from < ids.size(); from += BATCH) {
            store.rollouts(session, new HashSet<>(ids.subList(from, Math.min(ids.size(), from + BATCH))))
                    .forEach(visitor);
        }
    }

    /** Hands all rows to the file, one conversation each, and says of every attempt that gives none why. */
    void examples(RowSink sink) {
        forEachAttempt(attempt -> {
            Optional<LeftOut> reason = objection(attempt);
            if (reason.isPresent()) {
                sink.leaveOut(reason.get());
                return;
            }
            List<Conversation> conversations = conversations(attempt);
            if (conversations.isEmpty()) {
                sink.leaveOut(LeftOut.NO_CONVERSATION);
            }
            for (int part = 0; part < conversations.size(); part++) {
                if (conversations.get(part).trainsSomething()) {
                    sink.add(new Row.Example(
                            attempt, part, conversations.get(part).upToLastTrained()));
                } else {
                    sink.leaveOut(LeftOut.NOTHING_TO_TRAIN);
                }
            }
        });
    }

    private Optional<LeftOut> objection(Judged attempt) {
        Optional<LeftOut> reason = objectionToTask(attempt.task());
        if (reason.isPresent()) {
            return reason;
        }
        if (!attempt.scored()) {
            return Optional.of(LeftOut.UNSCORED);
        }
        if (!selection.takes(attempt)) {
            return Optional.of(LeftOut.FILTERED);
        }
        if (selection.asksFor("outcome")) {
            return selection.takesOutcome(attempt) ? Optional.empty() : Optional.of(LeftOut.FILTERED);
        }
        return attempt.grounded() ? Optional.empty() : Optional.of(LeftOut.NOT_VERIFIED);
    }

    private Optional<LeftOut> objectionToTask(Task task) {
        if (task.split() != selection.split()) {
            return Optional.of(LeftOut.OTHER_SPLIT);
        }
        return otherSplits.contains(words(task)) ? Optional.of(LeftOut.SAME_WORDS_IN_OTHER_SPLIT) : Optional.empty();
    }

    /**
     * Hands a row for each contrasting pair to the file.
     *
     * @param steps whether a side is the one message where the two part, not all that came after the first prompt
     */
    void preferences(RowSink sink, boolean steps) {
        for (PairRecord pair : store.pairs(session)) {
            List<Judged> two = store.rollouts(session, Set.of(pair.better(), pair.worse()));
            boolean inOrder = two.getFirst().rollout().key().id().equals(pair.better());
            Judged better = inOrder ? two.getFirst() : two.getLast();
            Judged worse = inOrder ? two.getLast() : two.getFirst();
            Optional<LeftOut> reason = objection(better, worse);
            if (reason.isPresent()) {
                sink.leaveOut(reason.get());
            } else {
                prefer(better, worse, steps, sink);
            }
        }
    }

    /** The conditions are about the better attempt, but for the outcome, which is the worse one's. */
    private Optional<LeftOut> objection(Judged better, Judged worse) {
        Optional<LeftOut> reason = objectionToTask(better.task());
        if (reason.isPresent()) {
            return reason;
        }
        if (!better.grounded()) {
            return Optional.of(LeftOut.NOT_VERIFIED);
        }
        if (!worse.scored()) {
            return Optional.of(LeftOut.UNSCORED);
        }
        if (worse.success()) {
            return Optional.of(LeftOut.NOT_A_FAILURE);
        }
        return selection.takes(better) && selection.takesOutcome(worse)
                ? Optional.empty()
                : Optional.of(LeftOut.FILTERED);
    }

    private void prefer(Judged better, Judged worse, boolean steps, RowSink sink) {
        List<Conversation> left = conversations(better);
        List<Conversation> right = conversations(worse);
        if (left.isEmpty() || right.isEmpty()) {
            sink.leaveOut(LeftOut.NO_CONVERSATION);
            return;
        }
        if (left.getFirst().agents() == 0 || right.getFirst().agents() == 0) {
            sink.leaveOut(LeftOut.NOTHING_TO_TRAIN);
            return;
        }
        if (left.getFirst().shown() == 0) {
            sink.leaveOut(LeftOut.NO_PROMPT);
            return;
        }
        if (!steps && (left.size() > 1 || right.size() > 1)) {
            sink.leaveOut(LeftOut.SEVERAL_PROMPTS);
            return;
        }
        Parting parting = Parting.of(left.getFirst(), right.getFirst());
        if (!parting.hasOnePrompt()) {
            sink.leaveOut(LeftOut.PROMPTS_DIFFER);
            return;
        }
        int at = parting.at();
        if (steps && !parting.isStep(at)) {
            sink.leaveOut(LeftOut.NO_STEP_OF_BOTH);
            return;
        }
        int from = steps ? at : left.getFirst().shown();
        int end = steps ? at + 1 : Integer.MAX_VALUE;
        Row.Preference row = new Row.Preference(
                better,
                worse,
                parting.prompt(from),
                parting.chosen(from, end),
                parting.rejected(from, end),
                left.getFirst().tools(),
                left.getFirst().source(),
                left.getFirst().model());
        if (row.chosen().stream().noneMatch(ChatMessage::train)
                || row.rejected().stream().noneMatch(ChatMessage::train)) {
            sink.leaveOut(LeftOut.NOTHING_TO_TRAIN);
        } else {
            sink.add(row);
        }
    }

    /** What models were asked is taken as it was; only where none was asked is the tape told. */
    private List<Conversation> conversations(Judged attempt) {
        List<LlmCallRecord> calls =
                store.llmCalls(session, attempt.rollout().key().id());
        if (!calls.isEmpty()) {
            return RecordedConversations.of(calls);
        }
        if (offered.list().isEmpty()) {
            offered = OfferedTools.of(tools.get());
        }
        return TapeConversation.of(attempt.rollout().tape(), offered).stream().toList();
    }

    Split split() {
        return selection.split();
    }

    List<String> filters() {
        return selection.filters();
    }

    String session() {
        return session;
    }
}
