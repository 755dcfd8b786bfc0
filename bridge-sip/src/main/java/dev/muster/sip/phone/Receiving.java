package dev.muster.sip.phone;

import dev.muster.sip.leg.LegOwner;
import dev.muster.sip.leg.LegReports;
import dev.muster.sip.rtp.Latch;
import dev.muster.sip.rtp.RtpPacket;
import dev.muster.sip.srtp.SrtpReceiver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What comes in by both ports, each read by a thread of its own: opened if it is encrypted, and passed on if
/// it is from whom we talk to.
final class Receiving {
    private static final Logger LOG = LoggerFactory.getLogger(Receiving.class);

    private static final int ROOM = 2048;

    /// More than any datagram of a call has. What is behind it is for who works in place.
    private static final int LONGEST = 1600;

    /// After so many from strangers in a row other calls have their turn: a thread that never has to wait is
    /// never made to.
    private static final int MOST_STRANGERS = 64;

    private static final int COMFORT_NOISE = 13;

    private final Sockets sockets;
    private final Latch latch;
    private final LegReports reports;
    private final LegOwner owner;
    private final LongSupplier nanoTime;
    private final RtpPacket packet = new RtpPacket();

    private volatile @Nullable Terms terms;
    private volatile @Nullable InetSocketAddress reporter;
    private volatile boolean hasHeard;
    private volatile boolean isQuietOnPurpose;
    private volatile long heardAt;
    private volatile boolean hasReported;
    private volatile long reportedAt;

    /// What was agreed on.
    ///
    /// @param isMuxed whether reports come with the voice
    private record Terms(@Nullable SrtpReceiver receiver, boolean isMuxed) {}

    @FunctionalInterface
    private interface Taking {
        /// @return whether it was from whom we talk to
        boolean take(byte[] bytes, int length, InetSocketAddress from);
    }

    Receiving(Sockets sockets, Latch latch, LegReports reports, LegOwner owner, LongSupplier nanoTime) {
        this.sockets = sockets;
        this.latch = latch;
        this.reports = reports;
        this.owner = owner;
        this.nanoTime = nanoTime;
    }

    void start() {
        var _ = Thread.ofVirtual().name("phone-rtp").start(() -> read(sockets.rtp(), this::rtp));
        var _ = Thread.ofVirtual().name("phone-rtcp").start(() -> read(sockets.rtcp(), this::rtcp));
    }

    /// From now on like that.
    void expect(Optional<SrtpReceiver> receiver, boolean isMuxed) {
        terms = new Terms(receiver.orElse(null), isMuxed);
    }

    /// Who last reported to us; empty if nobody did.
    Optional<InetSocketAddress> reporter() {
        return Optional.ofNullable(reporter);
    }

    /// Whether nothing was heard since then. Who says that it is silent (RFC 3389) isn't asked, and who reports what
    /// it hears is there: some telephones send nothing else while they are muted.
    boolean isSilentSince(long moment) {
        if (hasReported && reportedAt - moment >= 0) return false;
        if (!hasHeard) return true;
        return !isQuietOnPurpose && heardAt - moment < 0;
    }

    @SuppressWarnings("ThreadPriorityCheck") // Nothing relies on it but that no flood keeps a core for itself.
    private void read(DatagramChannel channel, Taking taking) {
        var buffer = new byte[ROOM];
        ByteBuffer target = ByteBuffer.wrap(buffer);
        int strangers = 0;
        try {
            while (true) {
                // It makes no new address as long as that is the same.
                var from = (InetSocketAddress) channel.receive(target.clear().limit(LONGEST));
                strangers = isTaken(taking, buffer, target.position(), from) ? 0 : strangers + 1;
                if (strangers % MOST_STRANGERS == MOST_STRANGERS - 1) Thread.yield();
            }
        } catch (ClosedChannelException closed) {
            LOG.debug("a port is closed");
        } catch (IOException e) {
            LOG.warn("nothing is read from a port any more: {}", e.getClass().getSimpleName());
        }
    }

    private static boolean isTaken(Taking taking, byte[] buffer, int length, InetSocketAddress from) {
        try {
            return taking.take(buffer, length, from);
        } catch (RuntimeException e) {
            // One packet's mistake must not end the call.
            LOG.error("a datagram could not be taken", e);
            return false;
        }
    }

    private boolean rtp(byte[] bytes, int length, InetSocketAddress from) {
        Terms agreed = terms;
        if (agreed == null) return false;
        if (RtpPacket.isRtcp(bytes, 0, length)) return agreed.isMuxed && rtcp(bytes, length, from);
        SrtpReceiver receiver = agreed.receiver;
        int opened = receiver == null ? length : opened(receiver, bytes, length, false);
        if (opened < 0 || !packet.read(bytes, 0, opened)) return false;
        long now = nanoTime.getAsLong();
        if (!latch.admits(from, now)) return false;
        isQuietOnPurpose = packet.payloadType() == COMFORT_NOISE;
        heardAt = now;
        hasHeard = true;
        reports.received(packet, now);
        owner.rtp(packet, now);
        return true;
    }

    /// Reports are heard from where the voice is, whichever port they come from: a NAT has another one than was
    /// said.
    private boolean rtcp(byte[] bytes, int length, InetSocketAddress from) {
        Terms agreed = terms;
        if (agreed == null) return false;
        SrtpReceiver receiver = agreed.receiver;
        int opened = receiver == null ? length : opened(receiver, bytes, length, true);
        if (opened < 0 || !RtpPacket.isRtcp(bytes, 0, opened)) return false;
        Optional<InetSocketAddress> peer = latch.peer();
        if (peer.isEmpty() || !peer.get().getAddress().equals(from.getAddress())) return false;
        long now = nanoTime.getAsLong();
        reporter = from;
        reportedAt = now;
        hasReported = true;
        reports.read(bytes, opened, now);
        return true;
    }

    /// Both threads open with the same keys.
    private static int opened(SrtpReceiver receiver, byte[] bytes, int length, boolean isReport) {
        synchronized (receiver) {
            return isReport ? receiver.unprotectRtcp(bytes, 0, length) : receiver.unprotect(bytes, 0, length);
        }
    }
}
