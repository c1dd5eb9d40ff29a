package org.tapelearn.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.tapelearn.llm.LlmFailure.Kind;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;

class BudgetTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final Price PRICE = new Price(1, 10);
    private static final Prompt QUESTION = new Prompt(List.of(Message.of(Message.Role.USER, "How much?")), List.of());
    private static final long BOUND = TokenBound.of(QUESTION);

    private static Budget tokens(long cap) {
        return new Budget(new Budget.Caps(Double.POSITIVE_INFINITY, cap, Budget.Caps.NONE.time()), NOON);
    }

    private static ScriptedLlm answering(Usage usage) {
        return ScriptedLlm.of("m", prompt -> new Completion("so much", List.of(), usage));
    }

    private static void assertOver(Llm llm, String... words) {
        assertThatThrownBy(() -> llm.complete(QUESTION))
                .isInstanceOfSatisfying(
                        LlmFailure.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.BUDGET))
                .hasMessageContainingAll(words);
    }

    @Test
    void settlesByTheModelsOwnCount() {
        Budget budget = tokens(10_000);
        new BudgetedLlm(answering(new Usage(5, 7)), budget, PRICE, 100).complete(QUESTION);

        assertThat(budget.spent()).isEqualTo(new Budget.Spent(new Usage(5, 7), 75e-6));
    }

    @Test
    void asksOnlyWhileTheMostThatACallMayTakeIsLeft() {
        Budget budget = tokens(BOUND + 100);
        ScriptedLlm model = answering(new Usage(1, 1));
        Llm llm = new BudgetedLlm(model, budget, PRICE, 100);
        llm.complete(QUESTION);

        assertOver(llm, "--budget-tokens", "2 are used");
        assertThat(model.asked()).hasSize(1);
    }

    @Test
    void waitsForCallsUnderWayRatherThanGivingUp() throws InterruptedException {
        Budget budget = tokens(BOUND + 110);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch going = new CountDownLatch(1);
        Llm slow = new BudgetedLlm(
                ScriptedLlm.of("m", prompt -> {
                    begun.countDown();
                    try {
                        going.await();
                    } catch (InterruptedException never) {
                        throw new IllegalStateException(never);
                    }
                    return new Completion("so much", List.of(), new Usage(3, 4));
                }),
                budget,
                PRICE,
                100);
        Thread first = Thread.ofVirtual().start(() -> slow.complete(QUESTION));
        begun.await();
        Completion[] second = new Completion[1];
        Thread other = Thread.ofVirtual()
                .start(() ->
                        second[0] = new BudgetedLlm(answering(new Usage(1, 1)), budget, PRICE, 100).complete(QUESTION));
        going.countDown();
        first.join();
        other.join();

        assertThat(second[0].text()).isEqualTo("so much");
        assertThat(budget.spent().usage()).isEqualTo(new Usage(4, 5));
    }

    @Test
    void tellsTheModelHowLongItsAnswerMayBe() {
        ScriptedLlm model = answering(Usage.NONE);
        Llm llm = new BudgetedLlm(model, tokens(1_000_000), PRICE, 100);
        llm.complete(QUESTION);
        llm.complete(QUESTION.with(Sampling.DEFAULT.withMaxTokens(9)));

        assertThat(model.asked())
                .extracting(prompt -> prompt.sampling().maxTokens().orElse(0))
                .containsExactly(100, 9);
    }

    @Test
    void capsDollars() {
        Budget budget = new Budget(new Budget.Caps(0.002, Long.MAX_VALUE, Budget.Caps.NONE.time()), NOON);
        Llm llm = new BudgetedLlm(answering(new Usage(0, 100)), budget, PRICE, 100);
        llm.complete(QUESTION);

        assertOver(llm, "$0.0020", "--budget-usd");
        assertThat(budget.spent().dollars()).isEqualTo(0.001);
    }

    @Test
    void capsTimeFromItsBeginning() {
        Instant[] now = {NOON.instant()};
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now[0];
            }
        };
        Budget budget =
                new Budget(new Budget.Caps(Double.POSITIVE_INFINITY, Long.MAX_VALUE, Duration.ofMinutes(3)), clock);
        Llm llm = new BudgetedLlm(answering(Usage.NONE), budget, PRICE, 100);
        now[0] = now[0].plusSeconds(179);
        llm.complete(QUESTION);
        now[0] = now[0].plusSeconds(1);

        assertOver(llm, "3 minutes", "--budget-minutes");
    }

    @Test
    void goesOnFromWhatWasSpentBefore() {
        Budget budget = new Budget(
                new Budget.Caps(Double.POSITIVE_INFINITY, 10_000, Budget.Caps.NONE.time()),
                new Budget.Spent(new Usage(9_000, 900), 1),
                NOON);

        assertOver(new BudgetedLlm(answering(Usage.NONE), budget, PRICE, 100), "9,900 are used");
    }

    @Test
    void takesAnAnswerThatWasLostAtItsMostAndARefusalAtNothing() {
        Budget budget = tokens(1_000_000);
        Llm lost = new BudgetedLlm(
                ScriptedLlm.of("m", prompt -> {
                    throw LlmFailure.lost("cut", new IllegalStateException());
                }),
                budget,
                PRICE,
                100);
        assertThatThrownBy(() -> lost.complete(QUESTION)).hasMessage("cut");
        assertThat(budget.spent().usage()).isEqualTo(new Usage(BOUND, 100));

        Llm refused = new BudgetedLlm(
                ScriptedLlm.of("m", prompt -> {
                    throw new LlmFailure(Kind.REFUSED_ACCESS, "no");
                }),
                budget,
                PRICE,
                100);
        assertThatThrownBy(() -> refused.complete(QUESTION)).hasMessage("no");
        assertThat(budget.spent().usage().total()).isEqualTo(BOUND + 100);
    }

    @Property
    void boundsAPromptByItsBytes(@ForAll String text, @ForAll String description) {
        ToolSpec tool =
                new ToolSpec("t", description, List.of(Parameter.text("p", description)), ToolSpec.Effect.READS);
        Prompt prompt = new Prompt(List.of(Message.of(Message.Role.USER, text)), List.of(tool));

        assertThat(TokenBound.of(prompt))
                .isGreaterThanOrEqualTo(PromptJson.messages(prompt.messages())
                                .toString()
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)
                                .length
                        + PromptJson.tools(prompt.tools())
                                .toString()
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)
                                .length);
    }

    @Test
    void forecastsWhatASessionMayTake() {
        Forecast forecast = new Forecast(200, 10, 0, 1500, 100);

        assertThat(forecast.text("m", PRICE))
                .isEqualTo(
                        "At most 200 attempts x 10 calls, each of about 1,600 tokens = 3,200,000 tokens of m: about $5.00.");
        assertThat(new Forecast(200, 10, 40, 1500, 100).text("m", PRICE))
                .isEqualTo(
                        "At most 200 attempts x 10 calls and 40 calls to think about them, each of about 1,600 tokens"
                                + " = 3,264,000 tokens of m: about $5.10.");
        assertThat(forecast.text("m", Price.FREE)).endsWith("of m, whose price is not in the table.");
    }
}
