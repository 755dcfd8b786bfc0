package dev.muster.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is said while two talk.
@Timeout(60)
class DuringCallTest {
    private static final String OTHER = Peer.SDP + "a=sendonly\r\n";

    private Peer peer;
    private House house;

    private Call call;
    private Said invite;

    @BeforeEach
    void open() throws Exception {
        peer = new Peer();
        house = new House(TrunkConfig.to("trunk", peer.server(), Transport.UDP));
        call = house.call();
        invite = peer.hear("INVITE");
    }

    @AfterEach
    void close() {
        house.close();
        peer.close();
    }

    private void talk(String... headers) throws Exception {
        peer.respond(invite, 200, "peer", Peer.SDP, headers);
        peer.hear("ACK");
        house.diary().next(CallEvent.Answered.class);
    }

    private void acknowledge(int cseq) throws IOException {
        peer.within(invite, "ACK", cseq, "");
    }

    @Test
    void sip_S12_theyWantAnotherSession() throws Exception {
        talk();
        peer.within(invite, "INVITE", 1, OTHER);
        assertThat(house.diary().next(CallEvent.Offered.class))
                .isEqualTo(new CallEvent.Offered(call, Optional.of(OTHER)));
        call.accept(Peer.SDP);
        assertThat(peer.hear("INVITE", 200).body()).isEqualTo(Peer.SDP);
        acknowledge(1);
        peer.within(invite, "INVITE", 2, OTHER);
        house.diary().next(CallEvent.Offered.class);
        call.refuse();
        peer.hear("INVITE", 488);
        acknowledge(2);
        peer.within(invite, "BYE", 3, "");
        peer.hear("BYE", 200);
        house.diary().next(CallEvent.Ended.class);
    }

    @Test
    void sip_S12_theyAskForOurSession() throws Exception {
        talk();
        peer.within(invite, "INVITE", 1, "");
        assertThat(house.diary().next(CallEvent.Offered.class).offer()).isEmpty();
        call.accept(Peer.SDP);
        peer.hear("INVITE", 200);
        peer.within(invite, "ACK", 1, OTHER);
        assertThat(house.diary().next(CallEvent.Agreed.class).answer()).contains(OTHER);
    }

    @Test
    void sip_S12_weWantAnotherSession() throws Exception {
        talk();
        call.offer(OTHER);
        Said offer = peer.hear("INVITE");
        assertThat(offer.body()).isEqualTo(OTHER);
        assertThat(offer.header("Call-ID")).isEqualTo(invite.header("Call-ID"));
        assertThat(offer.uri()).isEqualTo("sip:peer@" + peer.address());
        peer.respond(offer, 200, "peer", Peer.SDP);
        assertThat(peer.hear("ACK").header("CSeq")).isEqualTo("2 ACK");
        assertThat(house.diary().next(CallEvent.Agreed.class).answer()).contains(Peer.SDP);
        call.offer(Peer.SDP);
        peer.answer(peer.hear("INVITE"), 488);
        peer.hear("ACK");
        assertThat(house.diary().next(CallEvent.Declined.class).code()).isEqualTo(488);
        call.hangUp(HangupReason.COMPLETED);
        peer.hear("BYE");
    }

    @Test
    void sip_S14_whoMeetsSomebodyTriesAgain() throws Exception {
        talk();
        long met = meet();
        Said again = peer.hear("INVITE");
        hasStoodBack(met);
        assertThat(again.body()).isEqualTo(OTHER);
        peer.respond(again, 200, "peer", Peer.SDP);
        peer.hear("ACK");
        house.diary().next(CallEvent.Agreed.class);
    }

    @Test
    void sip_S14_whatIsWantedMeanwhileWaitsToo() throws Exception {
        talk();
        long met = meet();
        // What they say of their own doesn't shorten it, nor does another wish of ours.
        acknowledge(1);
        call.offer(Peer.SDP);
        assertThat(peer.hear("INVITE").body()).isEqualTo(Peer.SDP);
        hasStoodBack(met);
    }

    /// Both want another session at once, and both are refused.
    private long meet() throws Exception {
        call.offer(OTHER);
        Said offer = peer.hear("INVITE");
        peer.within(invite, "INVITE", 1, OTHER);
        peer.hear("INVITE", 491);
        acknowledge(1);
        long met = System.nanoTime();
        peer.answer(offer, 491);
        peer.hear("ACK");
        return met;
    }

    /// RFC 3261, 14.1: whoever has begun the call waits for 2.1 s to 4 s.
    private static void hasStoodBack(long met) {
        assertThat(Duration.ofNanos(System.nanoTime() - met)).isGreaterThan(Duration.ofSeconds(2));
    }

    @Test
    void sip_S5_weRefreshAtHalfTheTimeByUpdate() throws Exception {
        talk("Session-Expires: 2;refresher=uac", "Require: timer", "Allow: INVITE, ACK, BYE, UPDATE");
        for (int i = 0; i < 2; i++) {
            Said update = peer.hear("UPDATE");
            assertThat(update.header("Session-Expires")).isEqualTo("2;refresher=uac");
            assertThat(update.body()).isEmpty();
            peer.answer(update, 200, "Session-Expires: 2;refresher=uac");
        }
        peer.answer(peer.hear("UPDATE"), 481);
        peer.hear("BYE");
        assertThat(house.diary().next(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.NETWORK_FAILURE);
    }

    @Test
    void sip_S5_weRefreshByTheSameSessionWhereUpdateIsntKnown() throws Exception {
        talk("Session-Expires: 2;refresher=uac", "Allow: INVITE, ACK, BYE");
        Said refresh = peer.hear("INVITE");
        assertThat(refresh.body()).isEqualTo(Peer.SDP);
        peer.respond(refresh, 200, "peer", Peer.SDP);
        peer.hear("ACK");
        call.hangUp(HangupReason.COMPLETED);
        peer.hear("BYE");
        house.diary().next(CallEvent.Ended.class);
    }

    @Test
    void sip_S5_whoDoesntRefreshIsGone() throws Exception {
        talk("Session-Expires: 3;refresher=uas");
        peer.hear("BYE");
        assertThat(house.diary().next(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.NETWORK_FAILURE);
    }

    @Test
    void sip_S5_whoRefreshesIsThere() throws Exception {
        talk("Session-Expires: 3;refresher=uas");
        for (int i = 1; i <= 3; i++) {
            peer.within(invite, "UPDATE", i, "", "Supported: timer", "Session-Expires: 90;refresher=uac");
            Said answer = peer.hear("UPDATE", 200);
            assertThat(answer.header("Session-Expires")).isEqualTo("90;refresher=uac");
        }
        assertThat(house.diary().isQuiet()).isTrue();
        peer.within(invite, "UPDATE", 9, "", "Supported: timer", "Session-Expires: 89");
        assertThat(peer.hear("UPDATE", 422).header("Min-SE")).isEqualTo("90");
    }

    @Test
    void sip_S5_whatIsTooShortForThemIsMadeLonger() throws Exception {
        Said first = invite;
        assertThat(first.header("Session-Expires")).isEqualTo("1800");
        assertThat(first.header("Min-SE")).isEqualTo("90");
        peer.answer(first, 422, "Min-SE: 3600");
        peer.hear("ACK");
        Said second = peer.hear("INVITE");
        assertThat(second.header("Session-Expires")).isEqualTo("3600");
        assertThat(second.header("Min-SE")).isEqualTo("3600");
    }

    @Test
    void weHandThemOn() throws Exception {
        talk();
        call.transfer("+12025550177");
        Said refer = peer.hear("REFER");
        assertThat(refer.address("Refer-To")).isEqualTo("sip:+12025550177@" + peer.address());
        assertThat(refer.address("Referred-By")).startsWith("sip:+12025550199@");
        peer.answer(refer, 202);
        for (int code : new int[] {100, 200}) {
            peer.within(
                    invite,
                    "NOTIFY",
                    code,
                    "SIP/2.0 " + code + " So\r\n",
                    "Event: refer",
                    "Subscription-State: active",
                    "Content-Type: message/sipfrag;version=2.0");
            peer.hear("NOTIFY", 200);
            assertThat(house.diary().next(CallEvent.Transferring.class))
                    .isEqualTo(new CallEvent.Transferring(call, code));
        }
    }

    @Test
    void theyWantToBeHandedOn() throws Exception {
        talk();
        peer.within(invite, "REFER", 1, "", "Refer-To: <sip:+12025550177@trunk.example>");
        assertThat(house.diary().next(CallEvent.TransferAsked.class).to()).isEqualTo("+12025550177");
        call.transferred(100);
        peer.hear("REFER", 202);
        Said trying = peer.hear("NOTIFY");
        assertThat(trying.body()).isEqualTo("SIP/2.0 100 Trying\r\n");
        assertThat(trying.header("Event")).startsWith("refer");
        peer.answer(trying, 200);
        call.transferred(486);
        Said busy = peer.hear("NOTIFY");
        assertThat(busy.body()).startsWith("SIP/2.0 486 ");
        assertThat(busy.header("Subscription-State")).startsWith("terminated");
        peer.answer(busy, 200);
        peer.within(invite, "REFER", 2, "", "Refer-To: <sip:+19005550100@trunk.example>");
        house.diary().next(CallEvent.TransferAsked.class);
        call.transferred(403);
        peer.hear("REFER", 403);
    }
}
