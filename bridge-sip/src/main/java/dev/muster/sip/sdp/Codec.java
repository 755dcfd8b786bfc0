package dev.muster.sip.sdp;

import java.util.Locale;

/// What both telephones and browsers know (RFC 7874): G.711. What isn't transcoded needs no computer.
public enum Codec {
    PCMU(0),
    PCMA(8);

    private final int payloadType;

    Codec(int payloadType) {
        this.payloadType = payloadType;
    }

    /// Fixed by RFC 3551: it is this one also where nobody says so.
    public int payloadType() {
        return payloadType;
    }

    String rtpmap() {
        return payloadType + " " + name() + "/8000";
    }

    boolean isMeantBy(String rtpmap) {
        return rtpmap.toUpperCase(Locale.ROOT).startsWith(name() + "/8000");
    }
}
