package dev.muster.sip.rtp;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whom we talk to: who is behind a NAT doesn't know where its packets come from, so we take it from the
/// first of them.
///
/// That is open for a moment after each offer and answer only. Afterwards nobody else can put words into the
/// call, or have it sent elsewhere. May be asked by any thread.
public final class Latch {
    static final Duration OPEN = Duration.ofSeconds(3);

    private @Nullable InetSocketAddress announced;
    private @Nullable InetSocketAddress peer;

    /// Whom we talked to before it was announced that it has moved. What is still under way from there pins
    /// nothing.
    private @Nullable InetSocketAddress former;

    private boolean isPinned;
    private long since;

    /// The other side has said in an offer or answer where it is.
    public synchronized void announce(InetSocketAddress address, long now) {
        boolean hasMoved = !address.equals(announced);
        former = hasMoved ? peer : null;
        // Who says the same again, as on hold, is where we heard it last.
        if (hasMoved || peer == null) peer = address;
        announced = address;
        isPinned = false;
        since = now;
    }

    /// Whether a packet comes from whom we talk to. To be asked of packets that are RTP, and genuine where
    /// they are encrypted.
    public synchronized boolean admits(InetSocketAddress from, long now) {
        if (announced == null) return false;
        if (isPinned && from.equals(peer)) return true;
        if (now - since > OPEN.toNanos()) {
            pin(peer);
            return from.equals(peer);
        }
        if (from.equals(announced)) {
            // Where it said it is, is better than where somebody else was quicker.
            pin(from);
            return true;
        }
        if (isPinned) return false;
        if (from.equals(former)) return true;
        pin(from);
        return true;
    }

    private void pin(@Nullable InetSocketAddress address) {
        peer = address;
        isPinned = true;
        former = null;
    }

    /// Where to send.
    public synchronized Optional<InetSocketAddress> peer() {
        return Optional.ofNullable(peer);
    }
}
