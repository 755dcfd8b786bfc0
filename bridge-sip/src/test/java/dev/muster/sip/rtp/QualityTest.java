package dev.muster.sip.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QualityTest {
    private static final Quality.Measure GOOD = measure(0.05, 400);
    private static final Quality.Measure LOSSY = measure(0.051, 20);
    private static final Quality.Measure SLOW = measure(0, 401);

    private final Quality quality = new Quality();

    private static Quality.Measure measure(double loss, int roundTrip) {
        return new Quality.Measure(loss, Optional.of(Duration.ofMillis(roundTrip)), Duration.ZERO);
    }

    private Optional<Boolean> judge(Quality.Measure measure, int second) {
        return quality.judge(measure, second * 1_000_000_000L);
    }

    @Test
    void sip_W8_tenSecondsOfLossArePoorAndSaidOnce() {
        assertThat(judge(LOSSY, 0)).isEmpty();
        assertThat(judge(LOSSY, 5)).isEmpty();
        assertThat(judge(SLOW, 10)).contains(true);
        assertThat(judge(LOSSY, 15)).isEmpty();
        assertThat(judge(LOSSY, 60)).isEmpty();
    }

    @Test
    void sip_W8_whatGetsBetterInBetweenIsNotPoor() {
        assertThat(judge(LOSSY, 0)).isEmpty();
        assertThat(judge(GOOD, 5)).isEmpty();
        assertThat(judge(SLOW, 10)).isEmpty();
        assertThat(judge(SLOW, 15)).isEmpty();
        assertThat(judge(SLOW, 20)).contains(true);
    }

    @Test
    void sip_W8_whatIsGoodAgainIsSaidToo() {
        judge(LOSSY, 0);
        judge(LOSSY, 10);

        assertThat(judge(GOOD, 15)).isEmpty();
        assertThat(judge(GOOD, 25)).contains(false);
        assertThat(judge(GOOD, 30)).isEmpty();
    }

    /// ITU-T G.107: what G.711 is worth without any flaw, and what 5 % of loss make of it.
    @Test
    void anOpinionIsGuessed() {
        assertThat(measure(0, 0).opinion()).isCloseTo(4.4, within(0.05));
        assertThat(measure(0.05, 0).opinion()).isBetween(3.5, 4.1);
        assertThat(measure(0.3, 2000).opinion()).isBetween(1.0, 1.5);
        assertThat(measure(1, 100_000).opinion()).isEqualTo(1);
    }

    @Test
    void noOpinionIsBelowTheWorst() {
        for (int roundTrip = 0; roundTrip < 3000; roundTrip++)
            assertThat(measure(0.3, roundTrip).opinion()).isBetween(1.0, 4.5);
    }
}
