package dev.muster.notifier.push.apns;

import java.net.URI;

/// A host and its port.
record Server(String host, int port) {
    static boolean isOne(String text) {
        try {
            URI address = URI.create("https://" + text);
            return text.equals(address.getAuthority()) && address.getHost() != null && address.getPort() > 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    static Server of(String text) {
        URI address = URI.create("https://" + text);
        return new Server(address.getHost(), address.getPort());
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
