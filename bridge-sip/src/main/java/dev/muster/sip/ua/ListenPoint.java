package dev.muster.sip.ua;

/// Where we are spoken to.
///
/// @param address a literal one of this machine; it is also the one that we send from
/// @param port from 1
public record ListenPoint(String address, int port, Transport transport) {
    public ListenPoint {
        if (port < 1 || port > 65_535) throw new IllegalArgumentException("port: 1 to 65535");
    }
}
