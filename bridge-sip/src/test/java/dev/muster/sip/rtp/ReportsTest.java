package dev.muster.sip.rtp;

import static dev.muster.sip.rtp.Packets.MILLISECOND;
import static dev.muster.sip.rtp.Packets.audio;
import static dev.muster.sip.rtp.Packets.hex;
import static dev.muster.sip.rtp.Packets.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// RFC 3550, 6: what we and another tell each other.
class ReportsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.250Z");
    private static final long START = 77_000 * MILLISECOND;

    private final Outgoing mine = new Outgoing(new Random(1));
    private final Reports reports = new Reports(mine, "bridge", () -> NOON, START);
    private final Outgoing theirs = new Outgoing(new Random(2));
    private final Reports other = new Reports(theirs, "phone", () -> NOON.plusSeconds(3600), 5);

    private static void send(Outgoing from, int count, long now) {
        var audio = new OwnAudio(from);
        for (int i = 0; i < count; i++)
            audio.send(new short[160], 0, 160, G711.PCMU, new byte[172], 0, now + i * 20L * MILLISECOND);
    }

    private static byte[] told(Reports from, long now) {
        var target = new byte[300];
        return Arrays.copyOf(target, from.write(target, 0, now));
    }

    private void receive(int sequence, int ssrc) {
        reports.received(read(audio(sequence, ssrc)), START + sequence * 20L * MILLISECOND);
    }

    private Rtcp.ReceiverReport toldOfReception() {
        byte[] told = told(reports, START + 200 * MILLISECOND);
        return (Rtcp.ReceiverReport) Rtcp.read(told, 0, told.length).getFirst();
    }

    @Test
    void sip_W8_whoSendsReportsWhatAndWhen() {
        send(mine, 51, START);
        byte[] told = told(reports, START + 1_500 * MILLISECOND);

        var report = (Rtcp.SenderReport) Rtcp.read(told, 0, told.length).getFirst();
        assertThat(report.ssrc()).isEqualTo(mine.ssrc());
        assertThat(report.packets()).isEqualTo(51);
        assertThat(report.octets()).isEqualTo(51 * 160);
        assertThat(report.ntp() >>> 32).isEqualTo(NOON.getEpochSecond() + 2_208_988_800L + 1);
        assertThat(report.ntp() & 0xffff_ffffL).isCloseTo(0xc000_0000L, within(100L));
        assertThat(report.timestamp()).isEqualTo(mine.timestampAt(START) + 1_500 * 8);
        assertThat(report.blocks()).isEmpty();
    }

    @Test
    void sip_W8_whoSendsNothingReportsWhatArrives() {
        send(mine, 1, START);
        told(reports, START);
        for (int i = 0; i < 10; i++) if (i % 5 != 3) receive(65_530 + i, 7);

        assertThat(toldOfReception().blocks()).containsExactly(new Rtcp.Block(7, 51, 2, 65_539, 0, 0, 0));
        assertThat(reports.measure().loss()).isCloseTo(0.2, within(0.01));
    }

    @Test
    void lossIsCountedSinceTheLastReport() {
        for (int i = 0; i < 10; i += 2) receive(i, 7);
        told(reports, START);
        assertThat(reports.measure().loss()).isCloseTo(4 / 9.0, within(0.01));

        for (int i = 9; i < 20; i++) receive(i, 7);
        assertThat(toldOfReception().blocks()).containsExactly(new Rtcp.Block(7, 0, 4, 19, 0, 0, 0));
        assertThat(reports.measure().loss()).isZero();
    }

    @Test
    void whatComesTwiceIsLessThanNothingLost() {
        for (int i = 0; i < 10; i++) for (int j = 0; j < 2; j++) receive(i, 7);

        assertThat(toldOfReception().blocks()).containsExactly(new Rtcp.Block(7, 0, -10, 9, 0, 0, 0));
    }

    /// RFC 3550, A.8: each difference counts by a sixteenth.
    @Test
    void jitterIsHowMuchTheWayDiffers() {
        for (int i = 0; i < 500; i++) reports.received(read(audio(i, 7)), START + (i * 20 + i % 2 * 10) * MILLISECOND);
        told(reports, START);

        assertThat(reports.measure().jitter()).isCloseTo(Duration.ofMillis(10), Duration.ofMillis(1));
    }

    @Test
    void aPauseIsNoJitter() {
        reports.received(read(audio(1, 7)), START);
        reports.received(read(audio(2, 7)), START + 20 * MILLISECOND);
        reports.received(read(audio(3, 7)), START + 10_000 * MILLISECOND);

        assertThat(reports.measure().jitter()).isZero();
    }

    @Test
    void anotherSourceIsCountedAnew() {
        for (int i = 0; i < 10; i++) receive(i, 7);
        for (int i = 0; i < 5; i++) receive(30_000 + i, 8);

        assertThat(toldOfReception().blocks()).containsExactly(new Rtcp.Block(8, 0, 0, 30_004, 0, 0, 0));
    }

    @Test
    void sip_W8_theRoundTripIsWhatTheyDidntKeepItFor() {
        send(mine, 1, START);
        send(theirs, 1, 5);
        // 100 ms there, kept for a second, 80 ms back.
        other.received(read(audio(1, mine.ssrc())), 5);
        byte[] there = told(reports, START);
        other.read(there, 0, there.length, 5 + 100 * MILLISECOND);
        byte[] back = told(other, 5 + 1_100 * MILLISECOND);
        reports.read(back, 0, back.length, START + 1_180 * MILLISECOND);

        assertThat(reports.measure().roundTrip().orElseThrow()).isCloseTo(Duration.ofMillis(180), Duration.ofMillis(1));
        assertThat(other.measure().roundTrip()).as("not told of yet").isEmpty();
    }

    @Test
    void whatTheyLoseIsKnownTooAndWhatConcernsOthersIsNot() {
        for (int i = 0; i < 10; i += 2) other.received(read(audio(i, mine.ssrc())), 5);
        byte[] told = told(other, 5);
        reports.read(told, 0, told.length, START);
        assertThat(reports.measure().loss()).isCloseTo(4 / 9.0, within(0.01));

        var bystander = new Reports(new Outgoing(new Random(3)), "x", () -> NOON, START);
        bystander.read(told, 0, told.length, START);
        assertThat(bystander.measure().loss()).isZero();
    }

    @Test
    void sip_W8_whoGoesSaysSo() {
        other.received(read(audio(1, mine.ssrc())), 5);
        var target = new byte[300];
        int length = reports.goodbye(target, 0, START);
        other.read(target, 0, length, 5);

        assertThat(other.isGone()).isTrue();
        assertThat(reports.isGone()).isFalse();
    }

    @Test
    void aDatagramSaysWhoWeAreToo() {
        byte[] told = told(reports, START);

        assertThat(told).hasSize(8 + 20).startsWith(0x80, 201, 0, 1);
        assertThat(Arrays.copyOfRange(told, 8, 12)).containsExactly(0x81, 202, 0, 4);
        assertThat(Arrays.copyOfRange(told, 16, 28)).containsExactly(1, 6, 'b', 'r', 'i', 'd', 'g', 'e', 0, 0, 0, 0);
    }

    @Test
    void sip_S13_silenceIsMeasured() {
        assertThat(reports.silence(START)).isEmpty();
        reports.received(read(audio(1, 7)), START);

        assertThat(reports.silence(START + 30_000 * MILLISECOND)).contains(Duration.ofSeconds(30));
    }

    @Test
    void whatIsNoReportIsPassedOver() {
        assertThat(Rtcp.read(hex("80c9"), 0, 2)).isEmpty();
        assertThat(Rtcp.read(hex("81c90001 00000001"), 0, 8))
                .as("a block that isn't there")
                .isEmpty();
        assertThat(Rtcp.read(hex("80c90002 00000001"), 0, 8))
                .as("longer than it is")
                .isEmpty();
        assertThat(Rtcp.read(hex("40c90001 00000001"), 0, 8)).as("version 1").isEmpty();
        assertThat(Rtcp.read(hex("80cf0001 00000001 80c90001 00000001"), 0, 16))
                .as("behind what we don't know")
                .containsExactly(new Rtcp.ReceiverReport(1, List.of()));
    }
}
