package org.tapelearn.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapelearn.learn.generate.ExploringEnvironment;
import org.tapelearn.learn.seed.ToldEnvironment;
import org.tapelearn.task.DelegatingFamily;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.textworld.TextWorldEnvironment;

class DelegatingTest {
    /** What has a default answer is easily forgotten. */
    @ParameterizedTest
    @ValueSource(classes = {DelegatingEnvironment.class, DelegatingFamily.class})
    void answersAllByTheOtherOne(Class<?> delegating) {
        Class<?> face = delegating == DelegatingEnvironment.class ? Environment.class : TaskFamily.class;
        List<String> own = Arrays.stream(delegating.getDeclaredMethods())
                .map(DelegatingTest::signature)
                .toList();
        assertThat(own)
                .containsAll(Arrays.stream(face.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .map(DelegatingTest::signature)
                        .toList());
    }

    @Test
    void keepsLimitsAndNotesOfTheOneBelow() {
        Environment below = new DelegatingEnvironment(new TextWorldEnvironment(true)) {
            @Override
            public int maxCalls() {
                return 77;
            }

            @Override
            public int maxRepeats() {
                return 9;
            }

            @Override
            public List<String> notes() {
                return List.of("mind the step");
            }
        };
        for (Environment above : List.of(new ExploringEnvironment(below), new ToldEnvironment(below))) {
            assertThat(above.maxCalls()).isEqualTo(77);
            assertThat(above.maxRepeats()).isEqualTo(9);
            assertThat(above.notes()).containsExactly("mind the step");
        }
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }
}
