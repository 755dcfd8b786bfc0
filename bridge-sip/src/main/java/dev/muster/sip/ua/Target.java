package dev.muster.sip.ua;

import java.net.InetAddress;
import javax.sip.address.Hop;

/// Where a request goes: what its name was, and what that means just now.
///
/// @param name what its certificate has to say
record Target(InetAddress address, String name, int port, Transport transport) implements Hop {
    @Override
    public String getHost() {
        return address.getHostAddress();
    }

    @Override
    public int getPort() {
        return port;
    }

    @Override
    public String getTransport() {
        return transport.word();
    }
}
