package dev.muster.sip.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.TestLedger;
import dev.muster.sip.credit.Charge.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class CreditsTest {
    private static final String GROUP = "neighbours";
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");

    @RegisterExtension
    final TestLedger ledger = new TestLedger();

    private volatile Instant now = NOON;

    private Credits credits(long monthly) {
        return new Credits(monthly, () -> now);
    }

    private static Charge charge(String call) {
        return new Charge(call, GROUP, Direction.OUTBOUND, 1, "•••4567");
    }

    private boolean begin(Credits credits, String call) {
        return ledger.ledger().change(change -> credits.begin(change, charge(call)));
    }

    private long used(Credits credits) {
        return credits.balance(ledger.ledger(), GROUP).used();
    }

    @ParameterizedTest(name = "{0} s cost {1}")
    @CsvSource({"0, 0", "1, 1", "59, 1", "60, 1", "61, 2", "120, 2", "121, 3"})
    void begunMinutesArePaid(long seconds, long cost) {
        Credits credits = credits(100);
        assertThat(begin(credits, "a")).isTrue();
        ledger.ledger().alter(change -> credits.answered(change, "a"));
        for (long paid = 60; paid < seconds; paid += 60) {
            assertThat(ledger.ledger().<Boolean>change(change -> credits.prolong(change, "a")))
                    .isTrue();
        }
        now = NOON.plusSeconds(seconds);
        ledger.ledger().alter(change -> credits.end(change, "a"));

        assertThat(used(credits)).isEqualTo(cost);
        assertThat(credits.usage(ledger.ledger(), GROUP, NOON))
                .containsExactly(new Usage("a", Direction.OUTBOUND, seconds, cost, now, "•••4567"));
    }

    @Test
    void sip_F3_aCallThatNobodyAnswersCostsNothing() {
        Credits credits = credits(1);
        assertThat(begin(credits, "a")).isTrue();
        assertThat(begin(credits, "b")).as("all is set aside").isFalse();
        now = NOON.plusSeconds(50);
        ledger.ledger().alter(change -> credits.end(change, "a"));

        assertThat(used(credits)).isZero();
        assertThat(begin(credits, "b")).isTrue();
    }

    @Test
    void sip_F3_aHundredWhoCallAtOnceNeverSpendMoreThanThereIs() throws Exception {
        int most = 7;
        Credits credits = credits(most);
        var start = new CyclicBarrier(100);
        List<Callable<Boolean>> callers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String call = "call-" + i;
            callers.add(() -> {
                start.await();
                return begin(credits, call);
            });
        }
        long admitted = 0;
        try (var threads = Executors.newFixedThreadPool(100)) {
            for (Future<Boolean> caller : threads.invokeAll(callers)) if (caller.get()) admitted++;
        }
        assertThat(admitted).isEqualTo(most);
        assertThat(credits.balance(ledger.ledger(), GROUP).remaining()).isZero();
    }

    @Test
    void sip_F3_theSameCallIsPaidOnce() {
        Credits credits = credits(100);
        assertThat(begin(credits, "a")).isTrue();
        assertThat(begin(credits, "a")).isTrue();
        ledger.ledger().alter(change -> credits.answered(change, "a"));
        now = NOON.plusSeconds(30);
        ledger.ledger().alter(change -> credits.end(change, "a"));
        ledger.ledger().alter(change -> credits.end(change, "a"));
        assertThat(used(credits)).isEqualTo(1);
    }

    @Test
    void whatIsLeftEndsACallInTime() {
        Credits credits = credits(2);
        assertThat(begin(credits, "a")).isTrue();
        assertThat(ledger.ledger().<Boolean>change(change -> credits.prolong(change, "a")))
                .isTrue();
        assertThat(ledger.ledger().<Boolean>change(change -> credits.prolong(change, "a")))
                .isFalse();
    }

    @Test
    void afterACrashWhatWasAnsweredIsPaidAndWhatWasNotIsGivenBack() {
        Credits credits = credits(100);
        Ledger before = ledger.ledger();
        before.alter(change -> {
            boolean _ = credits.begin(change, charge("talking"));
            credits.answered(change, "talking");
            boolean _ = credits.prolong(change, "talking");
            boolean _ = credits.begin(change, charge("ringing"));
        });
        Ledger after = ledger.reopened();
        assertThat(used(credits)).isEqualTo(3);

        after.alter(credits::settleWhatCrashed);
        after.alter(credits::settleWhatCrashed);
        assertThat(used(credits)).isEqualTo(2);
        assertThat(credits.usage(after, GROUP, NOON))
                .extracting(Usage::call, Usage::credits)
                .containsExactlyInAnyOrder(tuple("talking", 2L), tuple("ringing", 0L));
    }

    @Test
    void eachMonthBeginsAnew() {
        Credits credits = credits(1);
        assertThat(begin(credits, "a")).isTrue();
        ledger.ledger().alter(change -> credits.answered(change, "a"));
        now = NOON.plus(Duration.ofDays(31));
        assertThat(begin(credits, "b")).isTrue();
        assertThat(credits.balance(ledger.ledger(), GROUP).reset()).isEqualTo(Instant.parse("2026-05-01T00:00:00Z"));
    }

    @Test
    void groupsHaveTheirOwn() {
        Credits credits = credits(1);
        assertThat(begin(credits, "a")).isTrue();
        var others = new Charge("b", "others", Direction.INBOUND, 1, "");
        assertThat(ledger.ledger().<Boolean>change(change -> credits.begin(change, others)))
                .isTrue();
    }

    @Test
    void zeroIsAsManyAsAnybodyLikes() {
        Credits credits = credits(0);
        IntStream.range(0, 50)
                .forEach(i -> assertThat(begin(credits, "call-" + i)).isTrue());
        assertThat(credits.balance(ledger.ledger(), GROUP).isLow()).isFalse();
    }

    @Test
    void littleLeftIsToldOnce() {
        Credits credits = credits(10);
        var told = new ArrayList<String>();
        credits.telling(listener(told));
        IntStream.range(0, 7)
                .forEach(i -> assertThat(begin(credits, "call-" + i)).isTrue());
        assertThat(told).isEmpty();
        assertThat(begin(credits, "call-7")).isTrue();
        assertThat(begin(credits, "call-8")).isTrue();
        assertThat(told).containsExactly("call-7: 2 left");
    }

    @Test
    void whatACallHasCostIsToldWhenItIsPaid() {
        Credits credits = credits(10);
        var told = new ArrayList<String>();
        credits.telling(listener(told));
        assertThat(begin(credits, "call")).isTrue();
        ledger.ledger().alter(change -> credits.answered(change, "call"));
        now = now.plusSeconds(30);
        ledger.ledger().alter(change -> credits.end(change, "call"));
        assertThat(told).containsExactly("call has cost 1, 9 left");
    }

    @Test
    void whereNobodyCountsNobodyIsTold() {
        Credits credits = credits(0);
        var told = new ArrayList<String>();
        credits.telling(listener(told));
        assertThat(begin(credits, "call")).isTrue();
        ledger.ledger().alter(change -> credits.end(change, "call"));
        assertThat(told).isEmpty();
    }

    private static Credits.News listener(List<String> told) {
        return new Credits.News() {
            @Override
            public void runsLow(Change change, Charge charge, Balance balance) {
                told.add(charge.call() + ": " + balance.remaining() + " left");
            }

            @Override
            public void used(Change change, Charge charge, Usage usage, Balance balance) {
                told.add(charge.call() + " has cost " + usage.credits() + ", " + balance.remaining() + " left");
            }
        };
    }

    @Test
    void whatIsOldIsForgotten() {
        Credits credits = credits(10);
        assertThat(begin(credits, "old")).isTrue();
        ledger.ledger().alter(change -> credits.end(change, "old"));
        now = NOON.plus(Duration.ofDays(2));
        assertThat(begin(credits, "new")).isTrue();
        ledger.ledger().alter(change -> credits.end(change, "new"));

        assertThat(ledger.ledger().<Boolean>change(change -> credits.forget(change, NOON.plus(Duration.ofDays(1)))))
                .isFalse();
        assertThat(credits.usage(ledger.ledger(), GROUP, Instant.EPOCH))
                .extracting(Usage::call)
                .containsExactly("new");
    }

    @ParameterizedTest(name = "{0} costs {1} a minute")
    @CsvSource({"+12025550123, 1", "+442071838750, 2", "+447400123456, 5", "+33142685300, 1", "+80012345678, 0"})
    void theLongestPrefixSaysWhatAMinuteCosts(String number, long credits) {
        Rates rates = Rates.of(List.of("+44=2", "+447=5", "+800=0"));
        assertThat(rates.perMinute(number)).isEqualTo(credits);
    }

    @Test
    void aRateThatIsNoneIsRefused() {
        assertThatThrownBy(() -> Rates.of(List.of("44:2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("+44=2");
    }
}
