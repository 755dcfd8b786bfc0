package dev.muster.kit.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MetricsTest {
    @Test
    void theProcessIsThereUnderTheNamesThatDashboardsKnow() {
        try (var metrics = new Metrics()) {
            assertThat(metrics.scrape())
                    .contains(
                            "jvm_memory_used_bytes{",
                            "jvm_gc_memory_allocated_bytes_total ",
                            "jvm_threads_live_threads ",
                            "process_start_time_seconds ",
                            "process_uptime_seconds ",
                            "process_open_fds ",
                            "process_max_fds ",
                            "process_cpu_seconds_total ",
                            "process_resident_memory_bytes ");
        }
    }

    @Test
    void processorTimeAndMemoryAreThoseOfTheProcess() {
        try (var metrics = new Metrics()) {
            String text = metrics.scrape();
            assertThat(value(text, "process_cpu_seconds_total")).isBetween(0.01, 10_000.0);
            assertThat(value(text, "process_resident_memory_bytes")).isBetween(1e6, 1e11);
        }
    }

    @Test
    void whatADaemonCountsIsThereToo() {
        try (var metrics = new Metrics()) {
            metrics.registry().counter("relay.events", "outcome", "stored").increment(3);
            assertThat(metrics.scrape()).contains("relay_events_total{outcome=\"stored\"} 3.0");
        }
    }

    private static double value(String text, String name) {
        Matcher line = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(text);
        assertThat(line.find()).isTrue();
        return Double.parseDouble(line.group(1));
    }
}
