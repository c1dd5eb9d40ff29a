package org.tapelearn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
    private final TestShell shell = new TestShell(new Environments(
            List.of(new Environments.Offer("buttons", "Buttons.", List.of("Press a button"), data -> new Buttons()))));

    @Test
    void putsEachSpeedBesideABaseline() throws IOException {
        assertThat(shell.run("bench", "--json", "--waves", "1")).as(shell.err()).isZero();

        JsonNode figures = new ObjectMapper().readTree(shell.out());
        assertThat(figures).hasSize(5).allSatisfy(figure -> {
            assertThat(figure.path("per_second").asDouble()).isPositive();
            assertThat(figure.path("baseline").asText()).isNotEmpty();
            assertThat(figure.path("baseline_per_second").asDouble()).isPositive();
        });
    }

    @Test
    void printsATableThatFits() {
        assertThat(shell.run("bench", "--waves", "1")).as(shell.err()).isZero();

        assertThat(shell.out()).contains("attempts stored");
        assertThat(shell.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void knowsWhatCanBeMeasured() {
        assertThat(shell.run("bench", "scienceworld-sped")).isEqualTo(2);

        assertThat(shell.err()).contains("Maybe you meant (scienceworld-speed)");
    }

    @Test
    void refusesWavesOutOfRange() {
        assertThat(shell.run("bench", "--waves", "0")).isEqualTo(2);

        assertThat(shell.err()).contains("--waves takes a whole number from 1 to 1000");
    }
}
