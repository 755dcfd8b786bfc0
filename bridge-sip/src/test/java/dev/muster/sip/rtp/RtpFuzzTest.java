package dev.muster.sip.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.time.Instant;
import java.util.Random;

/// Whatever a stranger sends is read or refused, and never reaches beyond what was sent.
class RtpFuzzTest {
    private final Outgoing outgoing = new Outgoing(new Random(1));
    private final Forwarder forwarder = new Forwarder(
            outgoing, PayloadMap.NOTHING.withAudio(G711.PCMU, G711.PCMA).with(101, 96));
    private final KeysHeard keys = new KeysHeard();
    private final JitterBuffer buffer = new JitterBuffer();
    private final Reports reports = new Reports(outgoing, "bridge", () -> Instant.EPOCH, 0);
    private final RtpPacket packet = new RtpPacket();
    private final short[] frame = new short[G711.FRAME];
    private long now;

    /// One packet after the other: of 50 bytes each, with whatever is in them.
    @FuzzTest
    void anyPackets(byte @NotNull [] bytes) {
        for (int at = 0; at < bytes.length; at += 50) {
            int length = Math.min(50, bytes.length - at);
            if (packet.read(bytes, at, length)) take(length);
            else assertThat(RtpPacket.headerLength(bytes, at, length)).isLessThanOrEqualTo(length);
            now += 20_000_000;
        }
    }

    private void take(int length) {
        assertThat(packet.payloadLength()).isBetween(0, length - RtpPacket.HEADER);
        reports.received(packet, now);
        keys.event(packet, now).forEach(key -> assertThat(Key.ALL).contains("" + key.key()));
        buffer.put(packet, G711.PCMA);
        buffer.take(frame);
        var target = new byte[100];
        int forwarded = forwarder.forward(packet, target, 0, now);
        if (forwarded == 0) return;
        assertThat(packet.read(target, 0, forwarded)).isTrue();
        assertThat(packet.ssrc()).isEqualTo(outgoing.ssrc());
    }

    @FuzzTest
    void anyReports(byte @NotNull [] bytes) {
        reports.read(bytes, 0, bytes.length, now);
        assertThat(reports.measure().loss()).isBetween(0.0, 1.0);
        assertThat(reports.measure().opinion()).isBetween(1.0, 4.5);
        for (Rtcp read : Rtcp.read(bytes, 0, bytes.length))
            assertThat(read.toString()).isNotEmpty();
    }
}
