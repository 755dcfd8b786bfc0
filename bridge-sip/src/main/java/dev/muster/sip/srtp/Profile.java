package dev.muster.sip.srtp;

import java.util.Optional;
import java.util.stream.Stream;

/// How packets are protected. The names are those of RFC 4568 and RFC 7714, the best first.
public enum Profile {
    AEAD_AES_128_GCM(7, 12, 16),
    AES_CM_128_HMAC_SHA1_80(1, 14, 10),
    /// Never offered: it is only as hard to forge a packet as to guess 32 bits.
    AES_CM_128_HMAC_SHA1_32(2, 14, 4);

    static final int KEY = 16;

    private final int dtlsId;
    private final int salt;
    private final int tag;

    Profile(int dtlsId, int salt, int tag) {
        this.dtlsId = dtlsId;
        this.salt = salt;
        this.tag = tag;
    }

    /// Its number in `use_srtp` (RFC 5764, RFC 7714).
    public int dtlsId() {
        return dtlsId;
    }

    public static Optional<Profile> ofDtls(int id) {
        return Stream.of(values()).filter(profile -> profile.dtlsId == id).findFirst();
    }

    /// By what SDP calls it, exactly.
    public static Optional<Profile> ofSdes(String suite) {
        return Stream.of(values())
                .filter(profile -> profile.name().equals(suite))
                .findFirst();
    }

    int saltLength() {
        return salt;
    }

    int tagLength() {
        return tag;
    }

    /// How much keying material DTLS has to export for both directions.
    public int exportLength() {
        return 2 * (KEY + salt);
    }
}
