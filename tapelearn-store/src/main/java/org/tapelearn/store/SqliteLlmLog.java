package org.tapelearn.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tapelearn.llm.LlmLog;
import org.tapelearn.llm.Message;
import org.tapelearn.tool.ToolSpec;

/**
 * The calls of models that a session makes, until they are written together with their attempts. Of each prompt only what is new
 * since the call before in the same attempt is kept. A call that is told costs no more than comparing its messages with those.
 */
final class SqliteLlmLog implements LlmLog {
    private final Map<String, Calls> byRollout = new LinkedHashMap<>();

    /** The calls of one attempt, in their order; those outside of attempts are one such list, and share nothing. */
    static final class Calls {
        private final List<Row> rows = new ArrayList<>();
        private List<Message> last = List.of();

        List<Row> rows() {
            return rows;
        }

        private void add(Entry entry) {
            List<Message> messages = entry.prompt().messages();
            int shared = entry.prompt().occasion().rollout().isEmpty() ? 0 : shared(last, messages);
            rows.add(new Row(
                    entry,
                    shared,
                    List.copyOf(messages.subList(shared, messages.size())),
                    entry.prompt().tools()));
            last = messages;
        }

        private static int shared(List<Message> before, List<Message> now) {
            int shared = 0;
            int most = Math.min(before.size(), now.size());
            while (shared < most && before.get(shared).equals(now.get(shared))) {
                shared++;
            }
            return shared;
        }
    }

    /**
     * A call without the messages that it shares with the one before.
     *
     * @param messages those after the shared ones
     */
    record Row(Entry entry, int shared, List<Message> messages, List<ToolSpec> tools) {}

    @Override
    public void add(Entry entry) {
        String rollout = entry.prompt().occasion().rollout();
        synchronized (byRollout) {
            byRollout.computeIfAbsent(rollout, id -> new Calls()).add(entry);
        }
    }

    /** Takes out the calls of these attempts, in their order, and at the end those outside of attempts. */
    List<Row> take(Collection<String> rollouts) {
        List<Row> taken = new ArrayList<>();
        synchronized (byRollout) {
            for (String rollout : rollouts) {
                Calls calls = byRollout.remove(rollout);
                if (calls != null) {
                    taken.addAll(calls.rows());
                }
            }
            Calls outside = byRollout.remove("");
            if (outside != null) {
                taken.addAll(LlmRows.inOrder(outside.rows()));
            }
        }
        return taken;
    }

    /** Takes out all calls: also those of attempts that were never written. */
    List<Row> takeAll() {
        List<String> rollouts;
        synchronized (byRollout) {
            rollouts = List.copyOf(byRollout.keySet());
        }
        return take(rollouts.stream().filter(id -> !id.isEmpty()).sorted().toList());
    }
}
