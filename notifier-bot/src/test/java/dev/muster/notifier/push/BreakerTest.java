package dev.muster.notifier.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BreakerTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Breaker breaker = new Breaker(() -> now);

    private void fails(String server, int times) {
        for (int i = 0; i < times; i++) breaker.failed(server);
    }

    @Test
    void whoHasNotAnsweredEightTimesInARowIsLeftAloneForTwoSeconds() {
        fails("a", 7);
        assertThat(breaker.lets("a")).isTrue();
        fails("a", 1);
        assertThat(breaker.lets("a")).isFalse();
        now = now.plus(Duration.ofSeconds(2));
        assertThat(breaker.lets("a")).as("the one that tries").isTrue();
        assertThat(breaker.lets("a")).as("the next").isFalse();
        breaker.answered("a");
        assertThat(breaker.lets("a")).isTrue();
    }

    @Test
    void oneAnswerForgivesAll() {
        fails("a", 7);
        breaker.answered("a");
        fails("a", 7);
        assertThat(breaker.lets("a")).isTrue();
    }

    @Test
    void aServerThatIsDownSaysNothingAboutAnother() {
        fails("a", 100);
        assertThat(breaker.lets("b")).isTrue();
    }

    @Test
    void whoeverNamesThousandsOfServersFillsNoMemory() {
        fails("first", 100);
        for (int i = 0; i < 1000; i++) fails("server" + i, 1);
        assertThat(breaker.lets("first")).as("the oldest is forgiven").isTrue();
    }
}
