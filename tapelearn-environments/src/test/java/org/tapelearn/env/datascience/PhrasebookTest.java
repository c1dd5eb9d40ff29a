package org.tapelearn.env.datascience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tapelearn.env.datascience.Phrasebook.Choice;
import org.tapelearn.task.TaskFamily;

class PhrasebookTest {
    private static final Phrasebook BOOK = Phrasebook.bundled();
    private static final List<String> FAMILIES = BOOK.sections().entrySet().stream()
            .filter(section -> section.getValue().lines(Choice.KNOWN).size() >= 10
                    && section.getKey().matches("[a-z_]+"))
            .map(Map.Entry::getKey)
            .filter(name -> !List.of("where", "tell", "compute").contains(name))
            .toList();

    @Test
    void hasTenKnownAndFourHeldOutSentencesForEachFamily() {
        assertThat(FAMILIES).hasSizeGreaterThan(23);
        for (String family : FAMILIES) {
            assertThat(BOOK.section(family).lines(Choice.KNOWN)).as(family).hasSizeGreaterThanOrEqualTo(10);
            assertThat(BOOK.section(family).lines(Choice.HELD_OUT)).as(family).hasSizeGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void keepsHeldOutSentencesApartFromKnownOnesByTheirPlan() {
        for (String family : FAMILIES) {
            for (String heldOut : BOOK.section(family).lines(Choice.HELD_OUT)) {
                for (String known : learned(BOOK.section(family))) {
                    assertThat(plan(heldOut)).as(family).isNotEqualTo(plan(known));
                    assertThat(overlap(heldOut, known))
                            .as("%s: %s / %s", family, heldOut, known)
                            .isLessThan(0.6);
                }
            }
        }
    }

    @Test
    void keepsHeldOutClausesApartFromKnownOnes() {
        BOOK.sections()
                .forEach((name, section) -> assertThat(learned(section))
                        .as(name)
                        .doesNotContainAnyElementsOf(
                                section.lines(Choice.HELD_OUT).isEmpty()
                                        ? List.of("")
                                        : section.lines(Choice.HELD_OUT)));
    }

    @Test
    void rewordsWhatIsPractisedAndNothingElse() {
        List<String> reworded = BOOK.sections().entrySet().stream()
                .filter(section -> !section.getValue().lines(Choice.REWORDED).isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        List<String> onlyReported = Families.all(Tables.bundled()).stream()
                .filter(TaskFamily::heldOut)
                .map(TaskFamily::name)
                .toList();
        assertThat(reworded)
                .doesNotContainAnyElementsOf(onlyReported)
                .hasSizeGreaterThan(70)
                .allSatisfy(name -> assertThat(BOOK.section(name).lines(Choice.KNOWN))
                        .as(name)
                        .isNotEmpty());
    }

    private static List<String> learned(Phrasebook.Section section) {
        return Stream.of(Choice.KNOWN, Choice.REWORDED)
                .flatMap(choice -> section.lines(choice).stream())
                .toList();
    }

    @Test
    void saysTheSameForTheSameSeed() {
        Map<String, Phrase> slots = Map.of("t", Phrase.of("penguins"));
        var first = BOOK.say("row_count", Choice.KNOWN, slots, new SplittableRandom(3));
        var second = BOOK.say("row_count", Choice.KNOWN, slots, new SplittableRandom(3));
        assertThat(first).isEqualTo(second);
        assertThat(first.wording()).startsWith("known-");
        assertThat(first.text()).contains("penguins").matches("[A-Z].*");
    }

    @Test
    void hasHundredsOfFormsForOneQuestion() {
        Map<String, Phrase> slots = Map.of(
                "t", Phrase.of("penguins"),
                "column", Phrase.of("body mass"),
                "measure", Phrase.clause("measure.mean"),
                "indirect", Phrase.clause("indirect.mean"),
                "f", Phrase.of("species"),
                "is", new Phrase.Clause("is.=", Map.of("v", Phrase.of("Adelie"))));
        SplittableRandom random = new SplittableRandom(1);
        Set<String> forms = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            forms.add(
                    BOOK.say("filtered_statistic", Choice.KNOWN, slots, random).text());
        }
        assertThat(forms).hasSizeGreaterThan(500);
        assertThat(forms)
                .allSatisfy(
                        form -> assertThat(form.toLowerCase(Locale.ROOT)).contains("penguins", "species", "adelie"));
    }

    /** The words and the order of the slots, without choices. */
    private static String plan(String sentence) {
        return sentence.replaceAll("\\{[a-z0-9]+}", "_")
                .replaceAll("[^a-zA-Z_]+", " ")
                .toLowerCase(Locale.ROOT);
    }

    /** Shared words over all words, slots left out. */
    private static double overlap(String one, String other) {
        Set<String> words = words(one);
        Set<String> others = words(other);
        Set<String> shared = new HashSet<>(words);
        shared.retainAll(others);
        Set<String> all = new HashSet<>(words);
        all.addAll(others);
        return all.isEmpty() ? 0 : (double) shared.size() / all.size();
    }

    private static Set<String> words(String sentence) {
        return Arrays.stream(sentence.replaceAll("\\{[a-z0-9]+}", " ")
                        .toLowerCase(Locale.ROOT)
                        .split("[^a-z]+"))
                .filter(word -> word.length() > 2)
                .collect(Collectors.toSet());
    }
}
