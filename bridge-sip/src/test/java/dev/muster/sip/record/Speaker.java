package dev.muster.sip.record;

import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.RtpPacket;
import java.nio.ByteBuffer;

/// Somebody who sends a voice, or a key, in packets.
final class Speaker {
    static final long MILLISECOND = 1_000_000;
    static final long FRAME_NANOS = 20 * MILLISECOND;
    static final int EVENT = 101;

    private final int ssrc;
    private final int firstTimestamp;
    private final G711 law;
    private int sequence;

    Speaker(int ssrc, int firstTimestamp, G711 law) {
        this.ssrc = ssrc;
        this.firstTimestamp = firstTimestamp;
        this.law = law;
    }

    static Speaker of(int ssrc) {
        return new Speaker(ssrc, ssrc * 7919, G711.PCMU);
    }

    G711 law() {
        return law;
    }

    /// A tone, as it sounds from that sample on.
    RtpPacket tone(int hertz, int from, int length) {
        byte[] payload = new byte[length];
        for (int i = 0; i < length; i++)
            payload[i] = law.encode((int) (9000 * Math.sin(2 * Math.PI * hertz * (from + i) / G711.RATE)));
        return packet(law.payloadType(), firstTimestamp + from, false, payload);
    }

    RtpPacket loud(int from, int length) {
        return tone(800, from, length);
    }

    RtpPacket marked(int hertz, int from, int length) {
        RtpPacket packet = tone(hertz, from, length);
        packet.bytes()[1] |= (byte) 0x80;
        return packet;
    }

    /// A key that has been held for so many samples.
    RtpPacket key(int code, int from, int duration, boolean isEnd) {
        byte[] payload = {(byte) code, (byte) (isEnd ? 0x8a : 0x0a), (byte) (duration >> 8), (byte) duration};
        return packet(EVENT, firstTimestamp + from, false, payload);
    }

    private RtpPacket packet(int type, int timestamp, boolean isMarked, byte[] payload) {
        byte[] bytes = ByteBuffer.allocate(RtpPacket.HEADER + payload.length)
                .put((byte) 0x80)
                .put((byte) (type | (isMarked ? 0x80 : 0)))
                .putShort((short) sequence++)
                .putInt(timestamp)
                .putInt(ssrc)
                .put(payload)
                .array();
        var packet = new RtpPacket();
        if (!packet.read(bytes, 0, bytes.length)) throw new AssertionError("that is no RTP");
        return packet;
    }
}
