package dev.muster.relay.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.muster.relay.net.Traffic.End;
import dev.muster.relay.session.Client;
import dev.muster.relay.session.Conversation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.ReferenceCountUtil;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's WebSocket, after its handshake: brings what the client says to its conversation, and writes what that
/// answers.
@SuppressWarnings("FutureReturnValueIgnored") // A channel's handlers hear of what fails.
final class Connection extends ChannelInboundHandlerAdapter implements Client, FrameReader.Listener {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    /// When so many bytes wait a conversation better stops, and goes on when fewer than so many wait.
    private static final int CONGESTED = 512 << 10;

    private static final int FLOWING = 128 << 10;

    /// Netty tells when a channel crosses this line.
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(FLOWING, FLOWING);

    private static final int FIRST_CHUNK = 1024;
    private static final int LARGEST_CHUNK = 64 << 10;
    private static final int MOST_HEAD = 10;
    private static final int MOST_REASON = 123;

    // The first byte of a frame that is a whole message.
    private static final int TEXT = 0x81;
    private static final int COMPRESSED_TEXT = 0xc1;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;
    private static final int PONG = 0x8a;

    private final Channel channel;
    private final Loop loop;
    private final Supplier<Terms> terms;
    private final String address;
    private final boolean deflates;
    private final FrameReader reader;
    private final Conversation conversation;

    private State state = State.OPEN;
    private End end = End.CLIENT;

    // What waits for the end of this turn of the event loop.
    private @Nullable ByteBuf chunk;
    private boolean isUnflushed;
    private boolean isCongested;

    private long heardAt = System.nanoTime();
    private long understoodAt = heardAt;
    private boolean isPinged;
    private int heard;

    private enum State {
        OPEN,
        /// We have said goodbye, and wait for the client to say it too.
        CLOSING,
        /// Nothing that the client sends matters any more.
        DEAF
    }

    /// Who has shaken hands.
    ///
    /// @param deflates whether to compress (RFC 7692)
    record Guest(String address, boolean deflates) {}

    Connection(Channel channel, Loop loop, House house, Guest guest) {
        this.channel = channel;
        this.loop = loop;
        terms = house.terms();
        address = guest.address();
        deflates = guest.deflates();
        reader = new FrameReader(deflates);
        conversation = house.conversations().apply(this);
        loop.add(this);
        log.debug("connection {} opened", channel.id());
    }

    // What the conversation does

    @Override
    public String address() {
        return address;
    }

    @Override
    public Executor thread() {
        return loop.thread();
    }

    @Override
    public void send(byte[] message) {
        if (state != State.OPEN) return;
        if (deflates && message.length >= Compression.WORTHWHILE) {
            var deflated = loop.compression().deflate(message);
            if (deflated.isPresent()) {
                begin(COMPRESSED_TEXT, deflated.get().length).writeBytes(deflated.get());
                sent();
                return;
            }
        }
        begin(TEXT, message.length).writeBytes(message);
        sent();
    }

    @Override
    public void send(byte[] head, byte[] event) {
        if (state != State.OPEN) return;
        if (deflates && event.length >= Compression.WORTHWHILE) {
            var deflated = loop.compression().deflate(head, event);
            if (deflated.isPresent()) {
                deflated.get().writeTo(begin(COMPRESSED_TEXT, deflated.get().length()));
                sent();
                return;
            }
        }
        begin(TEXT, head.length + event.length + 1)
                .writeBytes(head)
                .writeBytes(event)
                .writeByte(']');
        sent();
    }

    @Override
    public boolean isCongested() {
        return isCongested;
    }

    @Override
    public void close(int code, String reason) {
        if (state != State.OPEN) return;
        end = End.RELAY;
        state = State.CLOSING;
        sendClose(code, reason);
        Goodbye.closeLater(channel);
    }

    // What goes out

    /// Begins a frame in the chunk that goes out next. Small messages are copied together: that is cheaper than to give
    /// the kernel many small pieces.
    private ByteBuf begin(int first, int length) {
        ByteBuf out = room(MOST_HEAD + length);
        out.writeByte(first);
        if (length < 126) out.writeByte(length);
        else if (length < 0x10000) out.writeByte(126).writeShort(length);
        else out.writeByte(127).writeLong(length);
        loop.countOut(length);
        if (!isUnflushed) {
            isUnflushed = true;
            loop.flushLater(this);
        }
        return out;
    }

    private ByteBuf room(int bytes) {
        ByteBuf current = chunk;
        if (current != null && current.writableBytes() >= bytes) return current;
        int size = current == null ? FIRST_CHUNK : Math.min(4 * current.capacity(), LARGEST_CHUNK);
        writeChunk();
        ByteBuf next = channel.alloc().directBuffer(Math.max(size, bytes));
        chunk = next;
        return next;
    }

    private void writeChunk() {
        if (chunk == null) return;
        channel.write(chunk, channel.voidPromise());
        chunk = null;
    }

    private void sent() {
        long pending = pending();
        if (pending > terms.get().listening().pendingBytes()) cutOff(End.SLOW);
        else if (pending >= CONGESTED) isCongested = true;
    }

    /// How many bytes wait for the network.
    private long pending() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long written = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        return chunk == null ? written : written + chunk.readableBytes();
    }

    /// Called by the loop at the end of a turn in which something was sent.
    void flush() {
        isUnflushed = false;
        writeChunk();
        channel.flush();
        resume();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        resume();
    }

    private void resume() {
        if (!isCongested || chunk != null || !channel.isWritable()) return;
        isCongested = false;
        if (state != State.OPEN) return;
        try {
            conversation.drained();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void sendClose(int code, String reason) {
        byte[] why = reason.getBytes(US_ASCII);
        int length = Math.min(why.length, MOST_REASON);
        begin(CLOSE, 2 + length).writeShort(code).writeBytes(why, 0, length);
    }

    /// Ends it at once, because all ends.
    void abandon() {
        cutOff(End.RELAY);
    }

    /// Ends it without a word to the client.
    private void cutOff(End reason) {
        end = reason;
        state = State.DEAF;
        dropChunk();
        channel.close();
    }

    private void dropChunk() {
        if (chunk != null) chunk.release();
        chunk = null;
    }

    // What comes in

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof ByteBuf bytes && state != State.DEAF) read(bytes);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(ByteBuf bytes) {
        heardAt = System.nanoTime();
        isPinged = false;
        heard = 0;
        int size = bytes.readableBytes();
        try {
            reader.read(bytes, terms.get().limits().messageBytes(), this);
        } catch (Violation e) {
            refuse(e);
        } catch (RuntimeException e) {
            fail(e);
        }
        if (!reader.isWithinMessage()) understoodAt = heardAt;
        loop.traffic().in(heard, size);
    }

    @Override
    public void message(byte[] payload, int size, boolean isDeflated) {
        understoodAt = heardAt;
        if (state != State.OPEN) return;
        heard++;
        if (isDeflated) {
            conversation.hear(loop.compression()
                    .inflate(payload, size, terms.get().limits().messageBytes()));
        } else {
            conversation.hear(size == payload.length ? payload : Arrays.copyOf(payload, size));
        }
    }

    @Override
    public void ping(byte[] payload) {
        if (state != State.OPEN) return;
        begin(PONG, payload.length).writeBytes(payload);
        sent();
    }

    /// A close is answered with its own code, and then it's the server that hangs up (RFC 6455, 5.5.1 and 7.1.1).
    @Override
    public void close(byte[] code) {
        boolean isAnswer = state == State.CLOSING;
        state = State.DEAF;
        if (isAnswer) {
            channel.close();
            return;
        }
        begin(CLOSE, code.length).writeBytes(code);
        sayLast();
    }

    private void refuse(Violation violation) {
        log.debug("connection {}: {}", channel.id(), violation.reason());
        if (state == State.OPEN) {
            end = End.RULES;
            sendClose(violation.code(), violation.reason());
        }
        state = State.DEAF;
        sayLast();
    }

    private void sayLast() {
        ByteBuf last = chunk == null ? Unpooled.EMPTY_BUFFER : chunk;
        chunk = null;
        channel.writeAndFlush(last).addListener(Goodbye.SAID);
    }

    /// Looks whether the client is still there. Called by the loop every now and then.
    void look(long now) {
        long patience = terms.get().listening().ping().toNanos();
        long silence = now - heardAt;
        boolean isStuck = reader.isWithinMessage() && now - understoodAt > 2 * patience;
        if (silence > 2 * patience || isStuck) {
            cutOff(End.SILENT);
        } else if (silence > patience && !isPinged && state == State.OPEN) {
            isPinged = true;
            begin(PING, 0);
        }
    }

    // How it ends

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        state = State.DEAF;
        dropChunk();
        loop.remove(this);
        loop.traffic().ended(end);
        log.debug("connection {} closed: {}", channel.id(), end.description);
        conversation.ended();
    }

    /// A mistake of ours costs one connection, and none of the others on this loop.
    private void fail(RuntimeException mistake) {
        log.error("connection {} fails", channel.id(), mistake);
        end = End.RELAY;
        if (state == State.OPEN) sendClose(1011, "the relay has made a mistake");
        state = State.DEAF;
        sayLast();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("connection {} breaks", channel.id(), cause);
        channel.close();
    }
}
