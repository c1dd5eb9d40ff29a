package org.tapelearn.learn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tapelearn.metrics.LearningMetrics;

/** What stores of earlier versions hold can still be read. */
class LearningStateTest {
    @Test
    void readsAStateWithoutAnAccount() {
        LearningState state = LearningState.start(List.of("fetch"), new TreeMap<>(), Ledger.NONE);
        LearningState read = LearningState.fromJson(without(state.toJson(), "ledger"));
        assertThat(read).isEqualTo(state);
        assertThat(LearningState.fromJson(state.toJson())).isEqualTo(state);
    }

    @Test
    void readsAReportWithoutMetricsAndSeeds() {
        LearningReport report = new LearningReport(
                "s",
                "e",
                1,
                "rounds",
                0,
                0,
                0,
                0,
                new LearningReport.Rate(0, 0, List.of(0.0, 1.0), 0, 0),
                new LearningReport.Rate(0, 0, List.of(0.0, 1.0), 0, 0),
                Map.of(),
                new LearningReport.Difference(0, List.of(0.0, 0.0)),
                Map.of(),
                Map.of(),
                Map.of(),
                new LearningReport.Gate(0, 0, 0, 0, 0),
                1,
                List.of(),
                List.of(),
                List.of(),
                new LearningReport.PairExample("", "", "", "", 0),
                List.of(),
                LearningMetrics.NONE,
                List.of(),
                WeakVerdicts.NONE,
                new TreeMap<>());
        String old = without(without(ReportJson.write(report), "metrics"), "unchecked_seeds");
        assertThat(ReportJson.read(old)).isEqualTo(report);
    }

    private static String without(String json, String field) {
        try {
            ObjectNode tree = (ObjectNode) new ObjectMapper().readTree(json);
            assertThat(tree.remove(field)).as("%s of %s", field, json).isNotNull();
            return tree.toString();
        } catch (JsonProcessingException broken) {
            throw new AssertionError(broken);
        }
    }
}
