package dev.muster.sip.record;

import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.RtpPacket;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records one call. What is heard is handed over without ever waiting; a thread of its own puts it into time
/// and onto the disk.
public final class Recorder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    /// So often the thread comes by. The belts hold ten times as much.
    private static final int PAUSE_MILLIS = 200;

    private final String id;
    private final Ending ending;
    private final SealedWriter out;
    private final Tape tape;
    private final List<Belt> belts = List.of(new Belt(), new Belt());
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CompletableFuture<Recording> outcome = new CompletableFuture<>();
    private volatile long endsAt;
    private volatile boolean isRunning = true;

    /// What becomes of it.
    interface Ending {
        /// Told once.
        ///
        /// @param frames how many samples of each side there are
        /// @param isWhole whether all of them are on the disk
        Recording ended(String id, long frames, boolean isWhole);
    }

    /// @param began when, as packets are told to have come
    Recorder(String id, SealedWriter out, long began, Ending ending) {
        this.id = id;
        this.out = out;
        this.ending = ending;
        endsAt = began;
        tape = new Tape(began, out);
    }

    void start() {
        Thread.ofVirtual().name("recorder").start(this::run);
    }

    /// Of the recording.
    public String id() {
        return id;
    }

    /// Hears a packet of a voice. Other audio isn't to be put in; comfort noise is silence.
    ///
    /// @param now as from [System#nanoTime()], the same clock for both sides
    public void voice(Side side, RtpPacket packet, G711 law, long now) {
        belts.get(side.channel()).put(law == G711.PCMU ? Belt.Kind.PCMU : Belt.Kind.PCMA, packet, now);
    }

    /// Hears the packet of an event (RFC 4733): while its key is held, that side is silent.
    public void key(Side side, RtpPacket packet, long now) {
        belts.get(side.channel()).put(Belt.Kind.KEY, packet, now);
    }

    /// How many packets came faster than they could be written.
    public long missed() {
        return belts.stream().mapToLong(Belt::missed).sum();
    }

    /// False from when it has ended, also by itself: the disk is full, or it was too long.
    public boolean isRunning() {
        return isRunning;
    }

    /// Ends it, and tells what has become of it when everything is on the disk.
    ///
    /// @param now when, by the clock of the packets
    public CompletableFuture<Recording> end(long now) {
        if (ended.getCount() > 0) endsAt = now;
        ended.countDown();
        return outcome.copy();
    }

    private void run() {
        boolean isWhole = false;
        try (out) {
            record();
            tape.end(endsAt);
            out.finish();
            isWhole = true;
        } catch (IOException e) {
            LOG.error("a recording can't be written: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("a recording failed", e);
        }
        isRunning = false;
        try {
            outcome.complete(ending.ended(id, tape.written(), isWhole));
        } catch (RuntimeException e) {
            outcome.completeExceptionally(e);
        }
    }

    private void record() throws IOException, InterruptedException {
        boolean isLast = false;
        while (!isLast) {
            isLast = ended.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            drain();
            if (!isLast && tape.isFull()) {
                var _ = end(Long.MAX_VALUE / 2);
                return;
            }
        }
    }

    /// In the order in which they came, lest one side run ahead of the other.
    private void drain() throws IOException {
        while (true) {
            Belt left = belts.getFirst();
            Belt right = belts.getLast();
            if (left.isEmpty() && right.isEmpty()) return;
            boolean isLeft = right.isEmpty() || (!left.isEmpty() && left.first().nanos - right.first().nanos <= 0);
            Belt next = isLeft ? left : right;
            tape.put(isLeft ? Side.CALLER : Side.OTHER, next.first(), next.bytes());
            next.free();
        }
    }

    /// Ends it with the last that was heard, if nobody has ended it before.
    @Override
    public void close() {
        if (ended.getCount() > 0) {
            var _ = end(tape.heardUpTo());
        }
        outcome.handle((recording, obstacle) -> Boolean.TRUE).join();
    }
}
