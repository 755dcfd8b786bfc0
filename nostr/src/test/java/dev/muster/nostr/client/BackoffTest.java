package dev.muster.nostr.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

    @Test
    void pausesDoubleUpToTheLongest_eachShortenedByUpToAHalf() {
        var random = new Random(1);
        long[] full = {100, 200, 400, 800, 1000, 1000};
        for (int round = 0; round < 1000; round++) {
            for (int failures = 0; failures < full.length; failures++) {
                assertThat(backoff.pause(failures, random))
                        .isBetween(Duration.ofMillis(full[failures] / 2), Duration.ofMillis(full[failures]));
            }
        }
        assertThat(backoff.pause(Integer.MAX_VALUE, random)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void noPauseAtAllIsAMistake() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
