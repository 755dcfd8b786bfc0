package dev.muster.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Calls of ours, to a telephone that says exactly what a test wants.
@Timeout(120)
class OutgoingCallTest {
    private Peer peer;
    private House house;

    @BeforeEach
    void open() throws IOException {
        peer = new Peer();
        house = new House(TrunkConfig.to("trunk", peer.server(), Transport.UDP));
    }

    @AfterEach
    void close() {
        house.close();
        peer.close();
    }

    private Diary diary() {
        return house.diary();
    }

    /// Answered, and known to be.
    private Said talking() throws Exception {
        Said invite = peer.hear("INVITE");
        peer.respond(invite, 200, "peer", Peer.SDP);
        peer.hear("ACK");
        diary().next(CallEvent.Answered.class);
        return invite;
    }

    @Test
    void sip_S7_aCallIsMadeAnsweredAndEnded() throws Exception {
        Call call = house.call();
        Said invite = peer.hear("INVITE");
        assertThat(invite.uri()).isEqualTo("sip:+12025550123@" + peer.address());
        assertThat(invite.address("From")).startsWith("sip:+12025550199@");
        assertThat(invite.body()).isEqualTo(Peer.SDP);
        peer.answer(invite, 100);
        peer.answer(invite, 180);
        assertThat(diary().next(CallEvent.Progress.class))
                .isEqualTo(new CallEvent.Progress(call, 180, Optional.empty(), false));
        peer.respond(invite, 200, "peer", Peer.SDP);
        assertThat(peer.hear("ACK").uri()).isEqualTo("sip:peer@" + peer.address());
        assertThat(diary().next(CallEvent.Answered.class).answer()).contains(Peer.SDP);
        call.hangUp(HangupReason.COMPLETED);
        Said bye = peer.hear("BYE");
        assertThat(bye.header("Reason")).isEqualTo("Q.850;cause=16");
        peer.answer(bye, 200);
        assertThat(diary().next(CallEvent.Ended.class)).isEqualTo(new CallEvent.Ended(call, HangupReason.COMPLETED, 0));
    }

    @Test
    void sip_S7_whoHangsUpEndsTheCall() throws Exception {
        house.call();
        Said invite = talking();
        peer.within(invite, "BYE", 7, "", "Reason: Q.850;cause=16;text=\"Normal\"");
        peer.hear("BYE", 200);
        assertThat(diary().next(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.COMPLETED);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "486, '', BUSY",
        "503, Q.850;cause=17, BUSY",
        "404, '', REJECTED",
        "480, '', NO_ANSWER",
        "500, '', NETWORK_FAILURE",
        "488, '', MEDIA_FAILURE",
        "302, '', REJECTED",
        "603, 'SIP;cause=603, Q.850 ;cause=19;text=\"No\"', NO_ANSWER",
    })
    void sip_S7_whatIsAnsweredSaysWhyItEnds(int code, String reason, HangupReason expected) throws Exception {
        Call call = house.call();
        Said invite = peer.hear("INVITE");
        if (reason.isEmpty()) peer.answer(invite, code);
        else peer.answer(invite, code, "Reason: " + reason);
        peer.hear("ACK");
        assertThat(diary().next(CallEvent.Ended.class)).isEqualTo(new CallEvent.Ended(call, expected, code));
    }

    @Test
    void sip_S7_whatRingsIsTakenBack() throws Exception {
        Call call = house.call();
        Said invite = peer.hear("INVITE");
        peer.answer(invite, 180);
        diary().next(CallEvent.Progress.class);
        call.hangUp(HangupReason.CANCELLED);
        Said cancel = peer.hear("CANCEL");
        assertThat(cancel.header("CSeq")).isEqualTo("1 CANCEL");
        peer.answer(cancel, 200);
        peer.answer(invite, 487);
        peer.hear("ACK");
        assertThat(diary().next(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.CANCELLED);
    }

    @Test
    void sip_S14_cancelWaitsUntilSomethingWasHeard() throws Exception {
        Call call = house.call();
        Said invite = peer.hear("INVITE");
        call.hangUp(HangupReason.CANCELLED);
        diary().next(CallEvent.Ended.class);
        peer.answer(invite, 180);
        while (true) {
            Said next = peer.hear();
            assertThat(next.method()).isIn("INVITE", "CANCEL");
            if (next.method().equals("CANCEL")) break;
        }
    }

    @Test
    void sip_S14_whoAnswersWhenItIsTakenBackIsSaidGoodbyeTo() throws Exception {
        Call call = house.call();
        Said invite = peer.hear("INVITE");
        peer.answer(invite, 180);
        diary().next(CallEvent.Progress.class);
        call.hangUp(HangupReason.CANCELLED);
        Said cancel = peer.hear("CANCEL");
        peer.respond(invite, 200, "peer", Peer.SDP);
        peer.answer(cancel, 200);
        peer.hear("ACK");
        peer.answer(peer.hear("BYE"), 200);
        assertThat(diary().next(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.CANCELLED);
        assertThat(diary().isQuiet()).isTrue();
    }

    @Test
    void sip_S14_anAnswerThatIsRepeatedIsAcknowledgedAgain() throws Exception {
        house.call();
        Said invite = talking();
        peer.respond(invite, 200, "peer", Peer.SDP);
        assertThat(peer.hear("ACK").header("CSeq")).isEqualTo("1 ACK");
        assertThat(diary().isQuiet()).isTrue();
    }

    @Test
    void sip_S14_ofTwoThatAnswerTheFirstIsKept() throws Exception {
        house.call();
        Said invite = peer.hear("INVITE");
        peer.respond(invite, 180, "one", "");
        peer.respond(invite, 180, "two", "");
        diary().next(CallEvent.Progress.class);
        diary().next(CallEvent.Progress.class);
        peer.respond(invite, 200, "two", Peer.SDP);
        assertThat(peer.hear("ACK").tag("To")).contains("two");
        diary().next(CallEvent.Answered.class);
        peer.respond(invite, 200, "one", Peer.SDP);
        assertThat(peer.hear("ACK").tag("To")).contains("one");
        Said bye = peer.hear("BYE");
        assertThat(bye.tag("To")).contains("one");
        peer.answer(bye, 200);
        assertThat(diary().isQuiet()).isTrue();
    }

    @Test
    void sip_S6_whatIsHeardBeforeTheAnswerIsAcknowledged() throws Exception {
        Call call = house.call();
        Said invite = peer.hear("INVITE");
        assertThat(invite.text()).contains("100rel");
        for (int i = 0; i < 2; i++) peer.respond(invite, 183, "peer", Peer.SDP, "Require: 100rel", "RSeq: 4711");
        Said prack = peer.hear("PRACK");
        assertThat(prack.header("RAck")).isEqualTo("4711 1 INVITE");
        peer.answer(prack, 200);
        assertThat(diary().next(CallEvent.Progress.class))
                .isEqualTo(new CallEvent.Progress(call, 183, Optional.of(Peer.SDP), true));
        peer.respond(invite, 200, "peer", Peer.SDP);
        peer.hear("ACK");
        diary().next(CallEvent.Answered.class);
    }

    @Test
    void sip_D2_keysGoByInfoBothWays() throws Exception {
        Call call = house.call();
        Said invite = talking();
        call.press('#', Duration.ofMillis(200));
        Said info = peer.hear("INFO");
        assertThat(info.header("Content-Type")).isEqualTo("application/dtmf-relay");
        assertThat(info.body()).isEqualTo("Signal=#\r\nDuration=200\r\n");
        peer.answer(info, 200);
        peer.within(invite, "INFO", 3, "Signal= 5\r\nDuration= 120\r\n", "Content-Type: application/dtmf-relay");
        peer.hear("INFO", 200);
        assertThat(diary().next(CallEvent.Digit.class))
                .isEqualTo(new CallEvent.Digit(call, '5', Duration.ofMillis(120)));
    }

    @Test
    void sip_V2_whoHidesIsKnownToTheNetworkOnly() throws Exception {
        house.agent().call(new Dial(House.TO, House.FROM, true, Peer.SDP));
        Said invite = peer.hear("INVITE");
        assertThat(invite.address("From")).isEqualTo("sip:anonymous@anonymous.invalid");
        assertThat(invite.header("Privacy")).isEqualTo("id");
        assertThat(invite.address("P-Asserted-Identity")).startsWith("sip:+12025550199@");
        assertThat(invite.header("Contact")).doesNotContain("12025550199");
    }

    @Test
    void sip_S9_whatNobodyTakesEndsAtOnce() throws Exception {
        try (House nowhere = new House()) {
            nowhere.call();
            assertThat(nowhere.diary().next(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.NETWORK_FAILURE);
        }
    }

    private House live(Timing timing) throws IOException {
        TrunkConfig trunk = House.quiet(TrunkConfig.to("trunk", peer.server(), Transport.UDP));
        return new House(timing, Optional.empty(), TlsConfig.DEFAULT, List.of(Transport.UDP), trunk);
    }

    @Test
    void sip_S9_silenceIsEnoughAfterAWhile() throws Exception {
        try (House impatient = live(House.quick(Duration.ofMillis(200), Duration.ofMillis(400)))) {
            Call call = impatient.call();
            assertThat(impatient.diary().next(CallEvent.Ended.class))
                    .isEqualTo(new CallEvent.Ended(call, HangupReason.NETWORK_FAILURE, 0));
            assertThat(List.of(peer.hear().method())).containsExactly("INVITE");
        }
    }

    @Test
    void sip_S9_theLastMayTakeLonger() throws Exception {
        try (House patient = live(House.quick(Duration.ofMillis(100), Duration.ofSeconds(20)))) {
            patient.call();
            Said invite = peer.hear("INVITE");
            Thread.sleep(400);
            peer.respond(invite, 200, "peer", Peer.SDP);
            patient.diary().next(CallEvent.Answered.class);
        }
    }
}
