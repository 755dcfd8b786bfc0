package dev.muster.relay;

import dev.muster.relay.net.Description;
import dev.muster.relay.net.Listening;
import dev.muster.relay.policy.Access;
import dev.muster.relay.policy.Limits;
import dev.muster.relay.store.Keeping;
import java.nio.file.Path;

/// What `muster.toml` says in its section `[relay]`.
public record RelayConfig(
        Path data, Listening net, Description description, Access access, Limits limits, Keeping keeping) {
    public static final RelayConfig DEFAULT = new RelayConfig(
            Path.of("data/relay"),
            Listening.DEFAULT,
            Description.DEFAULT,
            Access.DEFAULT,
            Limits.DEFAULT,
            Keeping.DEFAULT);
}
