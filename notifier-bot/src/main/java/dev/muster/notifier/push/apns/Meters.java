package dev.muster.notifier.push.apns;

import com.eatthepath.pushy.apns.ApnsClient;
import com.eatthepath.pushy.apns.ApnsClientMetricsListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/// What is counted about connections to Apple, and about what Apple is shown on them.
final class Meters {
    private static final String PREFIX = "muster.notifier.push.apns.";

    private final MeterRegistry registry;
    private final Counter opened;
    private final Counter failed;
    private final Counter minted;
    private final Counter tooMany;

    Meters(MeterRegistry registry) {
        this.registry = registry;
        opened = counter("connections", "Connections to Apple that were opened");
        failed = counter("connections.failed", "Connections to Apple that could not be opened");
        minted = counter("tokens.minted", "Connections for which a provider token was signed");
        tooMany = counter("tokens.refused", "How often Apple found that provider tokens change too often");
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }

    void refusedTokenUpdate() {
        tooMany.increment();
    }

    /// Labelled with the file's name and nothing else.
    void watch(String file, ApnsGateway gateway, ToDoubleFunction<ApnsGateway> days) {
        Gauge.builder(PREFIX + "certificate.days", gateway, days)
                .description("Days until the certificate expires")
                .tag("file", file)
                .register(registry);
    }

    ApnsClientMetricsListener listener(Proof proof) {
        return new ApnsClientMetricsListener() {
            @Override
            public void handleConnectionAdded(ApnsClient client) {
                opened.increment();
                if (proof instanceof Proof.Key) minted.increment();
            }

            @Override
            public void handleConnectionCreationFailed(ApnsClient client) {
                failed.increment();
            }

            @Override
            public void handleConnectionRemoved(ApnsClient client) {}

            @Override
            public void handleNotificationSent(ApnsClient client, long notification) {}

            @Override
            public void handleNotificationAccepted(ApnsClient client, long notification) {}

            @Override
            public void handleNotificationRejected(ApnsClient client, long notification) {}

            @Override
            public void handleWriteFailure(ApnsClient client, long notification) {}
        };
    }
}
