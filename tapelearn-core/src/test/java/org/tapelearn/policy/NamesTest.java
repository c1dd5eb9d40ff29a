package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

/** Where names last, the policy learns about them; elsewhere it only compares them. */
class NamesTest {
    private static final String GOAL = "Your task is to measure how warm it is.";
    private static final ToolCall KEY = ToolCall.of("take", "item", "brass key");
    private static final ToolCall THERMOMETER = ToolCall.of("take", "item", "thermometer");
    private static final ToolCall CUP = ToolCall.of("take", "item", "tin cup");
    private static final List<ToolCall> OFFERED = List.of(KEY, THERMOMETER, CUP);
    private static final ToolSpec TAKE = new ToolSpec(
            "take", "Take something.", List.of(Parameter.text("item", "Its name.")), ToolSpec.Effect.WRITES);

    private static final ToolSpec MIX = new ToolSpec("mix", "Mix what was taken.", List.of(), ToolSpec.Effect.WRITES);

    @Test
    void aNameIsPreferredWhereNamesLast() {
        double[] logits = afterTakingTheThermometer(true);
        assertThat(logits[1]).isGreaterThan(logits[0] + 1).isGreaterThan(logits[2] + 1);
    }

    @Test
    void namesAreAllTheSameWhereTheyDoNot() {
        double[] logits = afterTakingTheThermometer(false);
        assertThat(logits[1]).isEqualTo(logits[0]).isEqualTo(logits[2]);
    }

    @Test
    void aCallThatWasAnsweredAsBeforeIsLessLikely() {
        assertThat(base(situation(true), tape(KEY, "Taken.", KEY, "It is in your hand.")))
                .containsOnly(-StrictMath.log(3));
        assertThat(base(situation(true), tape(KEY, "Taken.", KEY, "Taken.")))
                .containsExactly(-StrictMath.log(3) - 1, -StrictMath.log(3), -StrictMath.log(3));
        assertThat(base(situation(false), tape(KEY, "Taken.", KEY, "Taken."))).containsOnly(-StrictMath.log(3));
    }

    @Test
    void aThingIsKnownAgainByAPartOfItsName() {
        Situation situation = situation(true);
        ToolCall longer = ToolCall.of("take", "item", "brass key in box");
        List<Candidate> candidates = situation.look(tape(KEY, "Taken."), List.of(longer, CUP));
        assertThat(situation.history.role(candidates.get(0).arguments()[0])).isNotZero();
        assertThat(situation.history.role(candidates.get(1).arguments()[0])).isZero();
    }

    @Test
    void whatTheTaskNamesIsKnownByItsPlaceInTheTask() {
        List<ToolCall> offered = List.of(take("soap in cupboard"), take("lead in kitchen"));
        assertThat(chosenOf(
                        imitated("Focus on the soap now.", offered, tape(), 0),
                        "Focus on the lead now.",
                        offered,
                        tape()))
                .isEqualTo(1);
    }

    @Test
    void whatHasMoreWordsThanTheTaskNamesIsAnotherThing() {
        List<ToolCall> offered = List.of(take("soap"), take("brass key"));
        Weights weights = imitated("Focus on the soap now.", offered, tape(), 0);
        assertThat(chosenOf(weights, "Focus on the tin now.", List.of(take("tin cup"), take("tin")), tape()))
                .isEqualTo(1);
        assertThat(leadOfTheFirst(weights, "Focus on the tin now."))
                .isLessThan(leadOfTheFirst(weights, "Focus on the tin cup now.") - 0.5);
    }

    private static double leadOfTheFirst(Weights weights, String goal) {
        Situation situation = situation(goal);
        List<Candidate> candidates = situation.look(tape(), List.of(take("tin cup"), take("brass key")));
        double[] logits = Describer.logits(situation, candidates, weights, situation.readings());
        return logits[0] - logits[1];
    }

    @Test
    void whatTheTaskNamesIsNamedByItsHead() {
        Situation situation = situation("Focus on the soap now.");
        List<Candidate> candidates =
                situation.look(tape(), List.of(take("soap in wood cupboard"), take("wood cupboard containing soap")));
        assertThat(candidates.get(0).arguments()[0].stands()).isTrue();
        assertThat(candidates.get(1).arguments()[0].stands()).isFalse();
    }

    @Test
    void aPartOfWhatTheTaskNamesIsKnownByTheirPlaceInTheTask() {
        List<ToolCall> bulb = List.of(take("red bulb anode"), take("red bulb cathode"), take("red bulb"));
        Weights weights = imitated("Turn on the red bulb.", bulb, tape(), 1);
        String other = "Turn on the bell.";
        assertThat(chosenOf(weights, other, List.of(take("bell anode"), take("bell cathode"), take("bell")), tape()))
                .isEqualTo(1);
        assertThat(chosenOf(weights, other, List.of(take("door cathode"), take("bell cathode"), take("bell")), tape()))
                .isEqualTo(1);
    }

    @Test
    void whatWasUsedMostIsToldFromWhatWasUsedLess() {
        List<ToolCall> planes = List.of(take("plane a"), take("plane b"));
        Weights weights = new Weights();
        for (int i = 0; i < 20; i++) {
            climb(weights, GOAL, planes, uses(planes, 4, 2), 0);
            climb(weights, GOAL, planes, uses(planes, 2, 4), 1);
        }
        List<ToolCall> others = List.of(take("plane c"), take("plane d"));
        assertThat(chosenOf(weights, GOAL, others, uses(others, 4, 2))).isZero();
        assertThat(chosenOf(weights, GOAL, others, uses(others, 2, 4))).isEqualTo(1);
    }

    private static Tape uses(List<ToolCall> things, int first, int then) {
        List<Object> calls = new ArrayList<>();
        for (int i = 0; i < first + then; i++) {
            calls.add(things.get(i < first ? 0 : 1));
            calls.add("Step " + i);
        }
        return tape(calls.toArray());
    }

    @Test
    void whatAnAnswerNamedIsToldApart() {
        ToolCall recipe = take("recipe");
        List<ToolCall> fruit = List.of(take("red apple"), take("red pear"));
        Tape apples = tape(recipe, "It says: mix an apple that is red with honey.\nThings: red apple, red pear");
        List<ToolCall> nuts = List.of(take("raw cashew"), take("raw peanut"));
        Tape peanuts = tape(recipe, "It says: mix a peanut that is raw with honey.\nThings: raw cashew, raw peanut");
        assertThat(chosenOf(imitated(GOAL, fruit, apples, 0), GOAL, nuts, peanuts))
                .isEqualTo(1);
    }

    @Test
    void aThingIsKnownByWhatItWasShownWith() {
        List<ToolCall> pots = List.of(take("pot 8"), take("pot 9"));
        ToolCall cherry = take("cherry tree");
        String first = "Taken.\npot 8 (with a cherry tree)\npot 9 (with soil)\n";
        String other = "Taken.\npot 8 (with soil)\npot 9 (with a cherry tree)\n";
        assertThat(chosenOf(imitated(GOAL, pots, tape(cherry, first), 0), GOAL, pots, tape(cherry, other)))
                .isEqualTo(1);
    }

    @Test
    void aNumberDoesNotTellKindsApart() {
        Weights weights = imitated(GOAL, List.of(take("pot 8"), take("cup 9")), tape(), 0);
        assertThat(chosenOf(weights, GOAL, List.of(take("pot 9"), take("cup 8")), tape()))
                .isZero();
    }

    @Test
    void aToolWaitsUntilAllThatAnAnswerNamedIsUsed() {
        ToolCall recipe = take("recipe");
        ToolCall mix = ToolCall.of("mix");
        List<ToolCall> fruit = List.of(take("apple"), take("pear"), mix);
        String fruitRecipe = "It says: apple, pear.";
        Tape fruitUsed = tape(recipe, fruitRecipe, fruit.get(0), "Taken.", fruit.get(1), "Taken.");
        Tape fruitLeft = tape(recipe, fruitRecipe, fruit.get(0), "Taken.", fruit.get(0), "Taken.");
        Weights weights = new Weights();
        for (int i = 0; i < 20; i++) {
            climb(weights, GOAL, fruit, fruitUsed, 2);
            climb(weights, GOAL, fruit, fruitLeft, 1);
        }
        List<ToolCall> nuts = List.of(take("cashew"), take("peanut"), mix);
        String nutRecipe = "It says: cashew, peanut.";
        Tape nutsUsed = tape(recipe, nutRecipe, nuts.get(0), "Taken.", nuts.get(1), "Taken.");
        Tape nutsLeft = tape(recipe, nutRecipe, nuts.get(0), "Taken.", nuts.get(0), "Taken.");
        assertThat(logits(weights, nuts, nutsUsed)[2]).isGreaterThan(logits(weights, nuts, nutsLeft)[2] + 0.5);
    }

    @Test
    void anAnswerOfLineEndsSaysNothing() {
        Situation situation = situation(GOAL);
        List<Candidate> candidates = situation.look(tape(KEY, "\n\n", KEY, ""), OFFERED);
        assertThat(situation.history.said(candidates.getFirst().arguments()[0])).isZero();
        assertThat(situation.history.company(candidates.getFirst().arguments()[0]))
                .isZero();
    }

    private static ToolCall take(String item) {
        return ToolCall.of("take", "item", item);
    }

    /** What is learned from taking one of some things at the end of a tape. */
    private static Weights imitated(String goal, List<ToolCall> offered, Tape tape, int chosen) {
        Weights weights = new Weights();
        for (int i = 0; i < 20; i++) {
            climb(weights, goal, offered, tape, chosen);
        }
        return weights;
    }

    private static void climb(Weights weights, String goal, List<ToolCall> offered, Tape tape, int chosen) {
        Situation shown = situation(goal);
        Choice choice = Describer.choice(shown, shown.look(tape, offered), weights, shown.readings());
        double[] probabilities = Choice.softmax(choice.logits(weights, Reading.NAMES), 1);
        choice.climb(weights, Reading.NAMES, probabilities, chosen, 1, 0.1);
    }

    private static double[] logits(Weights weights, List<ToolCall> offered, Tape tape) {
        Situation anew = situation(GOAL);
        return Describer.logits(anew, anew.look(tape, offered), weights, anew.readings());
    }

    private static int chosenOf(Weights weights, String goal, List<ToolCall> offered, Tape tape) {
        Situation anew = situation(goal);
        double[] logits = Describer.logits(anew, anew.look(tape, offered), weights, anew.readings());
        return logits[0] > logits[1] ? 0 : 1;
    }

    private static Situation situation(String goal) {
        return new Situation(
                new Goal(goal, WordMeanings.NONE), new ToolShapes(List.of(TAKE, MIX)), Remembered.nothing(), true);
    }

    /** The logits in a new attempt, after the thermometer was imitated in another. */
    private static double[] afterTakingTheThermometer(boolean lasting) {
        Weights weights = new Weights();
        Situation shown = situation(lasting);
        Set<Reading> readings = shown.readings();
        Choice choice = Describer.choice(shown, shown.look(tape(), OFFERED), weights, readings);
        for (int i = 0; i < 20; i++) {
            for (Reading reading : readings) {
                choice.climb(weights, reading, Choice.softmax(choice.logits(weights, reading), 1), 1, 1, 0.1);
            }
        }
        Situation anew = situation(lasting);
        return Describer.logits(anew, anew.look(tape(), OFFERED), weights, anew.readings());
    }

    private static double[] base(Situation situation, Tape tape) {
        return Describer.base(situation, situation.look(tape, OFFERED));
    }

    private static Situation situation(boolean lasting) {
        return new Situation(
                new Goal(GOAL, WordMeanings.NONE), new ToolShapes(List.of(TAKE)), Remembered.nothing(), lasting);
    }

    /** A tape of calls, each with its answer after it. */
    private static Tape tape(Object... callsAndAnswers) {
        Tape tape = new Tape(new TapeMetadata("t", null, "test", 0), List.of())
                .append(new Step.User(StepMetadata.of("0"), GOAL))
                .append(new Step.Observation(StepMetadata.of("1"), "A room.", false));
        for (int i = 0; i < callsAndAnswers.length; i += 2) {
            tape = tape.append(new Step.Action(StepMetadata.of("a" + i), (ToolCall) callsAndAnswers[i]))
                    .append(new Step.Observation(StepMetadata.of("o" + i), (String) callsAndAnswers[i + 1], false));
        }
        return tape;
    }
}
