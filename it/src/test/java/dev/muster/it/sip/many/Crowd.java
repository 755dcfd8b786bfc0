package dev.muster.it.sip.many;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All who speak by way of one server. They don't speak all at once, but each 50 times a second, or once when it isn't
/// the server's turn: who says nothing at all is given up.
final class Crowd implements AutoCloseable {
    /// A frame of 20 ms has so many slots.
    private static final int SLOTS = 20;

    private static final long SLOT_NANOS = 1_000_000;
    private static final int FRAMES_A_SECOND = 50;
    private static final int FRAMES_BETWEEN_CHECKS = 5 * FRAMES_A_SECOND;

    private static final Logger LOG = LoggerFactory.getLogger(Crowd.class);

    private final Tally tally;
    private final Selector selector = Selector.open();
    private final List<End> ends = new CopyOnWriteArrayList<>();
    private volatile boolean isLoud;
    private volatile boolean isCounted;
    private volatile boolean isClosed;
    private volatile long latest;
    private volatile @Nullable Exception mistake;
    private final Thread mouth;
    private final Thread ear;

    Crowd(Tally tally) throws IOException {
        this.tally = tally;
        mouth = Thread.ofPlatform().daemon().name("crowd-mouth").start(this::speak);
        ear = Thread.ofPlatform().daemon().name("crowd-ear").start(this::listen);
    }

    void join(End end) throws IOException {
        end.channel.register(selector, SelectionKey.OP_READ, end);
        ends.add(end);
        selector.wakeup();
    }

    void leave(End end) throws IOException {
        ends.remove(end);
        end.close();
    }

    /// Speaks as people do, or hardly at all.
    ///
    /// @param isCounted whether what is said from now on is counted
    void speaks(boolean isLoud, boolean isCounted) {
        if (isCounted && !this.isCounted) tally.begin();
        this.isCounted = isCounted;
        this.isLoud = isLoud;
    }

    /// By how many milliseconds somebody spoke late at the most since this was asked: the machine had something else to
    /// do.
    long lateMillis() {
        long nanos = latest;
        latest = 0;
        return nanos / 1_000_000;
    }

    /// @throws AssertionError if somebody could not speak or listen
    void check() {
        Exception made = mistake;
        if (made != null) throw new AssertionError("the crowd is gone", made);
    }

    private void speak() {
        long begun = System.nanoTime();
        try {
            for (int slot = 0; !isClosed; slot++) {
                long due = begun + slot * SLOT_NANOS;
                long now = System.nanoTime();
                while (now < due) {
                    LockSupport.parkNanos(due - now);
                    now = System.nanoTime();
                }
                latest = Math.max(latest, now - due);
                speak(slot / SLOTS, slot % SLOTS);
            }
        } catch (IOException | RuntimeException e) {
            mistake = e;
        }
    }

    private void speak(int frame, int slot) throws IOException {
        boolean isTheirTurn = isLoud || frame % FRAMES_A_SECOND == 0;
        int turn = isCounted ? tally.turn() : 0;
        Object[] all = ends.toArray();
        for (int i = slot; i < all.length; i += SLOTS) {
            boolean isToStay = frame % FRAMES_BETWEEN_CHECKS == i % FRAMES_BETWEEN_CHECKS;
            speak((End) all[i], frame, isTheirTurn, turn, isToStay);
        }
    }

    private static void speak(End end, int frame, boolean isTheirTurn, int turn, boolean isToStay) throws IOException {
        try {
            if (isTheirTurn) end.speak(frame, turn);
            if (isToStay) end.stay();
        } catch (ClosedChannelException e) {
            LOG.debug("somebody has left meanwhile");
        }
    }

    private void listen() {
        var bytes = new byte[End.ROOM];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            while (!isClosed) selector.select(key -> take((End) key.attachment(), bytes, buffer));
        } catch (IOException | RuntimeException e) {
            mistake = e;
        }
    }

    private static void take(End end, byte[] bytes, ByteBuffer buffer) {
        try {
            var from = (InetSocketAddress) end.channel.receive(buffer.clear());
            if (from != null) end.take(bytes, buffer.position(), from);
        } catch (ClosedChannelException e) {
            LOG.debug("somebody has left meanwhile");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        selector.wakeup();
        try {
            ear.join();
            mouth.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (End end : ends) end.close();
        selector.close();
    }
}
