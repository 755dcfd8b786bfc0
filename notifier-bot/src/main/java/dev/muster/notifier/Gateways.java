package dev.muster.notifier;

import dev.muster.notifier.device.Device;
import dev.muster.notifier.push.Gateway;
import dev.muster.notifier.push.apns.ApnsGateway;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The ways to people's devices, as the configuration has them.
final class Gateways implements AutoCloseable {
    private final ApnsGateway apns;

    Gateways(PushConfig config, InstantSource clock, MeterRegistry registry) {
        apns = new ApnsGateway(config.apns(), clock, registry);
    }

    void start() {
        apns.start();
    }

    List<Gateway> all() {
        return List.of(apns);
    }

    /// Why nothing could ever be brought to this device, if that can be seen already.
    Optional<String> flaw(Device device) {
        return all().stream()
                .filter(gateway -> gateway.platforms().contains(device.platform()))
                .findFirst()
                .flatMap(gateway -> gateway.flaw(device));
    }

    @Override
    public void close() {
        all().forEach(Gateway::close);
    }
}
