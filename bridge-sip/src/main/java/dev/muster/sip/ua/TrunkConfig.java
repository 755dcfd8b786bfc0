package dev.muster.sip.ua;

import java.util.List;
import java.util.Optional;

/// Whom we get to telephones by.
///
/// @param name what we call it
/// @param servers where it is, tried one after the other
/// @param domain the host in the addresses of whom we call and of ourselves
/// @param credentials for trunks that ask for them
/// @param isRegistered whether we have to tell it where we are
/// @param username ours, in what we register
/// @param route the outbound proxy that all goes through, which replaces the servers as what is connected to
/// @param prefixes of the numbers that go this way; the longest that fits wins, and an empty one fits all
/// @param sources addresses that calls come from beside those of the servers, each as `192.0.2.1` or `192.0.2.0/24`
/// @param assertsIdentity whether it wants to be told who calls by P-Asserted-Identity as well
/// @param isChecked whether it is asked now and then if it is there
public record TrunkConfig(
        String name,
        List<Server> servers,
        Transport transport,
        String domain,
        Optional<Credentials> credentials,
        boolean isRegistered,
        String username,
        Optional<Server> route,
        List<String> prefixes,
        List<String> sources,
        boolean assertsIdentity,
        boolean isChecked) {
    public TrunkConfig {
        servers = List.copyOf(servers);
        prefixes = List.copyOf(prefixes);
        sources = List.copyOf(sources);
        if (servers.isEmpty()) throw new IllegalArgumentException("servers: at least one");
    }

    /// One that takes everything and asks for nothing.
    public static TrunkConfig to(String name, Server server, Transport transport) {
        return new TrunkConfig(
                name,
                List.of(server),
                transport,
                server.port() == transport.port() ? server.host() : server.host() + ":" + server.port(),
                Optional.empty(),
                false,
                "",
                Optional.empty(),
                List.of(""),
                List.of(),
                false,
                true);
    }
}
