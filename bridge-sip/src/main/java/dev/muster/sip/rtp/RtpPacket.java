package dev.muster.sip.rtp;

/// A packet where it lies: one object, set on each packet that comes.
public final class RtpPacket {
    /// Of a packet with nothing but what each has.
    public static final int HEADER = 12;

    private static final int VERSION = 2;
    private static final int CSRC_COUNT = 0x0f;
    private static final int EXTENSION = 0x10;
    private static final int PADDING = 0x20;
    static final int MARKER = 0x80;

    private byte[] bytes = new byte[0];
    private int from;
    private int payloadAt;
    private int payloadLength;

    /// Whether these bytes, which came where both are expected, are RTCP instead (RFC 5761).
    public static boolean isRtcp(byte[] bytes, int from, int length) {
        return length >= 2 && BigEndian.u8(bytes, from + 1) >= 192 && BigEndian.u8(bytes, from + 1) <= 223;
    }

    /// How long everything before the payload is; -1 if that is no RTP, or longer than the packet. What isn't
    /// decrypted yet can be asked too.
    public static int headerLength(byte[] bytes, int from, int length) {
        if (length < HEADER || BigEndian.u8(bytes, from) >> 6 != VERSION) return -1;
        int header = HEADER + 4 * (bytes[from] & CSRC_COUNT);
        if ((bytes[from] & EXTENSION) != 0) {
            if (header + 4 > length) return -1;
            header += 4 + 4 * BigEndian.u16(bytes, from + header + 2);
        }
        return header <= length ? header : -1;
    }

    /// Looks at these bytes from now on, until they are overwritten.
    ///
    /// @return whether they are a packet; if not, nothing may be asked of this
    public boolean read(byte[] bytes, int from, int length) {
        int header = headerLength(bytes, from, length);
        if (header < 0) return false;
        boolean isPadded = (bytes[from] & PADDING) != 0;
        int padding = isPadded ? BigEndian.u8(bytes, from + length - 1) : 0;
        if (isPadded && (padding == 0 || padding > length - header)) return false;
        this.bytes = bytes;
        this.from = from;
        payloadAt = from + header;
        payloadLength = length - header - padding;
        return true;
    }

    /// Writes what is before a payload, [#HEADER] bytes of it.
    ///
    /// @param type the second of them: payload type and marker
    static void writeHeader(byte[] target, int at, int type, int sequence, int timestamp, int ssrc) {
        target[at] = (byte) (VERSION << 6);
        target[at + 1] = (byte) type;
        BigEndian.put16(target, at + 2, sequence);
        BigEndian.put32(target, at + 4, timestamp);
        BigEndian.put32(target, at + 8, ssrc);
    }

    public int payloadType() {
        return bytes[from + 1] & 0x7f;
    }

    /// The first of what follows a silence, or of a key that is pressed.
    public boolean isMarked() {
        return (bytes[from + 1] & MARKER) != 0;
    }

    public int sequence() {
        return BigEndian.u16(bytes, from + 2);
    }

    public int timestamp() {
        return BigEndian.i32(bytes, from + 4);
    }

    public int ssrc() {
        return BigEndian.i32(bytes, from + 8);
    }

    public byte[] bytes() {
        return bytes;
    }

    /// Where in [#bytes] the payload begins: behind the CSRCs and the extensions, which concern only those
    /// two.
    public int payloadAt() {
        return payloadAt;
    }

    /// Without padding.
    public int payloadLength() {
        return payloadLength;
    }
}
