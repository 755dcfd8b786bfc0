package dev.muster.relay;

import dev.muster.relay.net.Description;
import dev.muster.relay.net.Listening;
import dev.muster.relay.policy.Access;
import dev.muster.relay.policy.Limits;
import dev.muster.relay.policy.Pushing;
import dev.muster.relay.store.Keeping;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What `muster.toml` says in its section `[relay]`.
public record RelayConfig(
        Path data,
        Listening net,
        Description description,
        Access access,
        Limits limits,
        Keeping keeping,
        Pushing push) {
    public static final RelayConfig DEFAULT = new RelayConfig(
            Path.of("data/relay"),
            Listening.DEFAULT,
            Description.DEFAULT,
            Access.DEFAULT,
            Limits.DEFAULT,
            Keeping.DEFAULT,
            Pushing.DEFAULT);

    /// The same with these among the servers that may be told of events.
    public RelayConfig telling(List<URI> callbacks) {
        List<URI> all =
                Stream.concat(push.callbacks().stream(), callbacks.stream()).toList();
        var more = new Pushing(push.enabled(), push.perAuthor(), all, push.localCallbacks(), push.proxy());
        return new RelayConfig(data, net, description, access, limits, keeping, more);
    }
}
