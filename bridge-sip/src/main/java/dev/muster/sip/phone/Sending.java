package dev.muster.sip.phone;

import dev.muster.sip.leg.Writing;
import dev.muster.sip.rtp.Latch;
import dev.muster.sip.srtp.SrtpSender;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What goes out: to where the other side is, and encrypted if that was agreed on.
final class Sending {
    /// More than a datagram that gets through every network.
    private static final int ROOM = 2048;

    private final Sockets sockets;
    private final Latch latch;
    private final LongSupplier nanoTime;

    /// Several may send into a leg: another leg, a tone, and we of all that.
    private final ReentrantLock lock = new ReentrantLock();

    private final byte[] buffer = new byte[ROOM];
    private final ByteBuffer datagram = ByteBuffer.wrap(buffer);

    // Guarded by the lock.
    private boolean isAgreed;
    private @Nullable SrtpSender sender;

    Sending(Sockets sockets, Latch latch, LongSupplier nanoTime) {
        this.sockets = sockets;
        this.latch = latch;
        this.nanoTime = nanoTime;
    }

    /// From now on in that way.
    void by(Optional<SrtpSender> agreed) {
        lock.lock();
        try {
            isAgreed = true;
            sender = agreed.orElse(null);
        } finally {
            lock.unlock();
        }
    }

    /// Whether it is on its way. As long as nobody is there nothing is written, so nothing is missing later.
    boolean rtp(Writing writing) {
        lock.lock();
        try {
            InetSocketAddress to = latch.peer().orElse(null);
            if (!isAgreed || to == null) return false;
            int length = writing.write(buffer, 0, nanoTime.getAsLong());
            if (length > 0 && sender != null) length = sender.protect(buffer, 0, length);
            return length > 0 && send(sockets.rtp(), length, to);
        } finally {
            lock.unlock();
        }
    }

    void rtcp(Writing writing, DatagramChannel channel, InetSocketAddress to) {
        lock.lock();
        try {
            if (!isAgreed) return;
            int length = writing.write(buffer, 0, nanoTime.getAsLong());
            if (length > 0 && sender != null) length = sender.protectRtcp(buffer, 0, length);
            if (length > 0) send(channel, length, to);
        } finally {
            lock.unlock();
        }
    }

    private boolean send(DatagramChannel channel, int length, InetSocketAddress to) {
        return Sockets.send(channel, datagram.clear().limit(length), to);
    }
}
