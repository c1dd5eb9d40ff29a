package org.tapelearn.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LongMapTest {
    @Test
    void givesBackWhatWasPutAsItGrows() {
        SplittableRandom random = new SplittableRandom(1);
        Map<Long, Integer> expected = new HashMap<>();
        LongMap map = new LongMap();
        for (int i = 0; i < 5_000; i++) {
            long key = random.nextInt(4) == 0 ? i : random.nextLong();
            expected.put(key, i);
            map.put(key, i);
        }
        expected.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
        assertThat(map.get(random.nextLong())).isEqualTo(LongMap.NONE);
        map.clear();
        assertThat(expected.keySet()).allMatch(key -> map.get(key) == LongMap.NONE);
    }
}
