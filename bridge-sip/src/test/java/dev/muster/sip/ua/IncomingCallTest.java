package dev.muster.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Calls to us.
@Timeout(60)
class IncomingCallTest {
    private static final String FROM = "\"Ann\" <sip:+12025550123@trunk.example>;tag=theirs";

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

    private String uri() {
        return "sip:+12025550199@127.0.0.1:" + house.port();
    }

    private String invite(String from, String body, String... headers) {
        return peer.request("INVITE", uri(), from, "<" + uri() + ">", "c1", 1, body, headers);
    }

    private CallEvent.Incoming called(String from, String... headers) throws Exception {
        peer.say(house.address(), invite(from, Peer.SDP, headers));
        return diary().next(CallEvent.Incoming.class);
    }

    private void acknowledge(Said answer) throws IOException {
        within("ACK", answer, 1, "");
    }

    private void within(String method, Said answer, int cseq, String body, String... headers) throws IOException {
        peer.say(
                house.address(),
                peer.request(
                        method,
                        answer.address("Contact"),
                        answer.header("From"),
                        answer.header("To"),
                        "c1",
                        cseq,
                        body,
                        headers));
    }

    private Said answered(CallEvent.Incoming incoming) throws Exception {
        incoming.call().answer(Peer.SDP);
        Said answer = peer.hear("INVITE", 200);
        acknowledge(answer);
        diary().next(CallEvent.Answered.class);
        return answer;
    }

    @Test
    void sip_F4_somebodyOnTheTrunkCallsAndIsAnswered() throws Exception {
        CallEvent.Incoming incoming = called(FROM);
        assertThat(incoming)
                .isEqualTo(new CallEvent.Incoming(
                        incoming.call(),
                        new Origin.Trunk("trunk"),
                        new Caller(Optional.of("+12025550123"), Optional.of("Ann")),
                        "+12025550199",
                        Optional.of(Peer.SDP)));
        incoming.call().ring();
        Said ringing = peer.hear("INVITE", 180);
        Said answer = answered(incoming);
        assertThat(answer.tag("To")).isEqualTo(ringing.tag("To")).isPresent();
        assertThat(answer.body()).isEqualTo(Peer.SDP);
        within("BYE", answer, 2, "");
        peer.hear("BYE", 200);
        assertThat(diary().next(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.COMPLETED);
        assertThat(house.agent().calls()).isZero();
    }

    @Test
    void sip_F4_weHangUp() throws Exception {
        CallEvent.Incoming incoming = called(FROM);
        answered(incoming);
        incoming.call().hangUp(HangupReason.MEDIA_FAILURE);
        Said bye = peer.hear("BYE");
        assertThat(bye.uri()).isEqualTo("sip:peer@" + peer.address());
        assertThat(bye.header("Reason")).isEqualTo("Q.850;cause=88");
        peer.answer(bye, 200);
        assertThat(diary().next(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.MEDIA_FAILURE);
    }

    @Test
    void sip_S7_refusedInWordsOfTheTelephoneNetwork() throws Exception {
        called(FROM).call().hangUp(HangupReason.BUSY);
        assertThat(peer.hear("INVITE", 486).header("Reason")).isEqualTo("Q.850;cause=17");
    }

    @Test
    void sip_S7_refusedInWordsOfSip() throws Exception {
        CallEvent.Incoming incoming = called(FROM);
        incoming.call().reject(404);
        peer.hear("INVITE", 404);
        assertThat(diary().next(CallEvent.Ended.class))
                .isEqualTo(new CallEvent.Ended(incoming.call(), HangupReason.REJECTED, 404));
    }

    @Test
    void sip_S7_takenBackBeforeItIsAnswered() throws Exception {
        String invite = invite(FROM, Peer.SDP);
        peer.say(house.address(), invite);
        CallEvent.Incoming incoming = diary().next(CallEvent.Incoming.class);
        incoming.call().ring();
        peer.hear("INVITE", 180);
        peer.say(
                house.address(),
                invite.replace("INVITE sip", "CANCEL sip")
                        .replace("1 INVITE", "1 CANCEL")
                        .replaceAll("(?s)Content-Type.*", "Content-Length: 0\r\n\r\n"));
        peer.hear("INVITE", 487);
        assertThat(diary().next(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.CANCELLED);
    }

    @Test
    void sip_S14_anInvitationThatIsRepeatedIsOne() throws Exception {
        String invite = invite(FROM, Peer.SDP);
        for (int i = 0; i < 3; i++) peer.say(house.address(), invite);
        CallEvent.Incoming incoming = diary().next(CallEvent.Incoming.class);
        answered(incoming);
        assertThat(diary().isQuiet()).isTrue();
    }

    @Test
    void sip_S14_theAnswerIsRepeatedUntilItIsKnown() throws Exception {
        CallEvent.Incoming incoming = called(FROM);
        incoming.call().answer(Peer.SDP);
        peer.hear("INVITE", 200);
        Said again = peer.hear("INVITE", 200);
        assertThat(diary().isQuiet()).isTrue();
        acknowledge(again);
        diary().next(CallEvent.Answered.class);
    }

    @Test
    void sip_S6_whoInsistsKnowsThatItRings() throws Exception {
        CallEvent.Incoming incoming = called(FROM, "Supported: 100rel", "Require: 100rel");
        incoming.call().progress(Peer.SDP);
        incoming.call().answer(Peer.SDP);
        Said progress = peer.hear("INVITE", 183);
        assertThat(progress.header("Require")).contains("100rel");
        Said again = peer.hear("INVITE", 183);
        assertThat(again.header("RSeq")).isEqualTo(progress.header("RSeq"));
        within("PRACK", progress, 2, "", "RAck: " + progress.header("RSeq") + " 1 INVITE");
        peer.hear("PRACK", 200);
        acknowledge(peer.hear("INVITE", 200));
        diary().next(CallEvent.Answered.class);
    }

    @Test
    void sip_V2_aNumberThatIsWithheldIsNotKnown() throws Exception {
        CallEvent.Incoming incoming =
                called(FROM, "Privacy: id", "P-Asserted-Identity: \"Ann\" <sip:+12025550123@trunk.example>");
        assertThat(incoming.caller()).isEqualTo(Caller.WITHHELD);
        assertThat(incoming.toString()).doesNotContain("12025550123");
    }

    @Test
    void sip_V2_anonymousIsNotANumber() throws Exception {
        assertThat(called("\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=theirs")
                        .caller())
                .isEqualTo(Caller.WITHHELD);
    }

    @Test
    void sip_V2_theTrunkIsBelievedWhoCalls() throws Exception {
        assertThat(called(FROM, "P-Asserted-Identity: <tel:+12025550177>")
                        .caller()
                        .number())
                .contains("+12025550177");
    }

    @Test
    void sip_F4_strangersHearNothing() throws Exception {
        try (var stranger = new Peer("127.0.0.2")) {
            stranger.say(
                    house.address(), stranger.request("INVITE", uri(), FROM, "<" + uri() + ">", "evil", 1, Peer.SDP));
            stranger.say(house.address(), stranger.request("OPTIONS", uri(), FROM, "<" + uri() + ">", "evil2", 1, ""));
            // Whatever came before has been seen when this is answered.
            called(FROM).call().reject(404);
            peer.hear("INVITE", 404);
            diary().next(CallEvent.Ended.class);
            assertThat(stranger.hasHeard()).isFalse();
            assertThat(diary().isQuiet()).isTrue();
        }
    }

    @Test
    void sip_S16_aSessionThatIsTooLongForOneIsRefused() throws Exception {
        peer.say(house.address(), invite(FROM, "a".repeat(Phrases.MOST_BODY + 1)));
        peer.hear("INVITE", 413);
        assertThat(diary().isQuiet()).isTrue();
    }

    @Test
    void sip_S5_refreshedTooOftenIsRefused() throws Exception {
        peer.say(house.address(), invite(FROM, Peer.SDP, "Supported: timer", "Session-Expires: 60"));
        assertThat(peer.hear("INVITE", 422).header("Min-SE")).isEqualTo("90");
    }

    @Test
    void whatIsntKnownIsntUnderstood() throws Exception {
        peer.say(house.address(), invite(FROM, Peer.SDP, "Require: 100rel, magic"));
        assertThat(peer.hear("INVITE", 420).header("Unsupported")).isEqualTo("magic");
    }

    @Test
    void whoAsksHearsWhatWeCan() throws Exception {
        peer.say(house.address(), peer.request("OPTIONS", uri(), FROM, "<" + uri() + ">", "o1", 1, ""));
        assertThat(String.join(",", peer.hear("OPTIONS", 200).headers("Allow"))).contains("INVITE", "REFER");
    }
}
