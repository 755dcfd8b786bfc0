package dev.muster.sip.rtp;

import static dev.muster.sip.rtp.Packets.MILLISECOND;
import static dev.muster.sip.rtp.Packets.audio;
import static dev.muster.sip.rtp.Packets.hex;
import static dev.muster.sip.rtp.Packets.packet;
import static dev.muster.sip.rtp.Packets.payload;
import static dev.muster.sip.rtp.Packets.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// From a browser, whose events are 126, to a telephone, whose events are 101.
class ForwarderTest {
    private static final int COMFORT_NOISE = 13;
    private static final PayloadMap MAP =
            PayloadMap.NOTHING.withAudio(G711.PCMU, G711.PCMU).with(126, 101);

    private final Outgoing outgoing = new Outgoing(new Random(1));
    private final Forwarder forwarder = new Forwarder(outgoing, MAP);
    private final List<RtpPacket> sent = new ArrayList<>();
    private long now = 5_000 * MILLISECOND;

    private void forward(byte[] packet) {
        var target = new byte[400];
        int length = forwarder.forward(read(packet), target, 0, now);
        if (length > 0) sent.add(read(target, length));
        now += 20 * MILLISECOND;
    }

    /// Numbers as they count from the first that was sent.
    private List<Integer> sequences() {
        int first = sent.getFirst().sequence();
        return sent.stream().map(packet -> (packet.sequence() - first) & 0xffff).toList();
    }

    private List<Integer> timestamps() {
        int first = sent.getFirst().timestamp();
        return sent.stream().map(packet -> packet.timestamp() - first).toList();
    }

    @Test
    void onlyTheHeaderIsNew() {
        forward(hex("b1 fe 0007 00000001 0000abcd aaaaaaaa bede0001 cccccccc 05060708 0002"));

        RtpPacket packet = sent.getFirst();
        assertThat(payload(packet)).containsExactly(5, 6, 7, 8);
        assertThat(packet.payloadType()).isEqualTo(101);
        assertThat(packet.isMarked()).isTrue();
        assertThat(packet.ssrc()).isEqualTo(outgoing.ssrc());
        assertThat(packet.payloadAt()).as("without CSRCs and extensions").isEqualTo(RtpPacket.HEADER);
        assertThat(packet.bytes()[0]).as("neither padded nor extended").isEqualTo((byte) 0x80);
    }

    @Test
    void aPacketIsRewrittenWhereItLies() {
        byte[] bytes = hex("ffff 90 00 0007 00000001 0000abcd bede0001 cccccccc 05060708 ffff");
        var packet = new RtpPacket();
        assertThat(packet.read(bytes, 2, 24)).isTrue();

        int length = forwarder.forward(packet, bytes, 2, now);

        assertThat(length).isEqualTo(16);
        assertThat(packet.read(bytes, 2, length)).isTrue();
        assertThat(payload(packet)).containsExactly(5, 6, 7, 8);
    }

    @Test
    void whatDoesNotFitStaysOut() {
        assertThat(forwarder.forward(read(audio(1, 7)), new byte[100], 0, now)).isZero();
    }

    @Test
    void theMarkerStays() {
        for (int i = 0; i < 3; i++) forward(audio(i, 7));
        forward(packet(0x80, 3, 3 * 160, 7, (byte) 1));
        forward(audio(4, 7));

        assertThat(sent).extracting(RtpPacket::isMarked).containsExactly(true, false, false, true, false);
    }

    @Test
    void sip_S13_comfortNoiseIsLeftOutWithoutAGap() {
        forward(audio(1, 7));
        forward(packet(COMFORT_NOISE, 2, 320, 7, (byte) 60));
        forward(packet(COMFORT_NOISE, 3, 480, 7, (byte) 60));
        forward(audio(4, 7));
        forward(audio(5, 7));

        assertThat(sequences()).containsExactly(0, 1, 2);
        assertThat(timestamps()).as("time goes on meanwhile").containsExactly(0, 480, 640);
    }

    @Test
    void sip_S13_comfortNoiseGoesOnWhereBothSidesKnowIt() {
        forwarder.reroute(MAP.with(COMFORT_NOISE, COMFORT_NOISE));
        forward(audio(1, 7));
        forward(packet(COMFORT_NOISE, 2, 320, 7, (byte) 60));

        assertThat(sent).extracting(RtpPacket::payloadType).containsExactly(0, COMFORT_NOISE);
    }

    @Test
    void whatGotLostStaysAGap() {
        for (int i : new int[] {1, 2, 5, 6}) forward(audio(i, 7));

        assertThat(sequences()).containsExactly(0, 1, 4, 5);
    }

    @Test
    void whatComesLateFindsItsPlace() {
        forward(audio(1, 7));
        forward(packet(COMFORT_NOISE, 2, 320, 7));
        forward(audio(4, 7));
        forward(packet(COMFORT_NOISE, 5, 800, 7));
        forward(audio(6, 7));
        forward(audio(3, 7));

        assertThat(sequences()).containsExactly(0, 2, 3, 1);
        assertThat(timestamps()).containsExactly(0, 3 * 160, 5 * 160, 2 * 160);
    }

    /// Two packets with one number and different contents would show the difference of both, encrypted or
    /// not.
    @Test
    void aNumberIsUsedOnce() {
        forward(audio(1, 7));
        forward(audio(2, 7));
        forward(packet(0, 2, 320, 7, (byte) 1, (byte) 2));
        forward(packet(0, 1, 160, 7, (byte) 1, (byte) 2));
        forward(audio(0, 7));

        assertThat(sequences()).containsExactly(0, 1);
    }

    @Test
    void sip_S12_anotherSourceIsTheSameStream() {
        for (int i = 0; i < 3; i++) forward(audio(60_000 + i, 7));
        now += 1000 * MILLISECOND;
        for (int i = 0; i < 3; i++) forward(audio(5 + i, 8));

        assertThat(sent).extracting(RtpPacket::ssrc).containsOnly(outgoing.ssrc());
        assertThat(sequences()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(timestamps()).as("a second and 20 ms later").containsExactly(0, 160, 320, 8480, 8640, 8800);
        assertThat(sent.get(3).isMarked()).isTrue();
    }

    @Test
    void packetsOfTheFormerSourceThatAreUnderWayDontBringItBack() {
        forward(audio(1, 7));
        forward(audio(3, 7));
        forward(audio(100, 8));
        forward(audio(2, 7));
        forward(audio(101, 8));
        assertThat(sequences()).containsExactly(0, 2, 3, 4);

        forward(audio(4, 7));
        assertThat(sequences()).as("it says more: it is back").containsExactly(0, 2, 3, 4, 5);
    }

    @Test
    void twoPacketsInARowShowThatTheSourceCountsFromElsewhere() {
        forward(audio(1, 7));
        forward(audio(2, 7));
        forward(audio(40_000, 7));
        assertThat(sent).as("one could be an accident").hasSize(2);

        forward(audio(40_001, 7));
        forward(audio(40_002, 7));
        assertThat(sequences()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void whatWeSayOurselvesIsTheSameStream() {
        var own = new OwnAudio(outgoing);
        var frame = new short[160];
        forward(audio(1, 7));
        for (int i = 0; i < 2; i++) {
            var target = new byte[200];
            sent.add(read(target, own.send(frame, 0, 160, G711.PCMU, target, 0, now)));
            now += 20 * MILLISECOND;
        }
        forward(audio(2, 7));
        forward(audio(3, 7));

        assertThat(sequences()).containsExactly(0, 1, 2, 3, 4);
        assertThat(timestamps()).containsExactly(0, 160, 320, 480, 640);
        assertThat(sent).extracting(RtpPacket::isMarked).containsExactly(true, true, false, true, false);
    }

    @Test
    void aVoiceIsPutIntoTheOtherLaw() {
        forwarder.reroute(PayloadMap.NOTHING.withAudio(G711.PCMU, G711.PCMA));
        forward(packet(0, 1, 160, 7, (byte) 0x80, (byte) 0xff));

        assertThat(sent.getFirst().payloadType()).isEqualTo(8);
        assertThat(payload(sent.getFirst())).containsExactly(0x2a ^ 0x80, 0xd5);
    }

    /// Whatever is lost, doubled or comes late: what goes on is numbered as if somebody who has seen
    /// everything had left out what was to be left out.
    @Test
    void theNumbersAreThoseOfWhoeverHasSeenEverything() {
        for (int seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            var mixed = new Forwarder(new Outgoing(random), MAP);
            int first = random.nextInt(0x10000);
            Set<Integer> numbers = new HashSet<>();
            List<Integer> late = new ArrayList<>();
            int origin = -1;
            int noise = 0;
            var expected = new int[2000];
            for (int i = 0; i < expected.length; i++) {
                boolean isNoise = i > 0 && random.nextInt(4) == 0;
                expected[i] = i - noise;
                List<Integer> coming = new ArrayList<>();
                if (isNoise) {
                    noise++;
                    assertThat(number(mixed, packet(COMFORT_NOISE, first + i, i * 160, 7)))
                            .isEqualTo(-1);
                } else if (i > 0 && random.nextInt(3) == 0) {
                    if (random.nextBoolean()) late.add(i);
                } else {
                    coming.add(i);
                }
                if (random.nextInt(10) == 0) {
                    coming.addAll(late);
                    late.clear();
                }
                for (int each : coming) {
                    int number = number(mixed, packet(0, first + each, each * 160, 7, (byte) each));
                    if (origin < 0) origin = number;
                    assertThat((number - origin) & 0xffff).isEqualTo(expected[each]);
                    assertThat(numbers.add(number)).isTrue();
                    assertThat(number(mixed, packet(0, first + each, each * 160, 7, (byte) 0)))
                            .as("again")
                            .isEqualTo(-1);
                }
            }
        }
    }

    private static int number(Forwarder forwarder, byte[] packet) {
        var target = new byte[400];
        int length = forwarder.forward(read(packet), target, 0, 0);
        return length == 0 ? -1 : read(target, length).sequence();
    }
}
