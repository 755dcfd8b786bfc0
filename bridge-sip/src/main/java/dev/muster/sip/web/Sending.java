package dev.muster.sip.web;

import dev.muster.sip.leg.Writing;
import dev.muster.sip.srtp.SrtpSender;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What goes out, protected by the keys of whichever connection there is.
final class Sending {
    /// More than a datagram that gets through every network.
    private static final int ROOM = 2048;

    private final LongSupplier nanoTime;

    /// Several may send into a leg: a telephone, a tone, and we of all that.
    private final ReentrantLock lock = new ReentrantLock();

    private final byte[] buffer = new byte[ROOM];
    private @Nullable Way way;

    private record Way(SrtpSender sender, Connection connection) {}

    Sending(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// From now on by that connection.
    void by(SrtpSender sender, Connection connection) {
        lock.lock();
        try {
            way = new Way(sender, connection);
        } finally {
            lock.unlock();
        }
    }

    /// Whether it is on its way. As long as there are no keys nothing is written, so nothing is missing later.
    boolean rtp(Writing writing) {
        lock.lock();
        try {
            if (way == null) return false;
            int length = writing.write(buffer, 0, nanoTime.getAsLong());
            return length > 0 && send(way, way.sender.protect(buffer, 0, length));
        } finally {
            lock.unlock();
        }
    }

    void rtcp(Writing writing) {
        lock.lock();
        try {
            if (way == null) return;
            int length = writing.write(buffer, 0, nanoTime.getAsLong());
            var _ = send(way, way.sender.protectRtcp(buffer, 0, length));
        } finally {
            lock.unlock();
        }
    }

    private boolean send(Way by, int length) {
        return length > 0 && by.connection.send(buffer, length);
    }
}
