package dev.muster.sip.ice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/// A STUN message as it lies in a datagram (RFC 8489). Nothing is copied, so it is good for as long as the
/// datagram is.
final class StunMessage {
    static final int BINDING_REQUEST = 0x0001;
    static final int BINDING_SUCCESS = 0x0101;
    static final int BINDING_ERROR = 0x0111;

    static final int HEADER = 20;
    static final int COOKIE = 0x2112A442;
    static final int TRANSACTION_AT = 8;
    static final int TRANSACTION_LENGTH = 12;
    static final int ATTRIBUTE_HEADER = 4;
    static final int FINGERPRINT_LENGTH = 4;
    static final int FINGERPRINT_XOR = 0x5354554e;

    private static final int COOKIE_AT = 4;
    private static final int ABSENT = -1;

    private final byte[] bytes;
    private final int end;
    private final int integrityAt;

    private StunMessage(byte[] bytes, int end, int integrityAt) {
        this.bytes = bytes;
        this.end = end;
        this.integrityAt = integrityAt;
    }

    /// Empty if it isn't one.
    static Optional<StunMessage> read(byte[] datagram, int length) {
        if (length < HEADER || (datagram[0] & 0xC0) != 0 || int32(datagram, COOKIE_AT) != COOKIE)
            return Optional.empty();
        if (length % 4 != 0 || int16(datagram, 2) != length - HEADER) return Optional.empty();
        int integrityAt = ABSENT;
        int end = length;
        for (int at = HEADER; at < end; at = next(datagram, at)) {
            if (at + ATTRIBUTE_HEADER > end || next(datagram, at) > end) return Optional.empty();
            int code = int16(datagram, at);
            if (code == Attribute.FINGERPRINT.code()) {
                if (!isLastAndRight(datagram, at, length)) return Optional.empty();
                end = at;
            } else if (code == Attribute.MESSAGE_INTEGRITY.code() && integrityAt == ABSENT) {
                if (int16(datagram, at + 2) != Integrity.LENGTH) return Optional.empty();
                integrityAt = at;
            }
        }
        return Optional.of(new StunMessage(datagram, end, integrityAt));
    }

    private static boolean isLastAndRight(byte[] datagram, int at, int length) {
        if (int16(datagram, at + 2) != FINGERPRINT_LENGTH || next(datagram, at) != length) return false;
        return int32(datagram, at + ATTRIBUTE_HEADER) == fingerprint(datagram, at);
    }

    static int fingerprint(byte[] message, int length) {
        var crc = new CRC32();
        crc.update(message, 0, length);
        return (int) crc.getValue() ^ FINGERPRINT_XOR;
    }

    int type() {
        return int16(bytes, 0);
    }

    byte[] bytes() {
        return bytes;
    }

    boolean has(Attribute attribute) {
        return find(attribute) != ABSENT;
    }

    Optional<byte[]> value(Attribute attribute) {
        int at = find(attribute);
        if (at == ABSENT) return Optional.empty();
        var value = new byte[int16(bytes, at + 2)];
        System.arraycopy(bytes, at + ATTRIBUTE_HEADER, value, 0, value.length);
        return Optional.of(value);
    }

    Optional<String> username() {
        int at = find(Attribute.USERNAME);
        if (at == ABSENT) return Optional.empty();
        return Optional.of(new String(bytes, at + ATTRIBUTE_HEADER, int16(bytes, at + 2), UTF_8));
    }

    /// Whether who has sent it knows the password.
    boolean isFrom(Integrity integrity) {
        return integrityAt != ABSENT && integrity.isRight(bytes, integrityAt);
    }

    /// Which attributes it has that whoever doesn't know them must not pass over.
    List<Integer> unknown() {
        List<Integer> unknown = new ArrayList<>();
        for (int at = HEADER; at < signedEnd(); at = next(bytes, at)) {
            int code = int16(bytes, at);
            if (Attribute.isRequiredAndUnknown(code)) unknown.add(code);
        }
        return unknown;
    }

    /// The first one counts, and none that nobody has signed (RFC 8489, sections 14 and 14.5).
    private int find(Attribute attribute) {
        for (int at = HEADER; at < signedEnd(); at = next(bytes, at))
            if (int16(bytes, at) == attribute.code()) return at;
        return ABSENT;
    }

    private int signedEnd() {
        return integrityAt == ABSENT ? end : integrityAt;
    }

    /// What fills a value up to four bytes isn't counted in its length.
    private static int next(byte[] bytes, int at) {
        return at + ATTRIBUTE_HEADER + ((int16(bytes, at + 2) + 3) & ~3);
    }

    private static int int16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    private static int int32(byte[] bytes, int at) {
        return int16(bytes, at) << 16 | int16(bytes, at + 2);
    }
}
