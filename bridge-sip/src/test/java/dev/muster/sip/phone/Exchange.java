package dev.muster.sip.phone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sip.leg.Answer;
import dev.muster.sip.leg.EchoOwner;
import dev.muster.sip.leg.LegState;
import dev.muster.sip.rtp.RtpPacket;
import dev.muster.sip.srtp.Profile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/// A leg that says back what it hears, and telephones.
abstract class Exchange {
    static final byte[] HELLO = new byte[160];
    static final LegState CONNECTED = new LegState.Connected();

    static {
        Arrays.fill(HELLO, (byte) 0x2a);
    }

    /// How much later it is than it would be.
    private final AtomicLong later = new AtomicLong();

    private final PhoneLegs legs = TestLegs.open(this::nanoTime);
    private final List<AutoCloseable> open = new ArrayList<>();

    final EchoOwner owner = new EchoOwner();

    @AfterEach
    void hangUp() throws Exception {
        for (AutoCloseable each : open) each.close();
    }

    private long nanoTime() {
        return System.nanoTime() + later.get();
    }

    void pass(Duration time) {
        later.addAndGet(time.toNanos());
    }

    PhoneLeg leg(Protection protection) {
        PhoneLeg leg = legs.open(protection, owner).orElseThrow();
        open.add(leg);
        owner.owns(leg);
        return leg;
    }

    Telephone telephone() throws IOException {
        var telephone = new Telephone();
        open.add(telephone);
        return telephone;
    }

    Telephone telephone(Profile profile) throws IOException {
        var telephone = new Telephone(profile);
        open.add(telephone);
        return telephone;
    }

    static String given(Answer answer) {
        return switch (answer) {
            case Answer.Given(var description, var _) -> description;
            case Answer.Refused(var why) -> throw new AssertionError("refused: " + why);
            case Answer.TooLate() -> throw new AssertionError("too late");
        };
    }

    /// It has called, and we have answered.
    Telephone connected(PhoneLeg leg) throws Exception {
        Telephone telephone = telephone();
        telephone.agree(given(leg.answer(telephone.offer())));
        leg.answered();
        assertThat(owner.next()).isEqualTo(CONNECTED);
        return telephone;
    }

    /// Says something, and hears it.
    static RtpPacket echo(Telephone telephone, int sequence) throws Exception {
        telephone.say(sequence, 0, HELLO);
        return telephone.hear();
    }
}
