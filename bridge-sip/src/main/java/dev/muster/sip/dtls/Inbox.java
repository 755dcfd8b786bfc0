package dev.muster.sip.dtls;

import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DatagramTransport;

/// What has come for a connection and waits for its thread; and how that sends.
final class Inbox implements DatagramTransport {
    /// As many as the other side repeats in ten seconds, if our answer to its offer takes as long as that.
    static final int MOST_WAITING = 64;

    /// An Ethernet frame's.
    private static final int RECEIVE_LIMIT = 1500;

    /// What gets through every tunnel.
    private static final int SEND_LIMIT = 1200;

    private static final byte[] WAKE = {};

    private final Outlet outlet;
    private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private volatile boolean isClosed;
    private volatile boolean isLeft;

    Inbox(Outlet outlet) {
        this.outlet = outlet;
    }

    /// Whether there was room for it.
    boolean put(byte[] buffer, int length) {
        return length > 0 && !isClosed && waiting.offer(Arrays.copyOf(buffer, length));
    }

    void forget() {
        waiting.clear();
    }

    boolean isClosed() {
        return isClosed;
    }

    /// By us, not by the other side, nor because of an error.
    boolean isLeft() {
        return isLeft;
    }

    /// Ends the wait of the connection's thread. It isn't interrupted, for it may be within anything.
    void leave() {
        isLeft = true;
        isClosed = true;
        // If there is no room, it isn't waiting.
        var _ = waiting.offer(WAKE);
    }

    @Override
    public int receive(byte[] target, int offset, int length, int waitMillis) throws InterruptedIOException {
        byte[] datagram = poll(waitMillis);
        if (isClosed) throw new InterruptedIOException("the connection is closed");
        if (datagram.length == 0) return -1;
        int taken = Math.min(length, datagram.length);
        System.arraycopy(datagram, 0, target, offset, taken);
        return taken;
    }

    private byte[] poll(int waitMillis) throws InterruptedIOException {
        try {
            byte[] datagram = isClosed ? null : waiting.poll(waitMillis, TimeUnit.MILLISECONDS);
            return datagram == null ? WAKE : datagram;
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        outlet.send(bytes, offset, length);
    }

    @Override
    public int getReceiveLimit() {
        return RECEIVE_LIMIT;
    }

    @Override
    public int getSendLimit() {
        return SEND_LIMIT;
    }

    /// By BouncyCastle, once the connection has ended.
    @Override
    public void close() {
        isClosed = true;
    }
}
