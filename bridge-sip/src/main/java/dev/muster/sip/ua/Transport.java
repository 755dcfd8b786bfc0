package dev.muster.sip.ua;

import java.util.Locale;

/// What SIP goes over.
public enum Transport {
    UDP(5060),
    TCP(5060),
    TLS(5061);

    private final int port;

    Transport(int port) {
        this.port = port;
    }

    /// The port where none is named.
    public int port() {
        return port;
    }

    /// As in a URI and as JAIN names it.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What Via and Hop say, in whatever letters.
    static Transport of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
