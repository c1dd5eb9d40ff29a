package org.tapelearn.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tapelearn.metrics.Interval;

class VerdictTest {
    @Test
    void saysWhichDifferencesAreUnlikely() {
        Interval difference = verdict(Verdict.Decision.INCONCLUSIVE, 12, 8, 400).difference();
        // (12.5 - 8.5) / 402, and 1.96 * sqrt(21 - 16 / 402) / 402 to each side
        assertThat(difference.low()).isCloseTo(-0.01237, within(1e-4));
        assertThat(difference.high()).isCloseTo(0.03227, within(1e-4));
    }

    @Test
    void isNarrowerWithMorePairsAndFollowsTheFlips() {
        Interval few = verdict(Verdict.Decision.INCONCLUSIVE, 3, 2, 100).difference();
        Interval many = verdict(Verdict.Decision.INCONCLUSIVE, 12, 8, 400).difference();
        Interval lost = verdict(Verdict.Decision.INCONCLUSIVE, 0, 30, 400).difference();
        assertThat(many.high() - many.low()).isLessThan(few.high() - few.low());
        assertThat(lost.high()).isNegative();
    }

    @Test
    void theReportMentionsTheLastComparisonOnlyWhereItWasNotDecided() {
        Verdict open = verdict(Verdict.Decision.INCONCLUSIVE, 12, 8, 400);
        Verdict decided = verdict(Verdict.Decision.COMMITTED, 30, 8, 200);
        assertThat(Verdict.note(List.of(event(decided), event(open))))
                .hasValueSatisfying(note -> assertThat(note).contains("400 pairs", "-1.2 to +3.2 points"));
        assertThat(Verdict.note(List.of(event(open), event(decided)))).isEmpty();
        assertThat(Verdict.note(List.of())).isEmpty();
    }

    private static SessionEvent event(Verdict verdict) {
        return new SessionEvent(SessionEvent.Kind.VERDICT, 1, "candidate", ReportJson.write(verdict));
    }

    private static Verdict verdict(Verdict.Decision decision, int gained, int lost, int pairs) {
        List<Verdict.Flip> flips = new ArrayList<>();
        for (int i = 0; i < gained + lost; i++) {
            flips.add(new Verdict.Flip("task", "instance " + i, i < gained));
        }
        return new Verdict(decision, 1, pairs, 0, 300, 300 + gained - lost, List.of(), flips, List.of());
    }
}
