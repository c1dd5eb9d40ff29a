package org.tapelearn.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.LlmFailure;
import org.tapelearn.llm.LlmFailure.Kind;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.ScriptedLlm;
import org.tapelearn.llm.Usage;

@Timeout(60)
class RobustLlmTest {
    private static final Prompt QUESTION = new Prompt(List.of(Message.of(Message.Role.USER, "?")), List.of());

    private final TestWaiting waiting = new TestWaiting();

    /** A model that fails in these ways, one after the other, and then says yes. */
    private static ScriptedLlm failing(LlmFailure... failures) {
        List<LlmFailure> left = new ArrayList<>(List.of(failures));
        return ScriptedLlm.of("m", prompt -> {
            if (!left.isEmpty()) {
                throw left.removeFirst();
            }
            return Completion.text("yes");
        });
    }

    private static LlmFailure busy() {
        return LlmFailure.passing("busy", Optional.empty(), new IllegalStateException());
    }

    private static LlmFailure busyFor(Duration time) {
        return LlmFailure.passing("busy", Optional.of(time), new IllegalStateException());
    }

    private Llm robust(Llm llm, Robustness robustness) {
        return new RobustLlm(llm, robustness, waiting, 1);
    }

    @Test
    void asksAgainAfterPausesThatGrow() {
        ScriptedLlm model = failing(busy(), busy(), busy(), busy());

        assertThat(robust(model, Robustness.DEFAULT).complete(QUESTION).text()).isEqualTo("yes");
        assertThat(model.asked()).hasSize(5);
        for (int i = 0; i < 4; i++) {
            assertThat(waiting.waits().get(i)).isBetween(Duration.ofMillis(500L << i), Duration.ofMillis(1000L << i));
        }
    }

    @Test
    void pausesAlikeForEqualSeeds() {
        robust(failing(busy(), busy()), Robustness.DEFAULT).complete(QUESTION);
        TestWaiting other = new TestWaiting();
        new RobustLlm(failing(busy(), busy()), Robustness.DEFAULT, other, 1).complete(QUESTION);
        TestWaiting third = new TestWaiting();
        new RobustLlm(failing(busy(), busy()), Robustness.DEFAULT, third, 2).complete(QUESTION);

        assertThat(other.waits()).isEqualTo(waiting.waits()).isNotEqualTo(third.waits());
    }

    @Test
    void waitsAsLongAsTheServerAsks() {
        robust(failing(busyFor(Duration.ofSeconds(97))), Robustness.DEFAULT).complete(QUESTION);

        assertThat(waiting.passed()).isEqualTo(Duration.ofSeconds(97));
    }

    private static Prompt question(String words) {
        return new Prompt(List.of(Message.of(Message.Role.USER, words)), List.of());
    }

    @Test
    void letsNoOtherCallGoOutBeforeThePauseIsOver() {
        List<Duration> asked = new ArrayList<>();
        ScriptedLlm model = ScriptedLlm.of("m", prompt -> {
            asked.add(waiting.passed());
            if (asked.size() == 1) {
                throw busyFor(Duration.ofSeconds(60));
            }
            return Completion.text("yes");
        });
        Llm robust = robust(model, Robustness.DEFAULT.withRetries(0));
        assertThatThrownBy(() -> robust.complete(question("one"))).hasMessageContaining("busy");
        waiting.sleep(Duration.ofSeconds(10));

        assertThat(robust.complete(question("two")).text()).isEqualTo("yes");

        assertThat(asked).containsExactly(Duration.ZERO, Duration.ofSeconds(60));
        assertThat(waiting.waits()).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(50));
    }

    @Test
    void letsACallThatWaitedForItsTurnHaveThePauseToo() throws InterruptedException {
        List<Duration> asked = new ArrayList<>();
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        Llm model = ScriptedLlmAtOnce.of(() -> {
            asked.add(waiting.passed());
            if (asked.size() == 1) {
                underWay.countDown();
                refused.await();
                throw busyFor(Duration.ofSeconds(60));
            }
            return Completion.text("yes");
        });
        Llm robust = robust(model, Robustness.DEFAULT.withRetries(0).withConcurrency(1));
        Thread first = Thread.ofVirtual()
                .start(() -> assertThatThrownBy(() -> robust.complete(question("one")))
                        .hasMessageContaining("busy"));
        underWay.await();
        Thread second = Thread.ofVirtual().start(() -> robust.complete(question("two")));
        assertThat(second.join(Duration.ofMillis(300)))
                .as("the second waits for its turn")
                .isFalse();
        refused.countDown();
        first.join();
        second.join();

        assertThat(asked).containsExactly(Duration.ZERO, Duration.ofSeconds(60));
    }

    @Test
    void takesAWishThatIsTooLongForARefusal() {
        ScriptedLlm model = failing(busyFor(Duration.ofHours(5)));

        assertThatThrownBy(() -> robust(model, Robustness.DEFAULT).complete(QUESTION))
                .isInstanceOfSatisfying(
                        LlmFailure.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.REFUSED_ACCESS))
                .hasMessageContaining("300 minutes");
        assertThat(model.asked()).hasSize(1);
    }

    @Test
    void givesUpAfterAllTriesAndSaysSo() {
        ScriptedLlm down = ScriptedLlm.of("m", prompt -> {
            throw busy();
        });

        assertThatThrownBy(() -> robust(down, Robustness.DEFAULT.withRetries(3)).complete(QUESTION))
                .isInstanceOf(LlmFailure.class)
                .hasMessage("busy (tried 4 times)");
        assertThat(down.asked()).hasSize(4);
    }

    @Test
    void asksOnceWhereNothingWillPass() {
        for (Kind kind : Kind.values()) {
            ScriptedLlm model = failing(new LlmFailure(kind, "no"));
            assertThatThrownBy(() -> robust(model, Robustness.DEFAULT).complete(QUESTION))
                    .as(kind.name())
                    .hasMessage("no");
            assertThat(model.asked()).hasSize(1);
        }
    }

    @Test
    void leavesAServerThatIsDownAloneForAWhile() {
        AtomicInteger asked = new AtomicInteger();
        ScriptedLlm down = ScriptedLlm.of("m", prompt -> {
            asked.incrementAndGet();
            throw busy();
        });
        Llm robust = robust(down, Robustness.DEFAULT.withRetries(0).restingAfter(3, Duration.ofHours(1)));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> robust.complete(QUESTION)).hasMessageContaining("busy");
        }

        assertThatThrownBy(() -> robust.complete(QUESTION)).hasMessageContaining("failed 3 times in a row");
        assertThat(asked).hasValue(3);
    }

    @Test
    void asksAgainOnceTheRestIsOver() {
        Llm robust = new RobustLlm(
                failing(busy(), busy(), busy()),
                Robustness.DEFAULT.restingAfter(2, Duration.ofMillis(20)),
                Waiting.REAL,
                1);

        assertThat(robust.complete(QUESTION).text()).isEqualTo("yes");
    }

    @Test
    void keepsToSoManyRequestsAMinute() {
        List<Duration> asked = new ArrayList<>();
        ScriptedLlm model = ScriptedLlm.of("m", prompt -> {
            asked.add(waiting.passed());
            return Completion.text("yes");
        });
        Llm robust = robust(model, Robustness.DEFAULT.withinAMinute(10, 0));
        for (int i = 0; i < 30; i++) {
            robust.complete(QUESTION);
        }

        assertThat(asked)
                .allSatisfy(begin -> assertThat(asked)
                        .filteredOn(each -> each.compareTo(begin) >= 0 && each.compareTo(begin.plusMinutes(1)) < 0)
                        .hasSizeLessThanOrEqualTo(10));
        assertThat(waiting.passed()).isBetween(Duration.ofSeconds(173), Duration.ofSeconds(175));
    }

    @Test
    void keepsToSoManyTokensAMinuteByTheModelsOwnCount() {
        ScriptedLlm model = ScriptedLlm.of("m", prompt -> new Completion("yes", List.of(), new Usage(600, 400)));
        Llm robust = robust(model, Robustness.DEFAULT.withinAMinute(0, 2000));
        for (int i = 0; i < 7; i++) {
            robust.complete(QUESTION);
        }

        assertThat(waiting.passed()).isBetween(Duration.ofSeconds(118), Duration.ofSeconds(155));
    }

    @Test
    void hasNoMoreCallsUnderWayThanItMay() throws InterruptedException {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        Llm model = ScriptedLlmAtOnce.of(() -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            two.countDown();
            two.await();
            now.decrementAndGet();
            return Completion.text("yes");
        });
        Llm robust = robust(model, Robustness.DEFAULT.withConcurrency(2));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            threads.add(Thread.ofVirtual().start(() -> robust.complete(QUESTION)));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(most).hasValue(2);
    }

    /** A model that answers several calls at once. */
    private record ScriptedLlmAtOnce(java.util.concurrent.Callable<Completion> script) implements Llm {
        static Llm of(java.util.concurrent.Callable<Completion> script) {
            return new ScriptedLlmAtOnce(script);
        }

        @Override
        public String name() {
            return "m";
        }

        @Override
        public Completion complete(Prompt prompt) {
            try {
                return script.call();
            } catch (LlmFailure failure) {
                throw failure;
            } catch (Exception wrong) {
                throw new IllegalStateException(wrong);
            }
        }
    }
}
