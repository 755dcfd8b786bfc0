package dev.muster.notifier;

import dev.muster.kit.desk.Surroundings;
import dev.muster.kit.outside.Bounds;
import dev.muster.kit.outside.Poster;
import dev.muster.kit.outside.Resolver;
import dev.muster.notifier.device.Device;
import dev.muster.notifier.push.Gateway;
import dev.muster.notifier.push.apns.ApnsGateway;
import dev.muster.notifier.push.apns.Credential;
import dev.muster.notifier.push.fcm.FcmGateway;
import dev.muster.notifier.push.web.WebPushGateway;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The ways to people's devices, as the configuration has them.
public final class Gateways implements AutoCloseable {
    private final ApnsGateway apns;
    private final WebPushGateway web;
    private final Poster poster;
    private final List<Gateway> all = new ArrayList<>();

    /// @throws IOException if a file can't be read that the configuration names
    Gateways(NotifierConfig config, Surroundings around) throws IOException {
        InstantSource clock = around.clock();
        PushConfig push = config.push();
        var bounds =
                new Bounds(push.web().localEndpoints(), List.of(), config.bot().proxy(), Optional.empty());
        poster = new Poster(bounds, Resolver.SYSTEM, clock);
        apns = new ApnsGateway(push.apns(), clock, around.metrics().registry());
        web = new WebPushGateway(push.web().at(config.bot().publicUrl()), poster, clock, around.random());
        all.add(apns);
        all.add(web);
        // Google's library is large, and most of it is only read where it is needed.
        if (push.fcm().serviceAccount().isPresent()) all.add(new FcmGateway(push.fcm(), clock));
    }

    void start() {
        apns.start();
    }

    List<Gateway> all() {
        return List.copyOf(all);
    }

    /// The key that browsers subscribe with.
    String serverKey() {
        return web.publicKey();
    }

    /// What Apple is shown.
    List<Credential> credentials() {
        return apns.credentials();
    }

    /// Why nothing could ever be brought to this device, if that can be seen already.
    Optional<String> flaw(Device device) {
        return all.stream()
                .filter(gateway -> gateway.platforms().contains(device.platform()))
                .findFirst()
                .flatMap(gateway -> gateway.flaw(device));
    }

    @Override
    public void close() {
        all.forEach(Gateway::close);
        poster.close();
    }
}
