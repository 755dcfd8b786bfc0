package dev.muster.sip.dtls;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.tls.SRTPProtectionProfile;

/// How media may be protected, the better one first (RFC 5764, section 4.1.2; RFC 7714, section 14.2).
public enum SrtpProfile {
    AEAD_AES_128_GCM(SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM, 16, 12),
    AES128_CM_HMAC_SHA1_80(SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80, 16, 14);

    private final int code;
    private final int keyLength;
    private final int saltLength;

    SrtpProfile(int code, int keyLength, int saltLength) {
        this.code = code;
        this.keyLength = keyLength;
        this.saltLength = saltLength;
    }

    /// Of the keys and salts for both directions.
    int exportLength() {
        return 2 * (keyLength + saltLength);
    }

    /// The best of what somebody offers.
    static Optional<SrtpProfile> bestOf(int[] codes) {
        return Arrays.stream(values())
                .filter(profile -> Arrays.stream(codes).anyMatch(code -> code == profile.code))
                .findFirst();
    }

    static int[] codes() {
        return Arrays.stream(values()).mapToInt(SrtpProfile::code).toArray();
    }

    /// By which the extension names it.
    public int code() {
        return code;
    }
}
