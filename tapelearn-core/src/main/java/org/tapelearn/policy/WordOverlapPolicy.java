package org.tapelearn.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.ToolCall;

/**
 * A control without parameters: takes the admissible call that shares most words with what the task says and no earlier call
 * has said. Of equals it prefers a call not made before; deployed, the first of these, exploring, a random one.
 */
public final class WordOverlapPolicy implements Agent {
    @Override
    public String name() {
        return "word-overlap";
    }

    @Override
    public Attempt begin(Briefing briefing) {
        Set<String> asked = new LinkedHashSet<>(Words.of(briefing.task().description()));
        SplittableRandom random = new SplittableRandom(briefing.seed());
        return (tape, admissible) -> {
            List<ToolCall> best = best(unused(asked, tape), new HashSet<>(tape.calls()), admissible);
            return best.get(briefing.mode() == Briefing.Mode.EXPLORE ? random.nextInt(best.size()) : 0);
        };
    }

    private static Set<String> unused(Set<String> asked, Tape tape) {
        Set<String> unused = new LinkedHashSet<>(asked);
        tape.calls().forEach(call -> unused.removeAll(words(call)));
        return unused;
    }

    private static List<ToolCall> best(Set<String> unused, Set<ToolCall> made, List<ToolCall> admissible) {
        List<ToolCall> best = new ArrayList<>();
        int most = -1;
        for (ToolCall call : admissible) {
            Set<String> shared = words(call);
            shared.retainAll(unused);
            int score = 2 * shared.size() + (made.contains(call) ? 0 : 1);
            if (score > most) {
                most = score;
                best.clear();
            }
            if (score == most) {
                best.add(call);
            }
        }
        return best;
    }

    private static Set<String> words(ToolCall call) {
        Set<String> words = new HashSet<>(Words.of(call.tool()));
        call.arguments().values().forEach(value -> words.addAll(Words.of(value)));
        return words;
    }
}
