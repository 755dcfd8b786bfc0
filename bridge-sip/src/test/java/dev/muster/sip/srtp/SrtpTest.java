package dev.muster.sip.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sip.rtp.BigEndian;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One sends, another receives, and somebody is between them.
class SrtpTest {
    private static final int SSRC = 0xcafe;
    private static final int LENGTH = 172;
    private static final SecureRandom RANDOM = new SecureRandom();

    private static byte[] packet(int number) {
        return packet(number, SSRC);
    }

    private static byte[] packet(int number, int ssrc) {
        var bytes = new byte[LENGTH];
        Arrays.fill(bytes, (byte) number);
        bytes[0] = (byte) 0x80;
        bytes[1] = 0;
        BigEndian.put16(bytes, 2, number);
        BigEndian.put32(bytes, 4, number * 160);
        BigEndian.put32(bytes, 8, ssrc);
        return bytes;
    }

    private static byte[] report(int words) {
        var bytes = new byte[4 * words];
        Arrays.fill(bytes, (byte) words);
        bytes[0] = (byte) 0x80;
        bytes[1] = (byte) 201;
        BigEndian.put16(bytes, 2, words - 1);
        BigEndian.put32(bytes, 4, SSRC);
        return bytes;
    }

    private static byte[] protect(SrtpSender sender, byte[] packet) {
        byte[] bytes = Arrays.copyOf(packet, packet.length + SrtpSender.OVERHEAD);
        int length = sender.protect(bytes, 0, packet.length);
        return length < 0 ? new byte[0] : Arrays.copyOf(bytes, length);
    }

    private static byte[] protectRtcp(SrtpSender sender, byte[] report) {
        byte[] bytes = Arrays.copyOf(report, report.length + SrtpSender.OVERHEAD);
        int length = sender.protectRtcp(bytes, 0, report.length);
        return length < 0 ? new byte[0] : Arrays.copyOf(bytes, length);
    }

    /// What comes out; nothing if it is refused.
    private static byte[] unprotect(SrtpReceiver receiver, byte[] packet) {
        byte[] bytes = packet.clone();
        int length = receiver.unprotect(bytes, 0, bytes.length);
        return length < 0 ? new byte[0] : Arrays.copyOf(bytes, length);
    }

    private static byte[] unprotectRtcp(SrtpReceiver receiver, byte[] report) {
        byte[] bytes = report.clone();
        int length = receiver.unprotectRtcp(bytes, 0, bytes.length);
        return length < 0 ? new byte[0] : Arrays.copyOf(bytes, length);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasSentIsRead(Profile profile) {
        MasterKey key = MasterKey.random(profile, RANDOM);
        var sender = new SrtpSender(key);
        var receiver = new SrtpReceiver(key);

        byte[] sent = protect(sender, packet(1));
        assertThat(sent).hasSize(LENGTH + profile.tagLength());
        assertThat(Arrays.copyOf(sent, 12))
                .as("the header can be read by anybody")
                .isEqualTo(Arrays.copyOf(packet(1), 12));
        assertThat(Arrays.copyOfRange(sent, 12, LENGTH)).isNotEqualTo(Arrays.copyOfRange(packet(1), 12, LENGTH));
        assertThat(unprotect(receiver, sent)).isEqualTo(packet(1));

        byte[] told = protectRtcp(sender, report(7));
        assertThat(Arrays.copyOfRange(told, 8, 28)).isNotEqualTo(Arrays.copyOfRange(report(7), 8, 28));
        assertThat(unprotectRtcp(receiver, told)).isEqualTo(report(7));
        assertThat(unprotectRtcp(receiver, protectRtcp(sender, report(2)))).isEqualTo(report(2));
    }

    @ParameterizedTest
    @EnumSource
    void extensionsAndContributorsStayReadable(Profile profile) {
        MasterKey key = MasterKey.random(profile, RANDOM);
        byte[] packet = packet(1);
        packet[0] = (byte) 0xb1;
        BigEndian.put32(packet, 12, 0xaaaa_aaaa);
        BigEndian.put32(packet, 16, 0xbede_0001);
        byte[] sent = protect(new SrtpSender(key), packet);

        assertThat(Arrays.copyOf(sent, 24)).isEqualTo(Arrays.copyOf(packet, 24));
        assertThat(unprotect(new SrtpReceiver(key), sent)).isEqualTo(packet);
    }

    @ParameterizedTest
    @EnumSource
    void itIsReadWhereItLies(Profile profile) {
        MasterKey key = MasterKey.random(profile, RANDOM);
        byte[] bytes = new byte[300];
        System.arraycopy(packet(1), 0, bytes, 50, LENGTH);

        int sent = new SrtpSender(key).protect(bytes, 50, LENGTH);
        int read = new SrtpReceiver(key).unprotect(bytes, 50, sent);

        assertThat(read).isEqualTo(LENGTH);
        assertThat(Arrays.copyOfRange(bytes, 50, 50 + LENGTH)).isEqualTo(packet(1));
        assertThat(Arrays.copyOf(bytes, 50)).containsOnly(0);
    }

    /// Two times around, every seventh is lost, and others come up to a hundred later.
    @ParameterizedTest
    @EnumSource
    void sip_W5_theRolloverIsFollowedThroughLossAndDisorder(Profile profile) {
        var random = new Random(1);
        MasterKey key = MasterKey.random(profile, RANDOM);
        var sender = new SrtpSender(key);
        var receiver = new SrtpReceiver(key);
        List<byte[]> delayed = new ArrayList<>();
        int refused = 0;
        for (int n = 30_000; n < 30_000 + 2 * 0x10000; n++) {
            byte[] sent = protect(sender, packet(n));
            if (random.nextInt(20) == 0) delayed.add(sent);
            else if (n % 7 != 0 && unprotect(receiver, sent).length != LENGTH) refused++;
            if (n % 100 != 0) continue;
            for (byte[] late : delayed) if (unprotect(receiver, late).length != LENGTH) refused++;
            delayed.clear();
        }

        assertThat(refused).isZero();
        assertThat(receiver.forged() + receiver.repeated()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void sip_W5_whatWasThereBeforeIsRefused(Profile profile) {
        MasterKey key = MasterKey.random(profile, RANDOM);
        var sender = new SrtpSender(key);
        var receiver = new SrtpReceiver(key);
        List<byte[]> sent = IntStream.range(0, 200)
                .mapToObj(n -> protect(sender, packet(n)))
                .toList();

        for (int n = 0; n < 200; n += 2)
            assertThat(unprotect(receiver, sent.get(n))).hasSize(LENGTH);
        for (int n = 0; n < 200; n += 2)
            assertThat(unprotect(receiver, sent.get(n))).isEmpty();
        assertThat(receiver.repeated()).isEqualTo(100);

        assertThat(unprotect(receiver, sent.get(198 - 127)))
                .as("late, but not too late")
                .hasSize(LENGTH);
        assertThat(unprotect(receiver, sent.get(198 - 127))).isEmpty();
        assertThat(unprotect(receiver, sent.get(198 - 129)))
                .as("too old to know")
                .isEmpty();
        assertThat(receiver.forged()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void sip_W5_aReportThatWasThereBeforeIsRefused(Profile profile) {
        MasterKey key = MasterKey.random(profile, RANDOM);
        var sender = new SrtpSender(key);
        var receiver = new SrtpReceiver(key);
        byte[] first = protectRtcp(sender, report(7));
        byte[] second = protectRtcp(sender, report(7));

        assertThat(second).isNotEqualTo(first);
        assertThat(unprotectRtcp(receiver, second)).hasSize(28);
        assertThat(unprotectRtcp(receiver, first)).hasSize(28);
        assertThat(unprotectRtcp(receiver, second)).isEmpty();
        assertThat(receiver.repeated()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void sip_W5_whateverBitIsChangedItIsRefused(Profile profile) {
        MasterKey key = MasterKey.random(profile, RANDOM);
        var sender = new SrtpSender(key);
        var receiver = new SrtpReceiver(key);
        byte[] packet = protect(sender, packet(5));
        byte[] report = protectRtcp(sender, report(7));

        for (int bit = 0; bit < 8 * packet.length; bit++)
            assertThat(unprotect(receiver, changed(packet, bit)))
                    .as("bit %d", bit)
                    .isEmpty();
        for (int bit = 0; bit < 8 * report.length; bit++)
            assertThat(unprotectRtcp(receiver, changed(report, bit)))
                    .as("bit %d", bit)
                    .isEmpty();

        assertThat(unprotect(receiver, packet)).as("nothing of it was believed").hasSize(LENGTH);
        assertThat(unprotectRtcp(receiver, report)).hasSize(28);
    }

    private static byte[] changed(byte[] bytes, int bit) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << (bit % 8));
        return changed;
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCutOffIsRefused(Profile profile) {
        MasterKey key = MasterKey.random(profile, RANDOM);
        var sender = new SrtpSender(key);
        var receiver = new SrtpReceiver(key);
        byte[] packet = protect(sender, packet(5));
        byte[] report = protectRtcp(sender, report(7));

        for (int n = 0; n < packet.length; n++)
            assertThat(unprotect(receiver, Arrays.copyOf(packet, n))).isEmpty();
        for (int n = 0; n < report.length; n++)
            assertThat(unprotectRtcp(receiver, Arrays.copyOf(report, n))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anotherKeyOpensNothing(Profile profile) {
        var sender = new SrtpSender(MasterKey.random(profile, RANDOM));
        var receiver = new SrtpReceiver(MasterKey.random(profile, RANDOM));

        assertThat(unprotect(receiver, protect(sender, packet(1)))).isEmpty();
        assertThat(unprotectRtcp(receiver, protectRtcp(sender, report(7)))).isEmpty();
        assertThat(receiver.forged()).isEqualTo(2);
    }

    /// With the difference of two packets under one key stream, both can be read.
    @ParameterizedTest
    @EnumSource
    void sip_W5_noNumberIsSentTwice(Profile profile) {
        var sender = new SrtpSender(MasterKey.random(profile, RANDOM));
        byte[] other = packet(5);
        other[20] ^= 1;

        assertThat(protect(sender, packet(5))).isNotEmpty();
        assertThat(protect(sender, packet(7))).isNotEmpty();
        assertThat(protect(sender, other)).isEmpty();
        assertThat(protect(sender, packet(6))).as("later than another, but new").isNotEmpty();
        assertThat(protect(sender, packet(6))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void sip_W5_aKeyThatIsUsedUpSendsNothingMore(Profile profile) {
        var sender = new SrtpSender(MasterKey.random(profile, RANDOM));
        Stream stream = sender.streams().add(SSRC);
        stream.packets().add((1L << 48) - 2);
        stream.reports().add((1L << 31) - 2);

        assertThat(protect(sender, packet(0xffff))).as("packet 2^48").isNotEmpty();
        assertThat(protect(sender, packet(0))).as("one more").isEmpty();
        assertThat(protectRtcp(sender, report(7))).as("report 2^31").isNotEmpty();
        assertThat(protectRtcp(sender, report(7))).as("one more").isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void otherSourcesAreOtherStreams(Profile profile) {
        MasterKey key = MasterKey.random(profile, RANDOM);
        var receiver = new SrtpReceiver(key);
        for (int ssrc = 0; ssrc < 40; ssrc++) {
            var sender = new SrtpSender(key);
            for (int n = 0; n < 3; n++)
                assertThat(unprotect(receiver, protect(sender, packet(n, ssrc))))
                        .hasSize(LENGTH);
        }
        var sender = new SrtpSender(key);
        for (int ssrc = 0; ssrc < 8; ssrc++)
            assertThat(protect(sender, packet(1, ssrc))).isNotEmpty();
        assertThat(protect(sender, packet(1, 8))).as("nobody has so many").isEmpty();
        assertThat(protect(sender, packet(1, 0)))
                .as("it isn't forgotten what was sent")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatDoesNotFitIsNotSent(Profile profile) {
        var sender = new SrtpSender(MasterKey.random(profile, RANDOM));

        assertThat(sender.protect(packet(1), 0, LENGTH)).isEqualTo(-1);
        assertThat(sender.protectRtcp(report(7), 0, 28)).isEqualTo(-1);
        assertThat(sender.protect(new byte[100], 0, 50)).as("no RTP").isEqualTo(-1);
    }
}
