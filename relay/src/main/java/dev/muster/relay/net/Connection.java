package dev.muster.relay.net;

import dev.muster.relay.net.Traffic.End;
import dev.muster.relay.session.Client;
import dev.muster.relay.session.Conversation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.ReferenceCountUtil;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's WebSocket, after its handshake: brings what the client says to its conversation, and writes what that
/// answers.
@SuppressWarnings("FutureReturnValueIgnored") // A channel's handlers hear of what fails.
final class Connection extends ChannelInboundHandlerAdapter implements Client, FrameReader.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /// From so many bytes waiting a conversation better stops, and goes on when fewer than so many wait.
    private static final int CONGESTED = 512 << 10;

    private static final int FLOWING = 128 << 10;

    /// Netty tells when a channel crosses this line.
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(FLOWING, FLOWING);

    private static final byte[] NOTHING = {};

    private final Channel channel;
    private final Loop loop;
    private final Supplier<Terms> terms;
    private final Guest guest;
    private final Door door;
    private final FrameReader reader;
    private final Outgoing outgoing;
    private final Conversation conversation;

    private State state = State.OPEN;
    private End end = End.CLIENT;
    private boolean isUnflushed;
    private boolean isCongested;
    private long heardAt = System.nanoTime();
    private long understoodAt = heardAt;
    private boolean isPinged;
    private int heard;

    // What was counted to the loop's allowances.
    private int held;
    private long pending;

    private enum State {
        OPEN,
        /// We have said goodbye, and wait for the client to say it too.
        CLOSING,
        /// Nothing that the client sends matters any more.
        DEAF
    }

    /// Who has shaken hands.
    ///
    /// @param peer where the socket comes from, if [Door#arrive] counted that
    /// @param deflates whether to compress (RFC 7692)
    record Guest(String address, Optional<String> peer, boolean deflates) {}

    Connection(Channel channel, Loop loop, House house, Guest guest) {
        this.channel = channel;
        this.loop = loop;
        terms = house.terms();
        this.guest = guest;
        door = house.door();
        reader = new FrameReader(guest.deflates());
        outgoing = new Outgoing(channel, guest.deflates() ? Optional.of(loop.compression()) : Optional.empty());
        conversation = house.conversations().apply(this);
        loop.add(this);
        LOG.debug("connection {} opened", channel.id());
    }

    // What the conversation does

    @Override
    public String address() {
        return guest.address();
    }

    @Override
    public Executor thread() {
        return loop.thread();
    }

    @Override
    public void send(byte[] message) {
        if (state != State.OPEN) return;
        loop.countMessage();
        sent(outgoing.text(message));
    }

    @Override
    public void send(byte[] head, byte[] event) {
        if (state != State.OPEN) return;
        loop.countMessage();
        sent(outgoing.text(head, event));
    }

    @Override
    public boolean isCongested() {
        return isCongested;
    }

    @Override
    public void close(int code, String reason) {
        if (state != State.OPEN) return;
        end = End.RELAY;
        sent(outgoing.close(code, reason));
        if (state != State.OPEN) return;
        state = State.CLOSING;
        Goodbye.closeLater(channel);
    }

    // What goes out

    /// To be called for each frame: has it go out at the end of this turn, and sees that not too many wait.
    private void sent(int bytes) {
        loop.countBytes(bytes);
        if (!isUnflushed) {
            isUnflushed = true;
            loop.flushLater(this);
        }
        long waiting = outgoing.pending();
        if (waiting < CONGESTED) return;
        isCongested = true;
        countPending(waiting);
        if (!isTooMuch()) return;
        // Nobody is slow before having had a chance to read.
        outgoing.flush();
        countPending(outgoing.pending());
        if (isTooMuch()) cutOff(End.SLOW);
    }

    private void countPending(long waiting) {
        loop.outgoing().add(waiting - pending);
        pending = waiting;
    }

    private boolean isTooMuch() {
        return pending > terms.get().listening().pendingBytes()
                || loop.outgoing().isExceeded();
    }

    /// Called by the loop at the end of a turn in which something was sent.
    void flush() {
        isUnflushed = false;
        outgoing.flush();
        resume();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        resume();
    }

    /// Tells the conversation to go on; at the end of a turn if it has sent something, and not while it is at it.
    private void resume() {
        if (!isCongested || isUnflushed || !outgoing.isFlowing()) return;
        isCongested = false;
        countPending(0);
        if (state != State.OPEN) return;
        try {
            conversation.drained();
        } catch (RuntimeException e) {
            fail(e);
        }
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
            countHeld(reader.held());
        } catch (Violation e) {
            refuse(e);
        } catch (RuntimeException e) {
            fail(e);
        }
        if (!reader.isWithinMessage()) understoodAt = heardAt;
        loop.traffic().in(heard, size);
    }

    private void countHeld(int now) {
        if (now == held) return;
        loop.incoming().add(now - held);
        held = now;
        if (now > 0 && loop.incoming().isExceeded()) throw new Violation(1013, "too much at once, try again later");
    }

    @Override
    public void message(byte[] payload, int size, boolean isDeflated) {
        understoodAt = heardAt;
        if (state != State.OPEN) return;
        heard++;
        int most = terms.get().limits().messageBytes();
        if (isDeflated) conversation.hear(loop.compression().inflate(payload, size, most));
        else conversation.hear(size == payload.length ? payload : Arrays.copyOf(payload, size));
    }

    @Override
    public void ping(byte[] payload) {
        if (state == State.OPEN) sent(outgoing.control(Outgoing.PONG, payload));
    }

    /// A close is answered with its own code, and then it's the server that hangs up (RFC 6455, 5.5.1 and 7.1.1).
    @Override
    public void close(byte[] code) {
        switch (state) {
            case OPEN -> {
                outgoing.close(code);
                Goodbye.answer(channel, outgoing.rest());
            }
            case CLOSING -> channel.close();
            case DEAF -> {}
        }
        state = State.DEAF;
    }

    private void refuse(Violation violation) {
        LOG.debug("connection {}: {}", channel.id(), violation.reason());
        if (state == State.OPEN) {
            end = End.RULES;
            outgoing.close(violation.code(), violation.reason());
        }
        sayLast();
    }

    /// Looks whether the client is still there. Called by the loop every now and then.
    void look(long now) {
        if (state != State.OPEN) return;
        long patience = terms.get().listening().ping().toNanos();
        long silence = now - heardAt;
        boolean isStuck = reader.isWithinMessage() && now - understoodAt > 2 * patience;
        if (silence > 2 * patience || isStuck) {
            cutOff(End.SILENT);
        } else if (silence > patience && !isPinged) {
            isPinged = true;
            sent(outgoing.control(Outgoing.PING, NOTHING));
        }
    }

    // How it ends

    private void sayLast() {
        state = State.DEAF;
        Goodbye.say(channel, outgoing.rest());
    }

    /// Ends it at once, because all ends.
    void abandon() {
        cutOff(End.RELAY);
    }

    /// Ends it without a word to the client.
    private void cutOff(End reason) {
        end = reason;
        state = State.DEAF;
        outgoing.rest().release();
        channel.close();
    }

    /// A mistake of ours costs one connection, and none of the others on this loop.
    private void fail(RuntimeException mistake) {
        LOG.error("connection {} fails", channel.id(), mistake);
        end = End.RELAY;
        if (state == State.OPEN) outgoing.close(1011, "the relay has made a mistake");
        sayLast();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        state = State.DEAF;
        outgoing.rest().release();
        loop.incoming().add(-held);
        countPending(0);
        loop.remove(this);
        loop.traffic().ended(end);
        LOG.debug("connection {} closed: {}", channel.id(), end.description);
        try {
            conversation.ended();
        } finally {
            // Last, so that whoever waits until all are gone finds that all have ended.
            door.leave(guest.address());
            door.depart(guest.peer());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (Goodbye.isOrdinary(cause)) LOG.debug("connection {} breaks", channel.id(), cause);
        else LOG.error("connection {} fails", channel.id(), cause);
        channel.close();
    }
}
