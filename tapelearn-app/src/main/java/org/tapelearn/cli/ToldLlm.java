package org.tapelearn.cli;

import java.io.PrintWriter;
import java.util.function.Consumer;
import org.tapelearn.cli.text.SafeText;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.Prompt;

/** A model whose text is printed as it comes; for one attempt at a time. */
record ToldLlm(Llm llm, PrintWriter out) implements Llm {
    @Override
    public String name() {
        return llm.name();
    }

    @Override
    public Completion complete(Prompt prompt) {
        return complete(prompt, text -> {});
    }

    @Override
    public Completion complete(Prompt prompt, Consumer<String> partial) {
        Line line = new Line();
        try {
            return llm.complete(prompt, text -> {
                line.print(text);
                partial.accept(text);
            });
        } finally {
            line.end();
        }
    }

    /** What was printed of one answer. */
    private final class Line {
        private boolean open;

        void print(String text) {
            if (!text.isEmpty()) {
                out.print(SafeText.lines(text));
                out.flush();
                open = !text.endsWith("\n");
            }
        }

        void end() {
            if (open) {
                out.println();
                out.flush();
            }
        }
    }
}
