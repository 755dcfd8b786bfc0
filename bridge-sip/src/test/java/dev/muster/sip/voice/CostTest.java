package dev.muster.sip.voice;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.muster.sip.leg.Leg;
import dev.muster.sip.leg.LegState;
import dev.muster.sip.leg.Writing;
import dev.muster.sip.mix.Beat;
import dev.muster.sip.rtp.BigEndian;
import dev.muster.sip.rtp.G711;
import dev.muster.sip.rtp.Outgoing;
import dev.muster.sip.rtp.Quality;
import dev.muster.sip.rtp.RtpPacket;
import dev.muster.sip.sdp.Agreement.Agreed;
import dev.muster.sip.sdp.Direction;
import dev.muster.sip.sdp.Sdp;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What goes on costs next to nothing: there are 60,000 packets a second in 600 calls.
@Timeout(60)
class CostTest {
    private static final int PACKETS = 20_000;

    /// A leg that writes into nothing.
    private static final class Hollow implements Leg {
        private final Outgoing outgoing = new Outgoing(new Random(1));
        private final byte[] target = new byte[2048];
        private final Optional<Agreed> agreed;
        private int sent;

        private Hollow(String formats) {
            var theirs = Sdp.parse("""
                v=0
                o=- 1 1 IN IP4 192.0.2.1
                s=-
                t=0 0
                m=audio 4000 RTP/AVP %s
                c=IN IP4 192.0.2.1
                a=rtpmap:101 telephone-event/8000
                """.formatted(formats)).orElseThrow().media().getFirst();
            agreed = Optional.of(new Agreed(theirs, theirs.voice(), Direction.SENDRECV, Optional.empty()));
        }

        @Override
        public Outgoing outgoing() {
            return outgoing;
        }

        @Override
        public boolean send(Writing writing) {
            if (writing.write(target, 0, System.nanoTime()) == 0) return false;
            sent++;
            return true;
        }

        @Override
        public LegState state() {
            return new LegState.Connected();
        }

        @Override
        public Optional<Agreed> agreed() {
            return agreed;
        }

        @Override
        public void close() {}
    }

    private static final class Nobody implements SideOwner {
        @Override
        public void state(LegState state) {}

        @Override
        public void quality(boolean isPoor, Quality.Measure measure) {}
    }

    @Test
    void aPacketThatGoesOnMakesNothingAnew() {
        try (var beat = new Beat()) {
            var one = new Side(beat, new Nobody());
            var other = new Side(beat, new Nobody());
            one.owns(new Hollow("0 101"));
            var to = new Hollow("8 101");
            other.owns(to);
            Side.join(one, other);

            pass(one, 0);
            var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            pass(one, PACKETS);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;

            assertThat(to.sent).isEqualTo(2 * PACKETS);
            // A frame of the method that measures, perhaps, but no byte for each packet.
            assertThat(allocated).isLessThan(PACKETS / 2);
        }
    }

    private static void pass(Side side, int from) {
        var bytes = new byte[RtpPacket.HEADER + G711.FRAME + 100];
        bytes[0] = (byte) 0x80;
        var packet = new RtpPacket();
        for (int i = from; i < from + PACKETS; i++) {
            BigEndian.put16(bytes, 2, i);
            BigEndian.put32(bytes, 4, i * G711.FRAME);
            if (packet.read(bytes, 0, RtpPacket.HEADER + G711.FRAME)) side.rtp(packet, i * 20_000_000L);
        }
    }
}
