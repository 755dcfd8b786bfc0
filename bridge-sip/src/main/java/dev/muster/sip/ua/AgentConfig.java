package dev.muster.sip.ua;

import java.util.List;
import java.util.Optional;

/// What a SIP agent is made of.
///
/// @param listen at most one for each transport
/// @param advertised the host that others reach us at, if it isn't the one that we listen at
/// @param tls for the listen point with TLS, and for trunks with TLS
/// @param product what we are called in `User-Agent`
/// @param mostCalls how many calls there may be; more are refused with 503
public record AgentConfig(
        List<ListenPoint> listen,
        Optional<String> advertised,
        TlsConfig tls,
        Timing timing,
        String product,
        int mostCalls) {
    public AgentConfig {
        listen = List.copyOf(listen);
        if (listen.isEmpty()) throw new IllegalArgumentException("listen: at least one");
        if (listen.stream().map(ListenPoint::transport).distinct().count() < listen.size())
            throw new IllegalArgumentException("listen: one for each transport");
        if (mostCalls < 1) throw new IllegalArgumentException("mostCalls: at least one");
    }

    /// Over these, and everything else as usual.
    public static AgentConfig at(ListenPoint... listen) {
        return new AgentConfig(List.of(listen), Optional.empty(), TlsConfig.DEFAULT, Timing.DEFAULT, "muster", 1000);
    }
}
