package dev.muster.sip.srtp;

import dev.muster.sip.rtp.BigEndian;
import dev.muster.sip.rtp.RtpPacket;
import java.security.GeneralSecurityException;

/// Protects what we send. No two packets ever get the same key stream, whoever asks for it.
public final class SrtpSender {
    /// How much longer a packet may get: so much room there must be behind it.
    public static final int OVERHEAD = 20;

    /// A leg has one stream of ours. More than a few are somebody's mistake.
    private static final int MOST_STREAMS = 8;

    private final Transform transform;
    private final Streams streams = new Streams(MOST_STREAMS);

    public SrtpSender(MasterKey key) {
        transform = Transform.of(key);
    }

    /// Encrypts and signs a packet of RTP where it lies.
    ///
    /// @return how long it is now; -1 if it must not go: it is none, too long, was sent before, or the key is
    /// used up
    public int protect(byte[] bytes, int from, int length) {
        int header = RtpPacket.headerLength(bytes, from, length);
        if (header < 0 || !fits(bytes, from, length, transform.overhead())) return -1;
        int ssrc = BigEndian.i32(bytes, from + 8);
        Stream stream = streams.orNew(ssrc);
        if (stream == null) return -1;
        long index = stream.index(BigEndian.u16(bytes, from + 2));
        if (index < 0 || !stream.packets().isNew(index)) return -1;
        stream.packets().add(index);
        try {
            return transform.protect(bytes, from, header, length, ssrc, index);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a packet could not be encrypted", e);
        }
    }

    /// Encrypts and signs a datagram of RTCP.
    public int protectRtcp(byte[] bytes, int from, int length) {
        if (length < Transform.RTCP_HEADER || !fits(bytes, from, length, transform.rtcpOverhead())) return -1;
        int ssrc = BigEndian.i32(bytes, from + 4);
        Stream stream = streams.orNew(ssrc);
        if (stream == null) return -1;
        long index = Math.max(0, stream.reports().highest()) + 1;
        if (index >= Stream.MOST_REPORTS) return -1;
        stream.reports().add(index);
        try {
            return transform.protectRtcp(bytes, from, length, ssrc, (int) index);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a report could not be encrypted", e);
        }
    }

    private static boolean fits(byte[] bytes, int from, int length, int more) {
        return length <= Gcm.MOST && from + length + more <= bytes.length;
    }

    Streams streams() {
        return streams;
    }
}
