package dev.muster.sip.srtp;

import dev.muster.sip.rtp.BigEndian;
import dev.muster.sip.rtp.RtpPacket;
import java.security.GeneralSecurityException;

/// Opens what others send, if it is genuine and wasn't there before. Until it is known to be, nothing is
/// remembered of it.
public final class SrtpReceiver {
    /// Only who has the key can begin a stream. A phone may do so each time it is put on hold.
    private static final int MOST_STREAMS = 16;

    private final Transform transform;
    private final Streams streams = new Streams(MOST_STREAMS);
    private volatile long forged;
    private volatile long repeated;

    public SrtpReceiver(MasterKey key) {
        transform = Transform.of(key);
    }

    /// Decrypts a packet of RTP where it lies.
    ///
    /// @return how long it is now; -1 if it is to be dropped
    public int unprotect(byte[] bytes, int from, int length) {
        int overhead = transform.overhead();
        if (length > Gcm.MOST) return -1;
        int header = RtpPacket.headerLength(bytes, from, length - overhead);
        if (header < 0) return -1;
        int ssrc = BigEndian.i32(bytes, from + 8);
        int sequence = BigEndian.u16(bytes, from + 2);
        Stream known = streams.of(ssrc);
        long index = known == null ? sequence : known.index(sequence);
        if (index < 0 || (known != null && !known.packets().isNew(index))) return refuseRepeated();
        int opened;
        try {
            opened = transform.unprotect(bytes, from, header, length, ssrc, index);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a packet could not be decrypted", e);
        }
        if (opened < 0) return refuseForged();
        (known == null ? streams.add(ssrc) : known).packets().add(index);
        return opened;
    }

    /// Decrypts a datagram of RTCP. One that isn't encrypted is refused: nobody has agreed to that.
    public int unprotectRtcp(byte[] bytes, int from, int length) {
        if (length > Gcm.MOST || length < Transform.RTCP_HEADER + transform.rtcpOverhead()) return -1;
        int ssrc = BigEndian.i32(bytes, from + 4);
        int word = BigEndian.i32(bytes, from + length - transform.rtcpIndexFromEnd());
        if ((word & Transform.ENCRYPTED) == 0) return refuseForged();
        int index = word & ~Transform.ENCRYPTED;
        Stream known = streams.of(ssrc);
        if (known != null && !known.reports().isNew(index)) return refuseRepeated();
        int opened;
        try {
            opened = transform.unprotectRtcp(bytes, from, length, ssrc, index);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a report could not be decrypted", e);
        }
        if (opened < 0) return refuseForged();
        (known == null ? streams.add(ssrc) : known).reports().add(index);
        return opened;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Only one thread writes.
    private int refuseForged() {
        forged++;
        return -1;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Only one thread writes.
    private int refuseRepeated() {
        repeated++;
        return -1;
    }

    /// How many packets didn't come from who has the key. May be asked by any thread.
    public long forged() {
        return forged;
    }

    /// How many packets were there before, or are older than can be known. May be asked by any thread.
    public long repeated() {
        return repeated;
    }
}
