package dev.muster.it.sip.many;

import dev.muster.sip.rtp.RtpPacket;
import java.io.IOException;
import java.net.InetSocketAddress;

/// Speaks in clear to whoever speaks to it.
final class Telephone extends End {
    Telephone(Tally tally) throws IOException {
        super(tally);
    }

    /// Where it is, and what it speaks.
    String description() {
        return String.join(
                "\r\n",
                "v=0",
                "o=- 1 1 IN IP4 127.0.0.1",
                "s=-",
                "c=IN IP4 127.0.0.1",
                "t=0 0",
                "m=audio " + port() + " RTP/AVP 0 126",
                "a=rtpmap:0 PCMU/8000",
                "a=rtpmap:126 telephone-event/8000",
                "a=sendrecv",
                "");
    }

    @Override
    void take(byte[] bytes, int length, InetSocketAddress from) {
        if (RtpPacket.isRtcp(bytes, 0, length)) return;
        if (!from.equals(other)) other = from;
        hear(bytes, length);
    }

    @Override
    boolean isReady() {
        return true;
    }

    @Override
    int sealed(byte[] bytes, int length) {
        return length;
    }

    @Override
    void stay() {
        // Who is behind a trunk is there until the call ends.
    }
}
