package org.tapelearn.learn.warm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.tapelearn.learn.contrast.Judged;
import org.tapelearn.learn.contrast.TrajectoryPair;
import org.tapelearn.run.RolloutKey;

/**
 * Which attempts and pairs were counted, wave by wave, so that those of a wave that are given once more count for nothing. A mark
 * tells a wave's attempts by what they did, so that other sessions' waves are others. The latest marks are kept.
 *
 * @param waves the marks, the oldest first
 */
public record Counted(List<String> waves) {
    public static final Counted NONE = new Counted(List.of());

    /** Some sessions' worth of waves. */
    static final int KEPT = 512;

    public Counted {
        waves = List.copyOf(waves);
    }

    /** What was not counted before, in its order, and what is counted with it. */
    record Fresh<T>(List<T> things, Counted counted) {}

    Fresh<Judged> attempts(List<Judged> given) {
        return fresh("attempts", given, attempt -> attempt, Counted::words);
    }

    Fresh<TrajectoryPair> pairs(List<TrajectoryPair> given) {
        return fresh("pairs", given, TrajectoryPair::better, pair -> words(pair.better()) + words(pair.worse()));
    }

    private static String words(Judged attempt) {
        return "%s %s %s"
                .formatted(
                        attempt.rollout().key().id(), attempt.rollout().tape().calls(), attempt.evaluation());
    }

    private <T> Fresh<T> fresh(String kind, List<T> given, Function<T, Judged> attempt, Function<T, String> words) {
        Map<String, List<T>> byWave = new LinkedHashMap<>();
        for (T one : given) {
            RolloutKey key = attempt.apply(one).rollout().key();
            byWave.computeIfAbsent(
                            "%s %s/%d/%d".formatted(kind, key.phase().label(), key.round(), key.wave()),
                            wave -> new ArrayList<>())
                    .add(one);
        }
        List<T> things = new ArrayList<>();
        Set<String> marks = new LinkedHashSet<>(waves);
        byWave.forEach((wave, own) -> {
            int told = own.stream().map(words).sorted().toList().hashCode();
            if (marks.add(wave + " " + Integer.toHexString(told))) {
                things.addAll(own);
            }
        });
        List<String> all = new ArrayList<>(marks);
        return new Fresh<>(things, new Counted(all.subList(Math.max(0, all.size() - KEPT), all.size())));
    }
}
