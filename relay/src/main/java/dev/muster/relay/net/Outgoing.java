package dev.muster.relay.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is on its way to one client: frames, copied one behind the other so that a turn of the event loop needs one
/// write. Holds no memory while nothing is sent.
///
/// Each method that adds a frame answers how many bytes of payload it has.
@SuppressWarnings("FutureReturnValueIgnored") // A channel's handlers hear of what fails.
final class Outgoing {
    static final int PING = 9;
    static final int PONG = 10;

    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int WHOLE = 0x80;
    private static final int COMPRESSED = 0x40;

    private static final int FIRST_CHUNK = 1024;
    private static final int LARGEST_CHUNK = 64 << 10;
    private static final int MOST_HEAD = 10;
    private static final int MOST_REASON = 123;

    private final Channel channel;
    private final Optional<Compression> compression;
    private @Nullable ByteBuf chunk;

    /// What goes to a client that has just shaken hands.
    ///
    /// @param compression if it was agreed on
    Outgoing(Channel channel, Optional<Compression> compression) {
        this.channel = channel;
        this.compression = compression;
    }

    int text(byte[] message) {
        Optional<byte[]> deflated = compression.flatMap(compression -> compression.deflate(message));
        byte[] payload = deflated.orElse(message);
        begin(deflated.isPresent() ? TEXT | COMPRESSED : TEXT, payload.length).writeBytes(payload);
        return payload.length;
    }

    int text(byte[] head, byte[] event) {
        Optional<Compression.Parts> deflated = compression.flatMap(compression -> compression.deflate(head, event));
        if (deflated.isPresent()) {
            int length = deflated.get().length();
            deflated.get().writeTo(begin(TEXT | COMPRESSED, length));
            return length;
        }
        int length = head.length + event.length + 1;
        begin(TEXT, length).writeBytes(head).writeBytes(event).writeByte(']');
        return length;
    }

    /// @param payload of 125 bytes at most
    int control(int opcode, byte[] payload) {
        begin(opcode, payload.length).writeBytes(payload);
        return payload.length;
    }

    int close(int code, String reason) {
        byte[] why = reason.getBytes(US_ASCII);
        int length = Math.min(why.length, MOST_REASON);
        begin(CLOSE, 2 + length).writeShort(code).writeBytes(why, 0, length);
        return 2 + length;
    }

    /// @param code two bytes, or nothing
    int close(byte[] code) {
        return control(CLOSE, code);
    }

    private ByteBuf begin(int kind, int length) {
        ByteBuf out = room(MOST_HEAD + length);
        out.writeByte(WHOLE | kind);
        if (length < 126) out.writeByte(length);
        else if (length < 0x10000) out.writeByte(126).writeShort(length);
        else out.writeByte(127).writeLong(length);
        return out;
    }

    private ByteBuf room(int bytes) {
        ByteBuf current = chunk;
        if (current != null && current.writableBytes() >= bytes) return current;
        int size = current == null ? FIRST_CHUNK : Math.min(4 * current.capacity(), LARGEST_CHUNK);
        write();
        ByteBuf next = channel.alloc().directBuffer(Math.max(size, bytes));
        chunk = next;
        return next;
    }

    private void write() {
        if (chunk == null) return;
        channel.write(chunk, channel.voidPromise());
        chunk = null;
    }

    /// Gives everything to the network.
    void flush() {
        write();
        channel.flush();
    }

    /// Takes out what has not been given to the network.
    ByteBuf rest() {
        ByteBuf rest = chunk == null ? Unpooled.EMPTY_BUFFER : chunk;
        chunk = null;
        return rest;
    }

    /// Whether all was given to the network, and that has taken most of it.
    boolean isFlowing() {
        return chunk == null && channel.isWritable();
    }

    /// How many bytes wait.
    long pending() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long written = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        return chunk == null ? written : written + chunk.readableBytes();
    }
}
