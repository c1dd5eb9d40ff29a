package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tapelearn.agent.Agent;
import org.tapelearn.agent.Briefing;
import org.tapelearn.agent.PolicyVersion;
import org.tapelearn.environment.CustomEnvironment;
import org.tapelearn.environment.Episode;
import org.tapelearn.evaluate.Evaluator;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.PolicyTrainer;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.Recall;
import org.tapelearn.run.Limits;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily.Wording;

/**
 * A word never met is nearest to one that was learned for drawing, and nearly as near to three that were learned for adding.
 * Read as the nearest known word it means drawing; read by what it is like, adding.
 */
class ReadingTest {
    private static final Set<Reading> LITERAL = EnumSet.of(Reading.WORDS, Reading.BESIDE);
    private static final Set<Reading> ALL = EnumSet.of(Reading.WORDS, Reading.BESIDE, Reading.LIKENESS);
    private static final String[] TAUGHT = {"sum", "total", "altogether", "plot", "please"};
    private static final Map<String, float[]> MEANINGS = Map.of(
            "sum", new float[] {1, 0, 0, 0, 0},
            "total", new float[] {0, 1, 0, 0, 0},
            "altogether", new float[] {0, 0, 1, 0, 0},
            "plot", new float[] {0, 0, 0, 1, 0},
            "please", new float[] {0, 0, 0, 0, 1},
            "tally", new float[] {0.49f, 0.49f, 0.49f, 0.53f, 0});

    private static final CustomEnvironment<List<String>> WORLD = CustomEnvironment.<List<String>>of(
                    "desk", ArrayList::new)
            .answer("add", "Adds.", "to", desk -> List.of("paper"), (desk, to) -> desk.add("add"))
            .answer("draw", "Draws.", "to", desk -> List.of("paper"), (desk, to) -> desk.add("draw"))
            .tasks("taught", 1, (split, wording, number) -> {
                String word = TAUGHT[Math.floorMod(number, TAUGHT.length)];
                return new CustomEnvironment.Question<>(word, desk -> desk.contains(wanted(word)));
            })
            .tasks(
                    "new",
                    1,
                    (split, wording, number) ->
                            new CustomEnvironment.Question<>("tally", desk -> desk.contains("add")));

    private static String wanted(String word) {
        return word.equals("plot") || word.equals("please") ? "draw" : "add";
    }

    @Test
    void likenessWeighsAllKnownWordsWhereTheOthersSeeTheNearest() {
        assertThat(adding(LITERAL)).isNegative();
        assertThat(adding(ALL) - adding(LITERAL)).isPositive();
    }

    /** By how much the learned policy prefers adding when asked in the new word. */
    private static double adding(Set<Reading> by) {
        Runner runner = new Runner(WORLD, Recall.NOTHING, Limits.DEFAULT, 1);
        Evaluator evaluator = new Evaluator(0.7, true);
        EmbeddedTrainer trainer = new EmbeddedTrainer(
                WORLD,
                EmbeddedTrainer.Settings.DEFAULT,
                (text, words) -> words.stream()
                        .map(word -> MEANINGS.getOrDefault(word.text(), new float[5]))
                        .toArray(float[][]::new),
                1);
        Agent policy = trainer.untrained();
        for (int wave = 0; wave < 20; wave++) {
            List<PolicyTrainer.Example> examples = new ArrayList<>();
            for (int number = 0; number < TAUGHT.length; number++) {
                Task task = task(0, number);
                RolloutKey key = new RolloutKey(RolloutKey.Phase.EXPLORE, 1, wave, task.id(), 0);
                var rollout = runner.run(
                        new PolicyVersion("teacher", teacher(), Memory.EMPTY),
                        task,
                        key,
                        Briefing.Mode.DEPLOYED,
                        List.of());
                examples.add(
                        new PolicyTrainer.Example(new Judged(task, rollout, evaluator.evaluate(task, rollout)), 1));
            }
            policy = trainer.train(policy, PolicyTrainer.Batch.imitating(examples));
        }
        Weights weights = ((EmbeddedPolicy) policy).weights();
        Task task = task(1, 0);
        Goals goals = new Goals((text, words) ->
                words.stream().map(word -> MEANINGS.get(word.text())).toArray(float[][]::new));
        try (Episode episode = WORLD.open(task, 1)) {
            Situation situation =
                    new Situation(goals.of(task.description()), new ToolShapes(WORLD.tools()), Remembered.nothing());
            Tape tape = Runner.start(new Tape(new TapeMetadata("t", null, "test", 0), List.of()), task, episode);
            var candidates = situation.look(tape, episode.actions());
            double[] logits = Describer.logits(situation, candidates, weights, by);
            double margin = 0;
            for (int i = 0; i < logits.length; i++) {
                margin += episode.actions().get(i).tool().equals("add") ? logits[i] : -logits[i];
            }
            return margin;
        }
    }

    private static Agent teacher() {
        return new Agent() {
            @Override
            public String name() {
                return "teacher";
            }

            @Override
            public Attempt begin(Briefing briefing) {
                String tool = wanted(briefing.task().description());
                return (tape, admissible) -> admissible.stream()
                        .filter(call -> call.tool().equals(tool))
                        .findFirst()
                        .orElseThrow();
            }
        };
    }

    private static Task task(int family, long number) {
        return WORLD.families()
                .get(family)
                .draw(
                        Split.TRAIN,
                        WORLD.families().get(family).groups(Split.TRAIN).getFirst(),
                        Wording.KNOWN,
                        number)
                .orElseThrow();
    }
}
