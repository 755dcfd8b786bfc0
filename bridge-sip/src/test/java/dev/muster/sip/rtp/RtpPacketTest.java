package dev.muster.sip.rtp;

import static dev.muster.sip.rtp.Packets.hex;
import static dev.muster.sip.rtp.Packets.payload;
import static dev.muster.sip.rtp.Packets.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// RFC 3550, 5.1.
class RtpPacketTest {
    private static final String PLAIN = "80 8a fffe 80000001 deadbeef";

    @Test
    void aHeaderIsRead() {
        RtpPacket packet = read(hex(PLAIN + "0102"));

        assertThat(packet.payloadType()).isEqualTo(10);
        assertThat(packet.isMarked()).isTrue();
        assertThat(packet.sequence()).isEqualTo(0xfffe);
        assertThat(packet.timestamp()).isEqualTo(0x80000001);
        assertThat(packet.ssrc()).isEqualTo(0xdeadbeef);
        assertThat(payload(packet)).containsExactly(1, 2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void thePayloadIsWhatIsLeft(String bytes) {
        assertThat(payload(read(hex(bytes)))).containsExactly(1, 2);
    }

    static Stream<Arguments> thePayloadIsWhatIsLeft() {
        return Stream.of(
                argumentSet("behind two who contribute", "82 00 0001 00000001 00000001 aaaaaaaa bbbbbbbb 0102"),
                argumentSet("behind an extension", "90 00 0001 00000001 00000001 bede0001 cccccccc 0102"),
                argumentSet("behind an extension of nothing", "90 00 0001 00000001 00000001 bede0000 0102"),
                argumentSet("before padding", "a0 00 0001 00000001 00000001 0102 000003"),
                argumentSet("before one byte of padding", "a0 00 0001 00000001 00000001 0102 01"),
                argumentSet("amid all of them", "b1 00 0001 00000001 00000001 aaaaaaaa bede0001 cccccccc 0102 0002"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void whatIsNoPacketIsRefused(String bytes) {
        assertThat(new RtpPacket().read(hex(bytes), 0, hex(bytes).length)).isFalse();
    }

    static Stream<Arguments> whatIsNoPacketIsRefused() {
        return Stream.of(
                argumentSet("nothing", ""),
                argumentSet("11 bytes", "80 00 0001 00000001 000000"),
                argumentSet("version 1", "40 00 0001 00000001 00000001"),
                argumentSet("version 0, as STUN is", "00 01 0000 2112a442 00000001"),
                argumentSet("contributors that aren't there", "8f 00 0001 00000001 00000001"),
                argumentSet("an extension that isn't there", "90 00 0001 00000001 00000001"),
                argumentSet("a longer extension than there is", "90 00 0001 00000001 00000001 bedeffff 00000000"),
                argumentSet("padding of nothing", "a0 00 0001 00000001 00000001 0102 00"),
                argumentSet("more padding than there is payload", "a0 00 0001 00000001 00000001 0102 04"));
    }

    @Test
    void itIsReadWhereItLies() {
        byte[] bytes = hex("ffffff" + PLAIN + "0102" + "ffff");
        var packet = new RtpPacket();

        assertThat(packet.read(bytes, 3, 14)).isTrue();

        assertThat(packet.sequence()).isEqualTo(0xfffe);
        assertThat(payload(packet)).containsExactly(1, 2);
    }

    /// RFC 5761: RTCP comes through the same port.
    @ParameterizedTest
    @CsvSource({"80c8, true", "81c9, true", "80df, true", "80bf, false", "80e0, false", "8000, false", "80, false"})
    void rtcpIsToldByItsType(String bytes, boolean isRtcp) {
        assertThat(RtpPacket.isRtcp(hex(bytes), 0, hex(bytes).length)).isEqualTo(isRtcp);
    }
}
