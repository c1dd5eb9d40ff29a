package org.tapelearn.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> KNOWN = List.of("epsilon", "temperature", "learning_rate");

    @Test
    void findsTheNameThatWasMeant() {
        assertThat(Nearest.name("epsilom", KNOWN)).hasValue("epsilon");
        assertThat(Nearest.name("TEMPERATUR", KNOWN)).hasValue("temperature");
        assertThat(Nearest.name("learningrate", KNOWN)).hasValue("learning_rate");
    }

    @Test
    void guessesNothingThatIsFarAway() {
        assertThat(Nearest.name("zzz", KNOWN)).isEmpty();
        assertThat(Nearest.name("epsilon", List.of())).isEmpty();
        assertThat(Nearest.hint("zzz", KNOWN)).isEmpty();
    }

    @Test
    void prefersTheFirstOfTheAlphabetAmongEquals() {
        assertThat(Nearest.name("cat", List.of("hat", "bat"))).hasValue("bat");
    }

    @Test
    void rendersAHint() {
        assertThat(Nearest.hint("epsilom", KNOWN)).isEqualToIgnoringNewLines("\nMaybe you meant (epsilon).");
    }

    @Property(tries = 300)
    void measuresADistance(
            @ForAll @AlphaChars @StringLength(max = 8) String one,
            @ForAll @AlphaChars @StringLength(max = 8) String two,
            @ForAll @AlphaChars @StringLength(max = 8) String three) {
        int direct = Nearest.distance(one, two);
        assertThat(direct).isEqualTo(Nearest.distance(two, one));
        assertThat(direct).isLessThanOrEqualTo(Nearest.distance(one, three) + Nearest.distance(three, two));
        assertThat(Nearest.distance(one, one)).isZero();
        assertThat(direct == 0).isEqualTo(one.equals(two));
    }
}
