package dev.muster.relay.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/// Reads a client's WebSocket frames (RFC 6455, section 5) out of bytes that come in pieces of any size, and puts
/// messages together.
///
/// Takes memory as bytes come, not as they are announced, and holds none between messages.
final class FrameReader {
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private static final int MOST_CONTROL = 125;
    private static final int FIRST_PIECE = 4096;
    private static final byte[] EMPTY = {};
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final boolean deflates;
    private final byte[] head = new byte[14];
    private int headSize;

    // The frame whose payload is being read.
    private boolean isLast;
    private int opcode;
    private int mask;
    private int remaining;
    private byte[] control = EMPTY;
    private int controlSize;

    // The message that it belongs to.
    private boolean isWithinMessage;
    private boolean isDeflated;
    private byte[] message = EMPTY;
    private int size;

    /// Hears what a client sends.
    interface Listener {
        /// One whole message.
        ///
        /// @param payload whose first `size` bytes it is; the listener's to keep
        void message(byte[] payload, int size, boolean isDeflated);

        void ping(byte[] payload);

        /// The client wants to end the connection.
        ///
        /// @param code what to answer: the two bytes of its code, or nothing if it has none
        void close(byte[] code);
    }

    /// Reads a connection from its first frame on.
    ///
    /// @param deflates whether permessage-deflate was agreed on (RFC 7692)
    FrameReader(boolean deflates) {
        this.deflates = deflates;
    }

    /// Whether a message has begun and not ended.
    boolean isWithinMessage() {
        return headSize > 0 || isWithinMessage;
    }

    /// How many bytes are held of a message that isn't finished.
    int held() {
        return message.length;
    }

    /// Reads all that is there.
    ///
    /// @param most how many bytes a message may have, as it is sent
    /// @throws Violation if that is not how WebSocket goes, or too much
    void read(ByteBuf in, int most, Listener listener) {
        while (readHead(in, most) && readPayload(in)) {
            headSize = 0;
            finish(listener);
        }
    }

    private boolean readHead(ByteBuf in, int most) {
        int missing = headLength() - headSize;
        if (missing == 0) return true;
        while (missing > 0) {
            int count = Math.min(missing, in.readableBytes());
            if (count == 0) return false;
            in.readBytes(head, headSize, count);
            headSize += count;
            missing = headLength() - headSize;
        }
        begin(most);
        return true;
    }

    /// How long the head is, as far as can be told from what is there of it.
    private int headLength() {
        if (headSize < 2) return 2;
        int length = head[1] & 0x7f;
        return 6 + (length < 126 ? 0 : length == 126 ? 2 : 8);
    }

    private void begin(int most) {
        isLast = (head[0] & 0x80) != 0;
        opcode = head[0] & 0xf;
        if ((head[1] & 0x80) == 0) throw Violation.protocol("a client's frame must be masked");
        long length = payloadLength();
        for (int i = headSize - 4; i < headSize; i++) mask = (mask << 8) | (head[i] & 0xff);
        switch (opcode) {
            case TEXT, BINARY, CONTINUATION -> beginPart(length, most);
            case CLOSE, PING, PONG -> beginControl(length);
            default -> throw Violation.protocol("a frame of no known kind");
        }
        remaining = (int) length;
    }

    private long payloadLength() {
        long length = head[1] & 0x7f;
        if (length < 126) return length;
        int bytes = length == 126 ? 2 : 8;
        length = 0;
        for (int i = 2; i < 2 + bytes; i++) length = (length << 8) | (head[i] & 0xff);
        if (length >= 0 && length < (bytes == 2 ? 126 : 0x10000)) {
            throw Violation.protocol("a frame's length must be in its shortest form");
        }
        return length;
    }

    private void beginPart(long length, int most) {
        int reserved = head[0] & 0x70;
        boolean continues = opcode == CONTINUATION;
        if (continues != isWithinMessage) throw Violation.protocol("fragments of messages are mixed up");
        if (opcode == BINARY) throw new Violation(1003, "Nostr speaks text");
        if (reserved != 0 && (reserved != 0x40 || !deflates || continues)) throw reservedBits();
        if (!continues) isDeflated = reserved != 0;
        // What can't be compressed grows a little by it.
        int allowed = isDeflated ? most + (most >> 10) + 16 : most;
        if (length < 0 || length > allowed - size) throw tooLong();
        isWithinMessage = true;
    }

    private void beginControl(long length) {
        if ((head[0] & 0x70) != 0) throw reservedBits();
        if (!isLast) throw Violation.protocol("a control frame can't be a fragment");
        if (length < 0 || length > MOST_CONTROL) throw Violation.protocol("a control frame has at most 125 bytes");
        control = length == 0 ? EMPTY : new byte[(int) length];
        controlSize = 0;
    }

    private static Violation reservedBits() {
        return Violation.protocol("a frame with bits that nobody agreed on");
    }

    static Violation tooLong() {
        return new Violation(1009, "the message is longer than this relay takes");
    }

    private boolean readPayload(ByteBuf in) {
        int count = Math.min(remaining, in.readableBytes());
        if (opcode >= CLOSE) {
            in.readBytes(control, controlSize, count);
            unmask(control, controlSize, count);
            controlSize += count;
        } else {
            makeRoom(count);
            in.readBytes(message, size, count);
            unmask(message, size, count);
            size += count;
        }
        remaining -= count;
        return remaining == 0;
    }

    /// A message in one frame gets an array of just its length, so that it need not be copied.
    private void makeRoom(int count) {
        int needed = size + count;
        if (needed <= message.length) return;
        int announced = size + remaining;
        int room = Math.max(needed, Math.max(2 * message.length, FIRST_PIECE));
        message = Arrays.copyOf(message, Math.min(announced, room));
    }

    /// Unmasks what has come, and turns the mask to where the rest goes on.
    private void unmask(byte[] bytes, int from, int count) {
        int i = from;
        int end = from + count;
        long twice = ((long) mask << 32) | (mask & 0xffff_ffffL);
        for (; i <= end - 8; i += 8) LONG.set(bytes, i, (long) LONG.get(bytes, i) ^ twice);
        for (int shift = 24; i < end; i++, shift = (shift - 8) & 31) bytes[i] ^= (byte) (mask >>> shift);
        mask = Integer.rotateLeft(mask, 8 * (count & 3));
    }

    private void finish(Listener listener) {
        switch (opcode) {
            case CLOSE -> listener.close(closeCode());
            case PING -> listener.ping(takeControl());
            case PONG -> takeControl();
            default -> {
                if (isLast) finishMessage(listener);
            }
        }
    }

    private byte[] takeControl() {
        byte[] taken = control;
        control = EMPTY;
        return taken;
    }

    private byte[] closeCode() {
        byte[] payload = takeControl();
        if (payload.length == 0) return EMPTY;
        if (payload.length == 1) throw Violation.protocol("half a close code");
        int code = ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
        boolean isDefined = code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
        boolean isPrivate = code >= 3000 && code < 5000;
        if (!isDefined && !isPrivate) throw Violation.protocol("a close code that must not be sent");
        if (!isUtf8(payload)) throw new Violation(1007, "a reason that is not UTF-8");
        return Arrays.copyOf(payload, 2);
    }

    private static boolean isUtf8(byte[] closing) {
        try {
            var _ = UTF_8.newDecoder().decode(ByteBuffer.wrap(closing, 2, closing.length - 2));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private void finishMessage(Listener listener) {
        byte[] whole = message;
        int length = size;
        message = EMPTY;
        size = 0;
        isWithinMessage = false;
        listener.message(whole, length, isDeflated);
    }
}
