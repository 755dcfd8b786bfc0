package dev.muster.sip.rtp;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What is told of one leg in RTCP, by us and by the other side. Both are to hear of it each five seconds.
public final class Reports {
    /// A longer way than once around the Earth by satellites is an error of somebody's clock.
    private static final Duration LONGEST_ROUND_TRIP = Duration.ofSeconds(30);

    private final Outgoing outgoing;
    private final String name;
    private final long ntpAtStart;
    private final long start;
    private final Reception reception = new Reception();
    private long packetsBefore;
    private double lossHere;
    private double lossThere;
    private Optional<Duration> roundTrip = Optional.empty();
    private boolean isGone;

    /// @param name how we call ourselves, the same in all streams of a call; says nothing of who calls
    /// @param now the nanoseconds that belong to what the clock says
    public Reports(Outgoing outgoing, String name, InstantSource clock, long now) {
        this.outgoing = outgoing;
        this.name = name;
        ntpAtStart = Ntp.of(clock.instant());
        start = now;
    }

    /// Counts a packet that came.
    public void received(RtpPacket packet, long now) {
        reception.received(packet, now);
    }

    /// Writes what we have to tell.
    ///
    /// @return how long it is: 100 bytes at most, and the name
    public int write(byte[] target, int at, long now) {
        return compound(target, at, now).length();
    }

    /// Writes the same, and that we go.
    public int goodbye(byte[] target, int at, long now) {
        return compound(target, at, now).goodbye(outgoing.ssrc()).length();
    }

    private Compound compound(byte[] target, int at, long now) {
        Optional<Rtcp.Block> block = reception.block(now);
        block.ifPresent(arrived -> lossHere = arrived.fractionLost() / 256.0);
        List<Rtcp.Block> blocks = block.stream().toList();
        var compound = new Compound(target, at);
        boolean hasSent = outgoing.packets() != packetsBefore;
        packetsBefore = outgoing.packets();
        if (hasSent) compound.report(sent(blocks, now));
        else compound.report(new Rtcp.ReceiverReport(outgoing.ssrc(), blocks));
        return compound.description(outgoing.ssrc(), name);
    }

    private Rtcp.SenderReport sent(List<Rtcp.Block> blocks, long now) {
        return new Rtcp.SenderReport(
                outgoing.ssrc(),
                ntp(now),
                outgoing.timestampAt(now),
                (int) outgoing.packets(),
                (int) outgoing.octets(),
                blocks);
    }

    /// Counted from the start: somebody who sets the clock must not make a round trip of it.
    private long ntp(long now) {
        long elapsed = now - start;
        return ntpAtStart + ((elapsed / 1_000_000_000) << 32) + ((elapsed % 1_000_000_000 << 32) / 1_000_000_000);
    }

    /// Takes what the other side tells.
    public void read(byte[] bytes, int from, int length, long now) {
        for (Rtcp told : Rtcp.read(bytes, from, length)) {
            switch (told) {
                case Rtcp.SenderReport report -> {
                    reception.reported(report, now);
                    report.blocks().forEach(block -> arrived(block, now));
                }
                case Rtcp.ReceiverReport report -> report.blocks().forEach(block -> arrived(block, now));
                case Rtcp.Goodbye goodbye -> isGone |= reception.isOf(goodbye.ssrcs());
            }
        }
    }

    private void arrived(Rtcp.Block block, long now) {
        if (block.ssrc() != outgoing.ssrc()) return;
        lossThere = block.fractionLost() / 256.0;
        if (block.lastReport() == 0) return;
        int units = (int) (ntp(now) >>> 16) - block.lastReport() - block.sinceLastReport();
        Duration took = Duration.ofNanos(Ntp.nanos(units));
        if (!took.isNegative() && took.compareTo(LONGEST_ROUND_TRIP) < 0) roundTrip = Optional.of(took);
    }

    /// How well it goes, as far as both sides know.
    public Quality.Measure measure() {
        return new Quality.Measure(Math.max(lossHere, lossThere), roundTrip, reception.jitter());
    }

    /// For how long nothing has come; empty if nothing ever did.
    public Optional<Duration> silence(long now) {
        return reception.silence(now);
    }

    /// Whether the other side has said that it goes.
    public boolean isGone() {
        return isGone;
    }
}
