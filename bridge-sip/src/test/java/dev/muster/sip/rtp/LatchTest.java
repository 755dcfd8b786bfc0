package dev.muster.sip.rtp;

import static dev.muster.sip.rtp.Packets.MILLISECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class LatchTest {
    private static final InetSocketAddress ANNOUNCED = new InetSocketAddress("192.168.0.2", 4000);
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("10.9.8.7", 5000);
    private static final InetSocketAddress BEHIND_NAT = new InetSocketAddress("198.51.100.1", 31_000);
    private static final InetSocketAddress SPOOFED = new InetSocketAddress("203.0.113.66", 31_000);
    private static final long AT_ONCE = 100 * MILLISECOND;
    private static final long TOO_LATE = 3001 * MILLISECOND;

    private final Latch latch = new Latch();

    @Test
    void nobodyIsHeardBeforeItIsSaidWhereTheyAre() {
        assertThat(latch.admits(ANNOUNCED, 0)).isFalse();
        assertThat(latch.peer()).isEmpty();
    }

    @Test
    void untilSomethingComesWeSendWhereTheySaid() {
        latch.announce(ANNOUNCED, 0);

        assertThat(latch.peer()).contains(ANNOUNCED);
    }

    @Test
    void sip_S11_theFirstPacketTellsWhereTheyAreAndOthersAreRefused() {
        latch.announce(ANNOUNCED, 0);

        assertThat(latch.admits(BEHIND_NAT, AT_ONCE)).isTrue();
        assertThat(latch.peer()).contains(BEHIND_NAT);
        assertThat(latch.admits(SPOOFED, 2 * AT_ONCE)).isFalse();
        assertThat(latch.admits(SPOOFED, TOO_LATE)).isFalse();
        assertThat(latch.admits(BEHIND_NAT, TOO_LATE)).isTrue();
        assertThat(latch.peer()).contains(BEHIND_NAT);
    }

    @Test
    void sip_S11_afterThreeSecondsOnlyTheSaidAddressIsHeard() {
        latch.announce(ANNOUNCED, 0);

        assertThat(latch.admits(SPOOFED, TOO_LATE)).isFalse();
        assertThat(latch.admits(ANNOUNCED, TOO_LATE)).isTrue();
        assertThat(latch.peer()).contains(ANNOUNCED);
    }

    @Test
    void sip_S11_theSaidAddressWinsOverWhoWasQuicker() {
        latch.announce(ANNOUNCED, 0);
        assertThat(latch.admits(SPOOFED, AT_ONCE)).isTrue();

        assertThat(latch.admits(ANNOUNCED, 2 * AT_ONCE)).isTrue();
        assertThat(latch.peer()).contains(ANNOUNCED);
        assertThat(latch.admits(SPOOFED, 3 * AT_ONCE)).isFalse();
    }

    @Test
    void sip_S11_aNewOfferOpensItAgain() {
        latch.announce(ANNOUNCED, 0);
        assertThat(latch.admits(BEHIND_NAT, AT_ONCE)).isTrue();
        latch.announce(ANNOUNCED, 10 * TOO_LATE);
        assertThat(latch.peer()).as("where we heard it last").contains(BEHIND_NAT);

        InetSocketAddress otherPort = new InetSocketAddress(BEHIND_NAT.getAddress(), 31_001);
        assertThat(latch.admits(otherPort, 10 * TOO_LATE + AT_ONCE)).isTrue();
        assertThat(latch.admits(BEHIND_NAT, 10 * TOO_LATE + AT_ONCE)).isFalse();
    }

    @Test
    void whatIsStillUnderWayFromTheOldAddressDoesntHoldTheCallThere() {
        latch.announce(ANNOUNCED, 0);
        assertThat(latch.admits(ANNOUNCED, AT_ONCE)).isTrue();
        latch.announce(ELSEWHERE, 2 * AT_ONCE);
        assertThat(latch.peer()).contains(ELSEWHERE);

        assertThat(latch.admits(ANNOUNCED, 3 * AT_ONCE)).isTrue();
        assertThat(latch.peer()).contains(ELSEWHERE);
        assertThat(latch.admits(BEHIND_NAT, 4 * AT_ONCE)).isTrue();
        assertThat(latch.peer()).contains(BEHIND_NAT);
        assertThat(latch.admits(ANNOUNCED, 5 * AT_ONCE)).isFalse();
    }
}
