package org.tapelearn.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.tapelearn.tape.TapeJson;

/** TRL's conversational rows. Tools and arguments are JSON within texts: Arrow would give all rows the keys of all others. */
final class TrlRows {
    private TrlRows() {}

    static ObjectNode example(Row.Example row) {
        Conversation conversation = row.conversation();
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.set("messages", MessageJson.uniform(conversation.messages(), conversation.tools(), true));
        return line.put("tools", TapeJson.text(conversation.tools().functions()));
    }

    static ObjectNode preference(Row.Preference row) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.set("prompt", MessageJson.uniform(row.prompt(), row.tools(), false));
        line.set("chosen", MessageJson.uniform(row.chosen(), row.tools(), true));
        line.set("rejected", MessageJson.uniform(row.rejected(), row.tools(), true));
        return line.put("tools", TapeJson.text(row.tools().functions()));
    }
}
