package dev.muster.nostr.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;

/// One WebSocket frame (RFC 6455, section 5): from a server plain, from us masked.
record Frame(boolean isLast, int opcode, byte[] payload) {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    static final int NO_CODE = 1005;

    private static final int MOST_CONTROL = 125;

    static Frame text(byte[] utf8) {
        return new Frame(true, TEXT, utf8);
    }

    static Frame close(int code) {
        return new Frame(
                true, CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
    }

    /// Reads what a server sends next.
    ///
    /// @param most how many bytes of payload there may be
    /// @throws ProtocolException if it is no frame, or too large
    static Frame read(DataInputStream in, int most) throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        boolean isLast = (first & 0x80) != 0;
        int opcode = first & 0xf;
        if ((first & 0x70) != 0) throw new ProtocolException("a frame with bits that nobody agreed on");
        if ((second & 0x80) != 0) throw new ProtocolException("a server's frame is masked");
        long length = length(in, second);
        boolean isControl = opcode >= CLOSE;
        if (isControl && (!isLast || length > MOST_CONTROL)) {
            throw new ProtocolException("a control frame in fragments, or of more than 125 bytes");
        }
        if (!isControl && length > most) throw new ProtocolException("a larger message than we take");
        // Takes memory as bytes come, not as they are announced.
        byte[] payload = in.readNBytes((int) length);
        if (payload.length < length) throw new EOFException();
        return new Frame(isLast, opcode, payload);
    }

    private static long length(DataInputStream in, int second) throws IOException {
        long length = switch (second) {
            case 126 -> in.readUnsignedShort();
            case 127 -> in.readLong();
            default -> second;
        };
        boolean isShortest = second < 126 || length > (second == 126 ? 125 : 0xffff);
        if (!isShortest) throw new ProtocolException("a frame's length is not in its shortest form");
        return length;
    }

    /// What a client sends.
    ///
    /// @param mask four random bytes
    byte[] masked(byte[] mask) {
        var frame = ByteBuffer.allocate(14 + payload.length);
        frame.put((byte) (0x80 | opcode));
        if (payload.length <= 125) frame.put((byte) (0x80 | payload.length));
        else if (payload.length <= 0xffff) frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        else frame.put((byte) (0x80 | 127)).putLong(payload.length);
        frame.put(mask);
        for (int i = 0; i < payload.length; i++) frame.put((byte) (payload[i] ^ mask[i & 3]));
        byte[] bytes = new byte[frame.flip().remaining()];
        frame.get(bytes);
        return bytes;
    }

    /// The code of a `CLOSE`; [#NO_CODE] if it has none.
    int closeCode() {
        return payload.length < 2 ? NO_CODE : ByteBuffer.wrap(payload).getShort() & 0xffff;
    }

    /// Why, as a `CLOSE` says it.
    String closeReason() {
        String reason = payload.length > 2 ? new String(payload, 2, payload.length - 2, UTF_8) : "";
        return reason.isEmpty() ? "closed with code " + closeCode() : reason;
    }
}
