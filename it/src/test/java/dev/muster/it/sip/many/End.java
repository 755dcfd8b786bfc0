package dev.muster.it.sip.many;

import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.RtpPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// One end of a call, with a port of its own. Spoken for by one thread, listened for by another one.
abstract class End implements AutoCloseable {
    static final int ROOM = 2048;

    private static final int PCMU = 0;
    private static final byte VOICE = (byte) 0xd5;

    final Tally tally;
    final DatagramChannel channel;

    /// To whom it speaks, once that is known.
    volatile @Nullable InetSocketAddress other;

    /// When it heard somebody for the first time, by [System#nanoTime].
    private volatile CompletableFuture<Long> firstHeard = new CompletableFuture<>();

    private final int ssrc = ThreadLocalRandom.current().nextInt();
    private int sequence = ThreadLocalRandom.current().nextInt(0x8000);
    private final byte[] out = new byte[ROOM];
    private final ByteBuffer packet = ByteBuffer.wrap(out);
    private final RtpPacket in = new RtpPacket();

    End(Tally tally) throws IOException {
        this.tally = tally;
        channel = DatagramChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
    }

    int port() {
        return channel.socket().getLocalPort();
    }

    /// Forgets whom it has heard: the next call begins.
    void listenAnew() {
        other = null;
        firstHeard = new CompletableFuture<>();
    }

    CompletableFuture<Long> firstHeard() {
        return firstHeard;
    }

    /// Says 20 ms, as long as somebody is there.
    ///
    /// @param frame how many of those it is since the beginning
    /// @param turn the one it counts for, or 0
    void speak(int frame, int turn) throws IOException {
        InetSocketAddress to = other;
        if (to == null || !isReady()) return;
        packet.clear()
                .put((byte) 0x80)
                .put((byte) PCMU)
                .putShort((short) sequence++)
                .putInt(frame * G711.FRAME)
                .putInt(ssrc);
        packet.putLong(System.nanoTime()).putInt(turn);
        while (packet.position() < RtpPacket.HEADER + G711.FRAME) packet.put(VOICE);
        int length = sealed(out, packet.position());
        if (length < 0) throw new IOException("a packet could not be encrypted");
        if (turn != 0) tally.said();
        channel.send(packet.position(0).limit(length), to);
    }

    /// Takes what has come; the buffer is lent.
    abstract void take(byte[] bytes, int length, InetSocketAddress from) throws IOException;

    /// Whether it can speak.
    abstract boolean isReady();

    /// Encrypts it, if that is what they have agreed on, and says how long it is now.
    abstract int sealed(byte[] bytes, int length);

    /// Says that it is still there, where that has to be said.
    abstract void stay() throws IOException;

    void hear(byte[] bytes, int length) {
        if (!in.read(bytes, 0, length) || in.payloadType() != PCMU || in.payloadLength() != G711.FRAME) return;
        long now = System.nanoTime();
        ByteBuffer payload = ByteBuffer.wrap(bytes, in.payloadAt(), in.payloadLength());
        long saidAt = payload.getLong();
        int turn = payload.getInt();
        // Anything else is a tone that the server plays.
        if (payload.get() != VOICE) return;
        tally.heard(turn, now - saidAt);
        firstHeard.complete(now);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
