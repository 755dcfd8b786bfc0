package dev.muster.bench.wire;

import java.nio.ByteBuffer;

/// WebSocket frames as a client sends them (RFC 6455, section 5), masked with four zeros: that leaves the payload as
/// it is, so a frame can be made once and sent often.
public final class Frames {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int MASKED = 0x80;
    private static final byte[] ZEROS = new byte[4];

    private Frames() {}

    public static byte[] text(byte[] payload) {
        return of(TEXT, payload);
    }

    static byte[] of(int opcode, byte[] payload) {
        var frame = ByteBuffer.allocate(headerLength(payload.length) + payload.length);
        frame.put((byte) (0x80 | opcode));
        if (payload.length <= 125) frame.put((byte) (MASKED | payload.length));
        else if (payload.length <= 0xffff) frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
        else frame.put((byte) (MASKED | 127)).putLong(payload.length);
        return frame.put(ZEROS).put(payload).array();
    }

    /// How many bytes of a frame with so much payload come before it.
    public static int headerLength(int payload) {
        if (payload <= 125) return 6;
        return payload <= 0xffff ? 8 : 14;
    }
}
