package org.tapelearn.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.textworld.TextWorldEnvironment;

class MasteryTest {
    private static final int DRAWS = 4_000;
    private static final List<TaskFamily> FAMILIES = new TextWorldEnvironment(true)
            .families().stream().filter(family -> !family.heldOut()).toList();
    private static final int EASIEST =
            FAMILIES.stream().mapToInt(TaskFamily::size).min().orElseThrow();
    private static final int HARDEST =
            FAMILIES.stream().mapToInt(TaskFamily::size).max().orElseThrow();

    @Test
    void beginsWithWhatIsEasy() {
        assertThat(share(Mastery.NONE, EASIEST)).isGreaterThan(2 * even(EASIEST));
        assertThat(share(Mastery.NONE, HARDEST)).isLessThan(even(HARDEST) / 2);
    }

    @Test
    void goesOnToWhatIsHarderWhenTheEasyGoesWell() {
        Mastery easyGoesWell = Mastery.NONE;
        for (TaskFamily family : FAMILIES) {
            if (family.size() < HARDEST) {
                easyGoesWell = easyGoesWell.after(family.name(), 50, 0);
            }
        }
        assertThat(share(easyGoesWell, HARDEST)).isGreaterThan(even(HARDEST) * 2);
        assertThat(share(easyGoesWell, EASIEST)).isGreaterThan(0);
    }

    @Test
    void keepsTheWaysOfFailuresUntilAFamilyHasASuccess() {
        List<List<String>> failed = List.of(List.of("look", "wait"), List.of("look"));
        Mastery struggling = Mastery.NONE.after("f", 0, 2).afterFailures("f", failed);
        assertThat(struggling.trodden().get("f")).isEqualTo(Map.of("look", 2.0, "look>wait", 1.0));
        Mastery later = struggling.after("f", 0, 1).afterFailures("f", List.of(List.of("look")));
        assertThat(later.trodden().get("f")).containsEntry("look", 0.9 * 2 + 1).containsEntry("look>wait", 0.9);
        assertThat(later.after("f", 1, 0).afterFailures("f", failed).trodden()).isEmpty();
    }

    @Test
    void forgetsWaysThatWereLongNotTaken() {
        Mastery mastery = Mastery.NONE.afterFailures("f", List.of(List.of("look")));
        for (int wave = 0; wave < 7; wave++) {
            mastery = mastery.afterFailures("f", List.of());
        }
        assertThat(mastery.trodden().get("f")).isEmpty();
    }

    @Test
    void keepsTheWaysOfSuccessesToBeFollowedUntilAFamilyGoesWell() {
        Mastery once = Mastery.NONE.after("f", 1, 9).afterSuccesses("f", List.of(List.of("look", "take")));
        assertThat(once.practised().travelled().get("f")).isEqualTo(Map.of("look", 1.0, "look>take", 1.0));
        assertThat(once.practised().succeeding()).containsExactly("f");

        Mastery muchLater = once;
        for (int wave = 0; wave < 30; wave++) {
            muchLater = muchLater.after("f", 0, 1).afterSuccesses("f", List.of());
        }
        assertThat(muchLater.practised().travelled()).containsKey("f");
        assertThat(muchLater.practised().succeeding()).isEmpty();

        assertThat(once.after("f", 50, 0).practised().travelled()).isEmpty();
    }

    @Test
    void comesToWhatIsHarderSoonerAtAHigherPace() {
        double slow = share(Mastery.NONE, HARDEST, 0);
        assertThat(share(Mastery.NONE, HARDEST, 0.3)).isGreaterThan(2 * slow);
        assertThat(share(Mastery.NONE, HARDEST, 5)).isCloseTo(even(HARDEST), within(0.03));
    }

    @Test
    void drawsWhatWasTriedLeast() {
        Mastery others = Mastery.NONE;
        for (TaskFamily family : FAMILIES.subList(1, FAMILIES.size())) {
            others = others.after(family.name(), 100, 100);
        }
        SplittableRandom random = new SplittableRandom(1);
        int first = 0;
        for (int i = 0; i < DRAWS; i++) {
            first += others.drawLeastTried(FAMILIES, random).equals(FAMILIES.getFirst()) ? 1 : 0;
        }
        assertThat(first / (double) DRAWS).isBetween(0.9, 0.999);
    }

    @Test
    void forgets() {
        Mastery once = Mastery.NONE.after("fetch", 10, 0);
        Mastery later = once;
        for (int i = 0; i < 30; i++) {
            later = later.after("fetch", 0, 1);
        }
        assertThat(once.rate("fetch")).isGreaterThan(0.9);
        assertThat(later.rate("fetch")).isLessThan(0.2);
    }

    /** The share of families of a size. */
    private static double even(int size) {
        return FAMILIES.stream().filter(family -> family.size() == size).count() / (double) FAMILIES.size();
    }

    /** The share of draws that fall on families of a size. */
    private static double share(Mastery mastery, int size) {
        return share(mastery, size, 0);
    }

    private static double share(Mastery mastery, int size, double pace) {
        SplittableRandom random = new SplittableRandom(1);
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int i = 0; i < DRAWS; i++) {
            counts.merge(mastery.draw(FAMILIES, pace, random).size(), 1, Integer::sum);
        }
        return counts.getOrDefault(size, 0) / (double) DRAWS;
    }
}
