package dev.muster.notifier.push.apns;

import dev.muster.notifier.device.Environment;
import dev.muster.notifier.push.apns.Keyring.Identity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;

/// A credential in use, with its lines to both of Apple's worlds.
final class Account {
    /// Certificates before keys, and of several that which lives longest: a renewed one lies beside the old for a
    /// while.
    static final Comparator<Account> BEST_FIRST = Comparator.comparing(
                    (Account account) -> account.identity.credential().until().orElse(Instant.MIN))
            .reversed();

    private final Identity identity;
    private final Map<Environment, Line> lines = new EnumMap<>(Environment.class);

    Account(Identity identity, ApnsConfig config, InstantSource clock, Meters meters) {
        this.identity = identity;
        identity.proof().ifPresent(proof -> {
            for (Environment each : identity.credential().environments()) {
                lines.put(
                        each,
                        new Line(identity.credential().file(), proof, server(config, each), config, clock, meters));
            }
        });
    }

    static Server server(ApnsConfig config, Environment environment) {
        return Server.of(
                switch (environment) {
                    case PRODUCTION -> config.productionServer();
                    case SANDBOX -> config.sandboxServer();
                });
    }

    Identity identity() {
        return identity;
    }

    Credential credential() {
        return identity.credential();
    }

    boolean serves(String topic, Environment environment) {
        return lines.containsKey(environment) && credential().serves(topic, environment);
    }

    /// To be asked for only where it [#serves].
    Line line(Environment environment) {
        Line line = lines.get(environment);
        if (line == null) throw new IllegalArgumentException("no line to " + environment.word());
        return line;
    }

    void retire() {
        lines.values().forEach(Line::retire);
    }
}
