package dev.muster.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LatenciesTest {
    @Test
    void aPercentileIsTheSmallestValueThatSoManyDoNotExceed() {
        var latencies = new Latencies();
        IntStream.rangeClosed(1, 2_000).map(i -> 2_001 - i).forEach(i -> latencies.add(i * 1_000_000L));
        assertThat(latencies.count()).isEqualTo(2_000);
        assertThat(latencies.percentile(50)).isEqualTo(1_000);
        assertThat(latencies.percentile(99)).isEqualTo(1_980);
        assertThat(latencies.percentile(100)).isEqualTo(2_000);
        assertThat(latencies.percentile(0)).isEqualTo(1);
    }

    @Test
    void oneValueIsEveryPercentile() {
        var latencies = new Latencies();
        latencies.add(1_500_000);
        assertThat(latencies.percentile(1)).isEqualTo(latencies.percentile(99)).isEqualTo(1.5);
    }

    @Test
    void nothingHasNoPercentile() {
        assertThatThrownBy(() -> new Latencies().percentile(50)).isInstanceOf(IllegalStateException.class);
    }
}
