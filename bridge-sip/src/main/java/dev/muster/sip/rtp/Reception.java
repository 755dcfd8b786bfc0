package dev.muster.sip.rtp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How the stream of the other side arrives (RFC 3550, A.1, A.3 and A.8).
final class Reception {
    private boolean hasBegun;
    private int ssrc;
    private long base;
    private long highest;
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private int transit;
    private double jitter;
    private long heardAt;
    private int lastReport;
    private long reportedAt;

    void received(RtpPacket packet, long now) {
        heardAt = now;
        int ahead = (short) (packet.sequence() - (int) highest);
        if (!hasBegun || packet.ssrc() != ssrc || Math.abs(ahead) > 3000) begin(packet);
        else if (ahead > 0) highest += ahead;
        received++;
        int arrived = (int) (now / (1_000_000_000 / G711.RATE));
        int itsTransit = arrived - packet.timestamp();
        int difference = Math.abs(itsTransit - transit);
        transit = itsTransit;
        // A second at once is no jitter: it was silent meanwhile, or counts otherwise now.
        if (received > 1 && difference < G711.RATE) jitter += (difference - jitter) / 16;
    }

    private void begin(RtpPacket packet) {
        if (packet.ssrc() != ssrc) lastReport = 0;
        hasBegun = true;
        ssrc = packet.ssrc();
        base = packet.sequence();
        highest = base;
        received = 0;
        expectedBefore = 0;
        receivedBefore = 0;
        jitter = 0;
    }

    void reported(Rtcp.SenderReport report, long now) {
        if (report.ssrc() != ssrc) return;
        lastReport = (int) (report.ntp() >>> 16);
        reportedAt = now;
    }

    /// What has come since the last time this was asked; empty if nothing ever did.
    Optional<Rtcp.Block> block(long now) {
        if (!hasBegun) return Optional.empty();
        long expected = highest - base + 1;
        long interval = expected - expectedBefore;
        long lost = interval - (received - receivedBefore);
        expectedBefore = expected;
        receivedBefore = received;
        int fraction = interval <= 0 || lost <= 0 ? 0 : (int) Math.min(255, (lost << 8) / interval);
        int since = lastReport == 0 ? 0 : (int) Ntp.units(now - reportedAt);
        int allLost = Math.clamp(expected - received, Integer.MIN_VALUE, Integer.MAX_VALUE);
        return Optional.of(new Rtcp.Block(ssrc, fraction, allLost, (int) highest, (int) jitter, lastReport, since));
    }

    boolean isOf(List<Integer> ssrcs) {
        return hasBegun && ssrcs.contains(ssrc);
    }

    Duration jitter() {
        return Duration.ofNanos((long) (jitter * (1_000_000_000 / G711.RATE)));
    }

    /// For how long nothing has come; empty if nothing ever did.
    Optional<Duration> silence(long now) {
        return hasBegun ? Optional.of(Duration.ofNanos(now - heardAt)) : Optional.empty();
    }
}
