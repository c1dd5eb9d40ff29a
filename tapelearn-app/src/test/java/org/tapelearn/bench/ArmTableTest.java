package org.tapelearn.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.tapelearn.bench.ArmResult.Attempt;

class ArmTableTest {
    private static final ArmResult PLAIN = result("cloning", 1, 0.5, 0.2, 0.1);
    private static final ArmResult BETTER = result("eto", 1, 1, 0.4, 0.1);

    @Test
    void measuresSeenAndUnseenTasksApart() {
        ArmTable.Row row = new ArmTable(List.of(PLAIN)).rows().getFirst();
        assertThat(row.score()).satisfies(score -> {
            assertThat(Objects.requireNonNull(score).mean()).isEqualTo(35);
            assertThat(score.low()).isEqualTo(20);
            assertThat(score.high()).isEqualTo(50);
            assertThat(score.attempts()).isEqualTo(2);
        });
        assertThat(Objects.requireNonNull(row.unseenScore()).mean()).isEqualTo(10);
        assertThat(Objects.requireNonNull(row.success()).mean()).isZero();
    }

    @Test
    void pairsArmsBySeedAndTask() {
        ArmTable table = new ArmTable(List.of(PLAIN, BETTER, result("eto", 2, 0, 0, 0)));
        ArmTable.Difference difference = table.difference("eto", "cloning");
        assertThat(Objects.requireNonNull(difference.seen()).mean()).isEqualTo(35);
        assertThat(difference.seen().attempts()).isEqualTo(2);
        assertThat(Objects.requireNonNull(difference.unseen()).mean()).isZero();
        assertThat(table.difference("eto", "random").seen()).isNull();
    }

    @Test
    void isMarkdownWithSeedsAndMachine() {
        ArmTable table = new ArmTable(List.of(PLAIN, BETTER, result("eto", 2, 1, 0.4, 0.1)));
        assertThat(table.markdown(List.of(table.difference("eto", "cloning"))))
                .contains(
                        "| cloning | 1 | 35.0 [20.0, 50.0] | 0.0 [0.0, 0.0] | 10.0 [10.0, 10.0] | 0.0 [0.0, 0.0] | 10 | 200 | 1.5 |",
                        "| eto - cloning | 35.0 [20.0, 50.0] | 0.0 [0.0, 0.0] |",
                        "eto: 4 test attempts, 2 on unseen tasks.",
                        "Machine: a machine.")
                .anyMatch(line -> line.startsWith("| eto | 1, 2 | 70.0 [40.0, 100.0] | 50.0 [0.0, 100.0] |"));
    }

    @Test
    void resultsAreReadBackAsTheyWere() {
        assertThat(ArmResult.read(PLAIN.json())).isEqualTo(PLAIN);
        assertThatThrownBy(() -> ArmResult.read("{\"arm\": ")).isInstanceOf(IllegalArgumentException.class);
    }

    private static ArmResult result(String arm, long seed, double first, double second, double unseen) {
        return new ArmResult(
                arm,
                seed,
                90,
                10,
                200,
                "rounds",
                "a machine",
                List.of(
                        new Attempt("boil-1", "boil", false, first, first == 1),
                        new Attempt("freeze-1", "freeze", false, second, false),
                        new Attempt("melt-1", "melt", true, unseen, false)));
    }
}
