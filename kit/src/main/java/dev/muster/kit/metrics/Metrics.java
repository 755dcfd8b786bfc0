package dev.muster.kit.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// The counters of one process: those of the JVM and the process itself, and whatever a daemon adds.
public final class Metrics implements AutoCloseable {
    /// What `/metrics` is sent as.
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) bindTo(system);
        if (!Double.isNaN(residentBytes())) {
            Gauge.builder("process.resident.memory", Metrics::residentBytes)
                    .baseUnit("bytes")
                    .description("What the process occupies of the machine's memory")
                    .register(registry);
        }
    }

    /// Under the names that every Prometheus client gives them, so that ready-made dashboards find them.
    private void bindTo(UnixOperatingSystemMXBean system) {
        FunctionCounter.builder("process.cpu", system, it -> it.getProcessCpuTime() / 1e9)
                .baseUnit("seconds")
                .description("Processor time spent, in user and system mode")
                .register(registry);
        Gauge.builder("process.open.fds", system, UnixOperatingSystemMXBean::getOpenFileDescriptorCount)
                .description("Open files and connections")
                .register(registry);
        Gauge.builder("process.max.fds", system, UnixOperatingSystemMXBean::getMaxFileDescriptorCount)
                .description("How many files and connections may be open")
                .register(registry);
    }

    /// NaN where the kernel doesn't tell, which is anywhere but on Linux.
    private static double residentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /// Where to count.
    public MeterRegistry registry() {
        return registry;
    }

    /// Everything as text, for Prometheus.
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
