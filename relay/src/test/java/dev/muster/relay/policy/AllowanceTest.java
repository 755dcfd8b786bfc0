package dev.muster.relay.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AllowanceTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    private Allowance allowance(int perSecond, int burst) {
        return new Allowance(perSecond, burst, now::get);
    }

    @Test
    void aBurstIsUsedUpAndComesBackWithTime() {
        var allowance = allowance(2, 3);

        for (int i = 0; i < 3; i++) assertThat(allowance.take("a")).isTrue();
        assertThat(allowance.take("a")).isFalse();
        now.set(now.get().plus(Duration.ofMillis(500)));
        assertThat(allowance.take("a")).isTrue();
        assertThat(allowance.take("a")).isFalse();
    }

    @Test
    void addressesDoNotShareIt() {
        var allowance = allowance(1, 1);

        assertThat(allowance.take("a")).isTrue();
        assertThat(allowance.take("b")).isTrue();
        assertThat(allowance.take("a")).isFalse();
    }

    @Test
    void zeroASecondMeansAnyNumber() {
        var allowance = allowance(0, 0);

        for (int i = 0; i < 1000; i++) assertThat(allowance.take("a")).isTrue();
    }

    @Test
    void whoeverTriesManyAddressesIsNotRememberedForEver() {
        var allowance = allowance(1, 1);

        for (int i = 0; i < 100_000; i++) {
            allowance.take("address " + i);
            now.set(now.get().plus(Duration.ofMillis(10)));
        }
        assertThat(allowance.remembered()).isLessThan(20_000);
    }
}
