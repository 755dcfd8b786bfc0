package dev.muster.sip.ua;

/// A machine of a trunk.
///
/// @param host a name, which its certificate has to bear where there is TLS, or an address
public record Server(String host, int port) {
    public Server {
        if (host.isBlank()) throw new IllegalArgumentException("host: there is none");
        if (port < 1 || port > 65_535) throw new IllegalArgumentException("port: 1 to 65535");
    }
}
