package dev.muster.sip.ice;

/// What shares the port, told from each other by the first byte (RFC 7983).
enum Protocol {
    STUN,
    DTLS,
    /// SRTP and SRTCP.
    MEDIA,
    OTHER;

    static Protocol of(byte[] datagram, int length) {
        if (length == 0) return OTHER;
        int first = datagram[0] & 0xff;
        if (first <= 3) return STUN;
        if (first >= 20 && first <= 63) return DTLS;
        if (first >= 128 && first <= 191) return MEDIA;
        return OTHER;
    }
}
