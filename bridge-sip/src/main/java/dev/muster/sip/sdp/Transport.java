package dev.muster.sip.sdp;

import java.util.Locale;
import java.util.Optional;

/// How packets are protected.
public enum Transport {
    /// Not at all.
    PLAIN,
    /// By keys that are in the description.
    SDES,
    /// By keys that DTLS brings.
    DTLS;

    static Optional<Transport> of(String protocol) {
        return switch (protocol.toUpperCase(Locale.ROOT)) {
            case "RTP/AVP", "RTP/AVPF" -> Optional.of(PLAIN);
            case "RTP/SAVP", "RTP/SAVPF" -> Optional.of(SDES);
            case "UDP/TLS/RTP/SAVP", "UDP/TLS/RTP/SAVPF" -> Optional.of(DTLS);
            default -> Optional.empty();
        };
    }
}
