package dev.muster.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is left of calls when the agent is gone: another one, which knows nothing of them, releases the far side.
@Timeout(60)
class FarewellTest {
    private static final String THEIRS = "<sip:+12025550123@trunk.example>;tag=theirs";

    private Peer peer;
    private House gone;
    private House next;

    @BeforeEach
    void open() throws IOException {
        peer = new Peer();
        var trunk = TrunkConfig.to("trunk", peer.server(), Transport.UDP);
        gone = new House(trunk);
        next = new House(new TrunkConfig(
                trunk.name(),
                trunk.servers(),
                trunk.transport(),
                trunk.domain(),
                Optional.of(new Credentials("muster", "secret")),
                false,
                "muster",
                Optional.empty(),
                trunk.prefixes(),
                List.of(),
                false,
                false));
    }

    @AfterEach
    void close() {
        next.close();
        gone.close();
        peer.close();
    }

    private void isSaid(String callId) {
        Farewell farewell = gone.diary().farewell(callId);
        Thread.ofVirtual().start(() -> {
            try {
                next.agent().say(farewell);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Test
    void aTelephoneStopsRingingThatWeHaveCalled() throws Exception {
        gone.call();
        Said invite = peer.hear("INVITE");
        peer.answer(invite, 180);
        gone.diary().next(CallEvent.Progress.class);

        isSaid(invite.header("Call-ID"));
        Said cancel = peer.hear("CANCEL");
        assertThat(cancel.uri()).isEqualTo(invite.uri());
        assertThat(cancel.header("Via")).isEqualTo(invite.header("Via"));
        assertThat(cancel.header("From")).isEqualTo(invite.header("From"));
        assertThat(cancel.header("To")).isEqualTo(invite.header("To"));
        assertThat(cancel.header("CSeq")).isEqualTo("1 CANCEL");
        assertThat(peer.hear("CANCEL").text()).as("for one may be lost").isEqualTo(cancel.text());
    }

    @Test
    void whoHasAnsweredHearsGoodbyeAlongTheRouteOfTheCall() throws Exception {
        gone.call();
        Said invite = peer.hear("INVITE");
        peer.respond(
                invite,
                200,
                "peer",
                Peer.SDP,
                "Record-Route: <sip:far.invalid;lr>",
                "Record-Route: <sip:" + peer.address() + ";lr>");
        gone.diary().next(CallEvent.Answered.class);

        isSaid(invite.header("Call-ID"));
        Said bye = peer.hear("BYE");
        assertThat(bye.uri()).isEqualTo("sip:peer@" + peer.address());
        assertThat(bye.headers("Route")).containsExactly("<sip:" + peer.address() + ";lr>,<sip:far.invalid;lr>");
        assertThat(bye.header("From")).isEqualTo(invite.header("From"));
        assertThat(bye.tag("To")).contains("peer");
        assertThat(number(bye)).isGreaterThan(1);
        assertThat(bye.header("Via")).contains(":" + gone.port());
    }

    @Test
    void theTrunkIsShownWhoWeAre() throws Exception {
        gone.call();
        Said invite = peer.hear("INVITE");
        peer.respond(invite, 200, "peer", Peer.SDP);
        gone.diary().next(CallEvent.Answered.class);

        isSaid(invite.header("Call-ID"));
        Said bye = peer.hear("BYE");
        peer.answer(bye, 407, "Proxy-Authenticate: Digest realm=\"trunk\", nonce=\"n1\"");
        Said shown = peer.hear("BYE");
        assertThat(shown.header("Proxy-Authorization")).contains("username=\"muster\"");
        assertThat(number(shown)).isGreaterThan(number(bye));
        peer.answer(shown, 200);
    }

    private static int number(Said request) {
        return Integer.parseInt(request.header("CSeq").split(" ", -1)[0]);
    }

    private Said called() throws Exception {
        peer.say(gone.address(), peer.request("INVITE", uri(), THEIRS, "<" + uri() + ">", "c1", 1, Peer.SDP));
        CallEvent.Incoming incoming = gone.diary().next(CallEvent.Incoming.class);
        incoming.call().ring();
        Said ringing = peer.hear("INVITE", 180);
        gone.diary().farewell("c1");
        incoming.call().answer(Peer.SDP);
        return ringing;
    }

    private String uri() {
        return "sip:+12025550199@127.0.0.1:" + gone.port();
    }

    @Test
    void aTelephoneIsRefusedThatNobodyHasAnswered() throws Exception {
        String invite = peer.request("INVITE", uri(), THEIRS, "<" + uri() + ">", "c2", 1, Peer.SDP);
        peer.say(gone.address(), invite);
        gone.diary().next(CallEvent.Incoming.class).call().ring();
        Said ringing = peer.hear("INVITE", 180);

        isSaid("c2");
        Said refusal = peer.hear("INVITE", 503);
        assertThat(refusal.tag("To")).isEqualTo(ringing.tag("To"));
        assertThat(refusal.header("Via")).contains("branch=");
        assertThat(refusal.header("CSeq")).isEqualTo("1 INVITE");
    }

    @Test
    void aTelephoneHearsGoodbyeWhoseCallWasAnswered() throws Exception {
        Said ringing = called();
        peer.hear("INVITE", 200);

        isSaid("c1");
        Said bye = peer.hear("BYE");
        assertThat(bye.uri()).isEqualTo("sip:peer@" + peer.address());
        assertThat(bye.tag("From")).isEqualTo(ringing.tag("To"));
        assertThat(bye.tag("To")).contains("theirs");
    }

    @Test
    void whoAnswersACallOfWhichNothingIsKnownHearsGoodbye() throws Exception {
        Said invite = new Said(
                "INVITE sip:x SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:" + next.port()
                        + ";branch=z9hG4bKgone\r\nFrom: <sip:us@127.0.0.1>;tag=ours\r\nTo: <sip:them@127.0.0.1>\r\n"
                        + "Call-ID: forgotten\r\nCSeq: 7 INVITE\r\n\r\n",
                next.address());
        peer.respond(invite, 200, "peer", Peer.SDP);

        Said ack = peer.hear("ACK");
        assertThat(ack.header("CSeq")).isEqualTo("7 ACK");
        Said bye = peer.hear("BYE");
        assertThat(bye.header("Call-ID")).isEqualTo("forgotten");
        assertThat(bye.tag("From")).contains("ours");
        assertThat(bye.tag("To")).contains("peer");
        assertThat(number(bye)).isGreaterThan(7);
    }
}
