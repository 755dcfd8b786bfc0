package dev.muster.sip.rtp;

import java.util.Arrays;
import java.util.HexFormat;

/// Packets as somebody else would send them.
final class Packets {
    static final long MILLISECOND = 1_000_000;

    private Packets() {}

    static byte[] packet(int payloadType, int sequence, int timestamp, int ssrc, byte... payload) {
        var bytes = new byte[RtpPacket.HEADER + payload.length];
        RtpPacket.writeHeader(bytes, 0, payloadType, sequence, timestamp, ssrc);
        System.arraycopy(payload, 0, bytes, RtpPacket.HEADER, payload.length);
        return bytes;
    }

    /// The packet of a voice: every byte of it says the number it has.
    static byte[] audio(int sequence, int ssrc) {
        var payload = new byte[G711.FRAME];
        Arrays.fill(payload, (byte) sequence);
        return packet(G711.PCMU.payloadType(), sequence, sequence * G711.FRAME, ssrc, payload);
    }

    static RtpPacket read(byte[] bytes) {
        return read(bytes, bytes.length);
    }

    static RtpPacket read(byte[] bytes, int length) {
        var packet = new RtpPacket();
        if (!packet.read(bytes, 0, length)) throw new AssertionError("that is no RTP");
        return packet;
    }

    static byte[] payload(RtpPacket packet) {
        return Arrays.copyOfRange(packet.bytes(), packet.payloadAt(), packet.payloadAt() + packet.payloadLength());
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
