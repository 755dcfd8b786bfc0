package dev.muster.sip.phone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Await;
import dev.muster.sip.leg.Answer;
import dev.muster.sip.leg.LegState;
import dev.muster.sip.leg.Watch;
import dev.muster.sip.rtp.Rtcp;
import dev.muster.sip.rtp.RtpPacket;
import dev.muster.sip.sdp.Agreement;
import dev.muster.sip.sdp.Agreement.Agreed;
import dev.muster.sip.sdp.Direction;
import dev.muster.sip.sdp.Media;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A leg, with telephones at real ports. What they say comes back.
@Timeout(120)
class PhoneLegTest extends Exchange {
    /// About nobody: version 2, type 201, and who reports.
    private static final byte[] RECEIVER_REPORT = {(byte) 0x80, (byte) 201, 0, 1, 1, 2, 3, 4};

    private static final int COMFORT_NOISE = 13;

    private final PhoneLeg leg = leg(Protection.OFF);

    @Test
    void whoCallsIsHeardAndHears() throws Exception {
        Telephone telephone = connected(leg);

        RtpPacket echo = echo(telephone, 1);

        assertThat(echo.payloadType()).isZero();
        assertThat(echo.ssrc()).isEqualTo(leg.outgoing().ssrc());
        assertThat(echo.payloadLength()).isEqualTo(HELLO.length);
        assertThat(leg.agreed().orElseThrow().voice().events().orElseThrow().payloadType())
                .isEqualTo(101);
    }

    @Test
    void whoIsCalledIsHeardAndHears() throws Exception {
        Telephone telephone = telephone();
        telephone.agree(leg.offer());

        assertThat(leg.accept(telephone.offer())).isInstanceOf(Agreed.class);

        assertThat(echo(telephone, 1).ssrc()).isEqualTo(leg.outgoing().ssrc());
    }

    @Test
    void nothingIsWrittenBeforeItCanBeSent() {
        assertThat(leg.send((_, _, _) -> {
                    throw new AssertionError("it would be missing later");
                }))
                .isFalse();
    }

    @Test
    void sip_S6_whatIsHeardBeforeAnybodyAnswersMayComeFromElsewhere() throws Exception {
        Telephone exchange = telephone();
        Telephone telephone = telephone();
        String offer = leg.offer();
        exchange.agree(offer);
        telephone.agree(offer);

        leg.accept(exchange.offer());
        int ssrc = echo(exchange, 1).ssrc();
        leg.accept(telephone.offer());

        assertThat(echo(telephone, 1).ssrc()).isEqualTo(ssrc);
    }

    @Test
    void sip_S14_ofTelephonesThatRingTheLastAgreementCounts() throws Exception {
        Telephone other = telephone();
        Telephone telephone = telephone();
        String offer = leg.offer();
        other.agree(offer);
        telephone.agree(offer);
        leg.accept(other.offer());
        leg.accept(telephone.offer());
        echo(telephone, 1);

        other.say(1, 0, HELLO);

        echo(telephone, 2);
        assertThat(other.heard).isEmpty();
        assertThat(owner.packets).hasValue(2);
    }

    @Test
    void sip_S11_whoIsBehindANatIsFoundByTheFirstPacket() throws Exception {
        Telephone told = telephone();
        Telephone telephone = telephone();
        telephone.agree(given(leg.answer(told.offer())));

        echo(telephone, 1);

        assertThat(told.heard).isEmpty();
    }

    @Test
    void sip_S11_nobodyElseIsHeardLater() throws Exception {
        Telephone telephone = telephone();
        Telephone stranger = telephone();
        String answer = given(leg.answer(telephone.offer()));
        telephone.agree(answer);
        stranger.agree(answer);
        echo(telephone, 1);

        for (int i = 0; i < 200; i++) stranger.say(i, 0, HELLO);
        echo(telephone, 2);

        assertThat(stranger.heard).isEmpty();
        assertThat(owner.packets).hasValue(2);
    }

    @Test
    void sip_S11_afterThreeSecondsNobodyIsLookedFor() throws Exception {
        Telephone told = telephone();
        Telephone late = telephone();
        late.agree(given(leg.answer(told.offer())));
        told.agree(leg.offer());
        pass(Duration.ofMillis(3001));

        late.say(1, 0, HELLO);
        echo(told, 1);

        assertThat(owner.packets).hasValue(1);
    }

    @Test
    void sip_S11_whoMovesIsFoundThere() throws Exception {
        Telephone before = connected(leg);
        int sequence = echo(before, 1).sequence();
        Telephone after = telephone();

        after.agree(given(leg.answer(after.offer())));
        RtpPacket echo = echo(after, 1);

        assertThat(echo.ssrc()).isEqualTo(leg.outgoing().ssrc());
        assertThat(echo.sequence()).isEqualTo((sequence + 1) & 0xffff);
        before.say(2, 0, HELLO);
        echo(after, 2);
        assertThat(owner.packets).hasValue(3);
        assertThat(before.heard).isEmpty();
    }

    @ParameterizedTest(name = "{0} is answered by {1}")
    @CsvSource({"sendonly, RECVONLY", "inactive, INACTIVE", "0.0.0.0, RECVONLY"})
    void sip_S12_onHoldNothingIsSentAndAfterwardsTheStreamGoesOn(String hold, Direction answered) throws Exception {
        Telephone telephone = connected(leg);
        RtpPacket before = echo(telephone, 1);
        var nowhere = new InetSocketAddress(
                InetAddress.ofLiteral("0.0.0.0"), telephone.address().getPort());

        Answer held = leg.answer(
                hold.equals("0.0.0.0")
                        ? Telephone.sdp(telephone.description(nowhere, "0 8", "sendrecv", ""))
                        : telephone.with(hold));
        Media answer = Telephone.sdp(given(held)).media().getFirst();
        telephone.say(2, 0, HELLO);
        Await.until(() -> owner.echoed.get() == 2);

        assertThat(answer.direction()).isEqualTo(answered);
        assertThat(telephone.heard).isEmpty();
        telephone.agree(given(leg.answer(telephone.offer())));
        RtpPacket after = echo(telephone, 3);
        assertThat(after.ssrc()).isEqualTo(before.ssrc());
        assertThat(after.sequence()).isEqualTo((before.sequence() + 2) & 0xffff);
    }

    @Test
    void sip_S12_whomWePutOnHoldMayHearSomething() throws Exception {
        Telephone telephone = connected(leg);
        echo(telephone, 1);

        Media offer = telephone.agree(leg.hold(true));
        assertThat(offer.direction()).isEqualTo(Direction.SENDONLY);
        Agreement agreement = leg.accept(telephone.with("recvonly"));

        assertThat(((Agreed) agreement).direction()).isEqualTo(Direction.SENDONLY);
        echo(telephone, 2);
        assertThat(telephone.agree(leg.hold(false)).direction()).isEqualTo(Direction.SENDRECV);
        assertThat(((Agreed) leg.accept(telephone.offer())).direction()).isEqualTo(Direction.SENDRECV);
    }

    @Test
    void sip_S12_whoIsOnHoldByBothWaits() throws Exception {
        Telephone telephone = connected(leg);
        telephone.agree(leg.hold(true));
        leg.accept(telephone.with("recvonly"));

        Media answer = telephone.agree(given(leg.answer(telephone.with("sendonly"))));

        assertThat(answer.direction()).isEqualTo(Direction.INACTIVE);
    }

    @Test
    void sip_S13_whoIsSilentForThirtySecondsIsGone() throws Exception {
        Telephone telephone = connected(leg);
        pass(PhoneLeg.SILENCE.minusSeconds(10));
        echo(telephone, 1);
        pass(PhoneLeg.SILENCE.minusSeconds(10));
        echo(telephone, 2);

        pass(PhoneLeg.SILENCE);

        assertThat(owner.next()).isEqualTo(new LegState.Failed(LegState.Reason.SILENT));
        assertThat(leg.answer(telephone.offer())).isEqualTo(new Answer.TooLate());
    }

    @Test
    void sip_S13_whoIsNeverHeardIsGoneToo() throws Exception {
        connected(leg);

        pass(PhoneLeg.SILENCE);

        assertThat(owner.next()).isEqualTo(new LegState.Failed(LegState.Reason.SILENT));
    }

    @Test
    void sip_S13_asLongAsItRingsItMayBeSilent() throws Exception {
        Telephone telephone = telephone();
        telephone.agree(leg.offer());
        leg.accept(telephone.offer());
        assertThat(owner.next()).isEqualTo(CONNECTED);

        stays(telephone);

        leg.answered();
        pass(PhoneLeg.SILENCE);
        assertThat(owner.next()).isEqualTo(new LegState.Failed(LegState.Reason.SILENT));
    }

    @ParameterizedTest
    @CsvSource({"sendonly", "inactive", "recvonly"})
    void sip_S13_whoIsOnHoldMayBeSilentForEver(String hold) throws Exception {
        Telephone telephone = connected(leg);
        telephone.agree(given(leg.answer(telephone.with(hold))));

        stays(telephone);

        telephone.agree(given(leg.answer(telephone.offer())));
        pass(PhoneLeg.SILENCE.minusSeconds(10));
        echo(telephone, 1);
    }

    @Test
    void sip_S13_whomWePutOnHoldMayBeSilentForEver() throws Exception {
        Telephone telephone = connected(leg);
        telephone.agree(leg.hold(true));
        leg.accept(telephone.with("recvonly"));

        stays(telephone);
    }

    @Test
    void sip_S13_whoSaysThatItIsQuietMayBe() throws Exception {
        Telephone telephone = connected(leg);
        echo(telephone, 1);
        telephone.say(2, COMFORT_NOISE, new byte[] {60});
        Await.until(() -> owner.packets.get() == 2);

        stays(telephone);

        echo(telephone, 3);
        pass(PhoneLeg.SILENCE);
        assertThat(owner.next()).isEqualTo(new LegState.Failed(LegState.Reason.SILENT));
    }

    @Test
    void sip_S13_whoReportsIsThereAlsoIfItSendsNothingElse() throws Exception {
        Telephone telephone = connected(leg);
        echo(telephone, 1);
        telephone.reports.clear();
        for (int i = 0; i < 4; i++) {
            pass(PhoneLeg.SILENCE.minusSeconds(10));
            telephone.report(RECEIVER_REPORT);
            telephone.report();
        }
        assertThat(leg.state()).isEqualTo(CONNECTED);

        pass(PhoneLeg.SILENCE);
        assertThat(owner.next()).isEqualTo(new LegState.Failed(LegState.Reason.SILENT));
    }

    /// A report is sent after each look whether it is there.
    private void stays(Telephone telephone) throws InterruptedException {
        telephone.reports.clear();
        for (int i = 0; i < 3; i++) {
            pass(PhoneLeg.SILENCE);
            telephone.report();
        }
        assertThat(leg.state()).isEqualTo(CONNECTED);
    }

    @Test
    void sip_W8_eachFiveSecondsItIsReportedWhatArrives() throws Exception {
        Telephone telephone = connected(leg);
        for (int i = 1; i <= 10; i++) if (i != 5) telephone.say(i, 0, HELLO);
        Await.until(() -> owner.echoed.get() == 9);

        pass(Watch.BETWEEN_REPORTS);
        byte[] report = telephone.report();

        var sent = (Rtcp.SenderReport) Rtcp.read(report, 0, report.length).getFirst();
        assertThat(sent.ssrc()).isEqualTo(leg.outgoing().ssrc());
        assertThat(sent.packets()).isEqualTo(9);
        assertThat(sent.blocks().getFirst().lost()).isEqualTo(1);
    }

    @Test
    void sip_W8_reportsComeWithTheVoiceIfTheyAskForThat() throws Exception {
        Telephone telephone = telephone();
        String offer = telephone.description(telephone.address(), "0 8", "sendrecv", "a=rtcp-mux\n");
        Media answer = telephone.agree(given(leg.answer(Telephone.sdp(offer))));
        assertThat(answer.where().isMuxed()).isTrue();
        echo(telephone, 1);

        pass(Watch.BETWEEN_REPORTS);

        byte[] report = telephone.report();
        assertThat(Rtcp.read(report, 0, report.length).getFirst()).isInstanceOf(Rtcp.SenderReport.class);
        telephone.send(report);
        echo(telephone, 2);
        assertThat(owner.packets).hasValue(2);
    }

    @Test
    void sip_W8_aBadLineIsTold() throws Exception {
        Telephone telephone = connected(leg);
        for (int report = 0; report < 4; report++) {
            // Every second one is lost.
            for (int i = 0; i < 10; i++) telephone.say(report * 20 + 2 * i, 0, HELLO);
            int said = 10 * (report + 1);
            Await.until(() -> owner.packets.get() == said);
            pass(Watch.BETWEEN_REPORTS);
            telephone.report();
        }

        assertThat(owner.qualities.poll(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void sip_W8_whoHangsUpSaysSo() throws Exception {
        Telephone telephone = connected(leg);
        echo(telephone, 1);

        leg.close();

        byte[] report = telephone.report();
        assertThat(Rtcp.read(report, 0, report.length).getLast())
                .isEqualTo(new Rtcp.Goodbye(List.of(leg.outgoing().ssrc())));
        assertThat(owner.next()).isEqualTo(new LegState.Closed());
    }

    @Test
    void sip_S15_whatIsLostOnTheWayStaysLostAndNothingElse() throws Exception {
        Telephone telephone = connected(leg);
        var random = new Random(15);
        List<Integer> said = new ArrayList<>();
        List<Integer> heard = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            if (i > 0 && random.nextInt(100) < 5) continue;
            said.add(i);
            heard.add(echo(telephone, i).sequence());
        }

        int first = heard.getFirst();
        assertThat(heard.stream().map(sequence -> (sequence - first) & 0xffff)).isEqualTo(said);
    }

    @Test
    void whoIsNowhereThatOnePersonCouldBeIsRefused() throws Exception {
        var all = new InetSocketAddress(InetAddress.ofLiteral("224.0.0.251"), 5353);
        String offer = telephone().description(all, "0", "sendrecv", "");

        assertThat(leg.answer(Telephone.sdp(offer))).isEqualTo(new Answer.Refused(Agreement.Reason.NO_ADDRESS));
        assertThat(leg.state()).isEqualTo(new LegState.New());
    }

    @Test
    void whatIsNoRtpHarmsNothing() throws Exception {
        Telephone telephone = connected(leg);
        var random = new Random(3550);
        for (int said = 1; said <= 15; said++) {
            // So few at once that they fit into the port's buffer: more could push out what is said after them.
            for (int i = 0; i < 20; i++) {
                var bytes = new byte[random.nextInt(60)];
                random.nextBytes(bytes);
                if (bytes.length > 1) bytes[0] = (byte) (random.nextBoolean() ? 0x80 : 0xb5);
                if (bytes.length > 1) bytes[1] = (byte) (192 + random.nextInt(40));
                telephone.send(bytes);
                telephone.report(bytes);
            }
            RtpPacket heard = echo(telephone, said);
            while (heard.payloadLength() != HELLO.length) heard = telephone.hear();
        }

        assertThat(leg.state()).isEqualTo(CONNECTED);
    }
}
