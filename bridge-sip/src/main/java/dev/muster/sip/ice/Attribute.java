package dev.muster.sip.ice;

import java.util.Arrays;

/// What a STUN message may carry, as far as checks need it (RFC 8489, section 18.3; RFC 8445, section 16.1).
enum Attribute {
    USERNAME(0x0006),
    MESSAGE_INTEGRITY(0x0008),
    ERROR_CODE(0x0009),
    UNKNOWN_ATTRIBUTES(0x000A),
    XOR_MAPPED_ADDRESS(0x0020),
    PRIORITY(0x0024),
    USE_CANDIDATE(0x0025),
    FINGERPRINT(0x8028),
    ICE_CONTROLLED(0x8029),
    ICE_CONTROLLING(0x802A),
    /// Known, so that nobody is refused for them: what long-term credentials need, and a second integrity.
    REALM(0x0014),
    NONCE(0x0015),
    MESSAGE_INTEGRITY_SHA256(0x001C);

    private static final int FIRST_OPTIONAL = 0x8000;

    private final int code;

    Attribute(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /// Whether a message that has it must not be taken by who doesn't know it.
    static boolean isRequiredAndUnknown(int code) {
        return code < FIRST_OPTIONAL && Arrays.stream(values()).noneMatch(known -> known.code == code);
    }
}
