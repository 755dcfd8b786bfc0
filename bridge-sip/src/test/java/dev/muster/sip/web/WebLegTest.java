package dev.muster.sip.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Await;
import dev.muster.sip.dtls.DtlsEvent;
import dev.muster.sip.dtls.Failure;
import dev.muster.sip.dtls.Identity;
import dev.muster.sip.ice.Listening;
import dev.muster.sip.ice.Liveness;
import dev.muster.sip.ice.Port;
import dev.muster.sip.leg.Answer;
import dev.muster.sip.leg.EchoOwner;
import dev.muster.sip.leg.LegState;
import dev.muster.sip.leg.Watch;
import dev.muster.sip.rtp.Rtcp;
import dev.muster.sip.rtp.RtpPacket;
import dev.muster.sip.sdp.Agreement;
import dev.muster.sip.sdp.Codec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A leg, with a page that does what browsers do. What it says comes back.
@Timeout(120)
class WebLegTest {
    private static final byte[] HELLO = new byte[160];
    private static final LegState CONNECTING = new LegState.Connecting();
    private static final LegState CONNECTED = new LegState.Connected();
    private static final LegState RECONNECTING = new LegState.Reconnecting();

    static {
        Arrays.fill(HELLO, (byte) 0x2a);
    }

    /// How much later it is than it would be.
    private final AtomicLong later = new AtomicLong();

    private final Port port;
    private final EchoOwner owner = new EchoOwner();
    private final WebLeg leg;
    private final List<Page> pages = new ArrayList<>();

    WebLegTest() throws IOException {
        var random = new SecureRandom();
        var listening = new Listening(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of());
        port = Port.open(List.of(listening), random, this::nanoTime);
        Identity identity = Identity.create(random, InstantSource.system());
        leg = new WebLegs(port, identity, InstantSource.system(), this::nanoTime, random, (_, _) -> {}).open(owner);
        owner.owns(leg);
    }

    @AfterEach
    void close() {
        leg.close();
        pages.forEach(Page::die);
        port.close();
    }

    private long nanoTime() {
        return System.nanoTime() + later.get();
    }

    private void pass(Duration time) {
        later.addAndGet(time.toNanos());
    }

    private Page page() {
        var page = new Page();
        pages.add(page);
        return page;
    }

    private String answered(Page page) {
        return switch (leg.answer(page.offer())) {
            case Answer.Given(var description, var _) -> description;
            case Answer.Refused(var why) -> throw new AssertionError("refused: " + why);
            case Answer.TooLate() -> throw new AssertionError("too late");
        };
    }

    private Page connected() throws Exception {
        Page page = page();
        page.connect(answered(page));
        assertThat(owner.next()).isEqualTo(CONNECTING);
        assertThat(owner.next()).isEqualTo(CONNECTED);
        return page;
    }

    @Test
    void sip_W1_aPageWithoutCandidatesIsHeardAndHears() throws Exception {
        Page page = connected();

        page.say(1, 0, HELLO);
        RtpPacket echo = page.hear();

        assertThat(echo.payloadType()).isZero();
        assertThat(echo.ssrc()).isEqualTo(leg.outgoing().ssrc());
        // The extension that browsers add concerns only them and us.
        assertThat(echo.payloadAt()).isEqualTo(RtpPacket.HEADER);
        assertThat(echo.payloadLength()).isEqualTo(HELLO.length);
    }

    @Test
    void whatWasAgreedOnIsKnown() throws Exception {
        assertThat(leg.agreed()).isEmpty();

        connected();

        assertThat(leg.agreed().orElseThrow().voice().codecs()).startsWith(Codec.PCMU);
        assertThat(leg.agreed().orElseThrow().voice().events().orElseThrow().payloadType())
                .isEqualTo(126);
    }

    @Test
    void sip_W2_inAnotherNetworkItGoesOnWithTheSameKeys() throws Exception {
        Page page = connected();
        page.say(1, 0, HELLO);
        int sequence = page.hear().sequence();

        page.leaveNetwork();
        page.find(answered(page));
        page.say(2, 0, HELLO);

        RtpPacket echo = page.hear();
        assertThat(echo.sequence()).isEqualTo((sequence + 1) & 0xffff);
        assertThat(page.events).hasSize(1);
        assertThat(owner.states).isEmpty();
    }

    @Test
    void sip_W2_aPageThatIsLoadedAgainTakesOverWhenItCanSpeak() throws Exception {
        Page before = connected();
        before.say(1, 0, HELLO);
        int ssrc = before.hear().ssrc();

        Page after = page();
        String answer = answered(after);
        before.say(2, 0, HELLO);
        before.hear();
        after.connect(answer);
        assertThat(before.events.poll(20, TimeUnit.SECONDS)).isInstanceOf(DtlsEvent.Established.class);
        assertThat(before.events.poll(20, TimeUnit.SECONDS)).isInstanceOf(DtlsEvent.Ended.class);

        after.say(1, 0, HELLO);
        assertThat(after.hear().ssrc()).isEqualTo(ssrc);
        assertThat(leg.state()).isEqualTo(CONNECTED);
    }

    @Test
    void sip_W2_aPageThatIsClosedMayComeBack() throws Exception {
        Page before = connected();
        before.close();
        assertThat(owner.next()).isEqualTo(RECONNECTING);

        Page after = page();
        after.connect(answered(after));

        assertThat(owner.next()).isEqualTo(CONNECTED);
    }

    @Test
    void sip_W3_whoShowsAnotherCertificateIsNotHeard() throws Exception {
        Page page = page();
        String offer = page.description("actpass", Page.VOICE, page().identity().fingerprint());
        var given = (Answer.Given) leg.answer(Page.parsed(offer));
        page.find(given.description());
        page.agreeOnKeys(given.description());

        assertThat(owner.next()).isEqualTo(CONNECTING);
        assertThat(owner.next()).isEqualTo(new LegState.Failed(LegState.Reason.NOT_PROTECTED));
        assertThat(page.events.poll(20, TimeUnit.SECONDS)).isEqualTo(new DtlsEvent.Failed(Failure.REFUSED));
        assertThat(leg.answer(page.offer())).isEqualTo(new Answer.TooLate());
        assertThat(owner.packets).hasValue(0);
    }

    @Test
    void sip_W4_whoIsSilentForThirtySecondsIsLost() throws Exception {
        Page page = connected();
        pass(Liveness.SILENCE);
        assertThat(owner.next()).isEqualTo(RECONNECTING);
        page.check();
        assertThat(owner.next()).isEqualTo(CONNECTED);

        pass(Liveness.CONSENT);
        assertThat(owner.next()).isEqualTo(new LegState.Lost());
    }

    @Test
    void sip_W4_whoHasJustSaidThatItIsElsewhereHasTimeToBeHeardFromThere() throws Exception {
        Page page = connected();
        pass(Liveness.CONSENT.minusSeconds(10));
        assertThat(owner.next()).isEqualTo(RECONNECTING);
        page.leaveNetwork();
        String answer = answered(page);
        // Unheard for longer than anybody may be, and yet not long since it said where it is.
        pass(Liveness.CONSENT.minusSeconds(10));

        page.find(answer);

        assertThat(owner.next()).isEqualTo(CONNECTED);
    }

    @Test
    void whoNeverFindsUsIsGivenUp() throws Exception {
        answered(page());
        assertThat(owner.next()).isEqualTo(CONNECTING);

        pass(WebLeg.TO_CONNECT);

        assertThat(owner.next()).isEqualTo(new LegState.Failed(LegState.Reason.NOT_FOUND));
    }

    @Test
    void sip_W7_whoDoesNotKnowG711IsRefused() {
        Page page = page();
        String offer = page.description("actpass", "111", page.identity().fingerprint());

        assertThat(leg.answer(Page.parsed(offer))).isEqualTo(new Answer.Refused(Agreement.Reason.NO_COMMON_CODEC));
        assertThat(leg.state()).isEqualTo(new LegState.New());
    }

    @Test
    void sip_W8_eachFiveSecondsItIsReportedWhatArrives() throws Exception {
        Page page = connected();
        for (int i = 1; i <= 10; i++) if (i != 5) page.say(i, 0, HELLO);
        Await.until(() -> owner.echoed.get() == 9);

        pass(Watch.BETWEEN_REPORTS);
        byte[] report = page.report();

        var sent = (Rtcp.SenderReport) Rtcp.read(report, 0, report.length).getFirst();
        assertThat(sent.ssrc()).isEqualTo(leg.outgoing().ssrc());
        assertThat(sent.packets()).isEqualTo(9);
        assertThat(sent.blocks()).hasSize(1);
        assertThat(sent.blocks().getFirst().lost()).isEqualTo(1);
    }

    @Test
    void sip_W8_aBadLineIsTold() throws Exception {
        Page page = connected();
        for (int report = 0; report < 4; report++) {
            page.check();
            // Every second one is lost.
            for (int i = 0; i < 10; i++) page.say(report * 20 + 2 * i, 0, HELLO);
            int said = 10 * (report + 1);
            Await.until(() -> owner.packets.get() == said);
            pass(Watch.BETWEEN_REPORTS);
            page.report();
        }

        assertThat(owner.qualities.poll(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void sip_W8_whoHangsUpSaysSo() throws Exception {
        Page page = connected();

        leg.close();

        byte[] report = page.report();
        assertThat(Rtcp.read(report, 0, report.length).getLast())
                .isEqualTo(new Rtcp.Goodbye(List.of(leg.outgoing().ssrc())));
        assertThat(page.events.poll(20, TimeUnit.SECONDS)).isInstanceOf(DtlsEvent.Established.class);
        assertThat(page.events.poll(20, TimeUnit.SECONDS)).isEqualTo(new DtlsEvent.Ended());
        assertThat(owner.next()).isEqualTo(new LegState.Closed());
    }

    @Test
    void sip_W9_whoIsCalledMayBeginBeforeItsAnswerIsHere() throws Exception {
        Page page = page();
        String offer = leg.offer();
        page.find(offer);
        page.agreeOnKeys(offer);
        assertThat(leg.state()).isEqualTo(new LegState.New());

        assertThat(leg.accept(page.answer())).isInstanceOf(Agreement.Agreed.class);
        page.awaitKeys();

        assertThat(owner.next()).isEqualTo(CONNECTING);
        assertThat(owner.next()).isEqualTo(CONNECTED);
        page.say(1, 0, HELLO);
        assertThat(page.hear().payloadLength()).isEqualTo(HELLO.length);
    }

    @Test
    void ofTheDevicesThatRingTheOneThatAnswersFirstIsHeard() throws Exception {
        Page tablet = page();
        Page phone = page();
        phone.leaveNetwork();
        String offer = leg.offer();
        tablet.find(offer);
        tablet.agreeOnKeys(offer);
        phone.find(offer);
        phone.agreeOnKeys(offer);

        Agreement first = leg.accept(phone.answer());
        phone.awaitKeys();
        assertThat(owner.next()).isEqualTo(CONNECTING);
        assertThat(owner.next()).isEqualTo(CONNECTED);
        Agreement second = leg.accept(tablet.answer());

        assertThat(second).isEqualTo(first);
        phone.say(1, 0, HELLO);
        assertThat(phone.hear().payloadLength()).isEqualTo(HELLO.length);
        assertThat(tablet.events).isEmpty();
    }

    @Test
    void nothingIsWrittenBeforeItCanBeSent() {
        assertThat(leg.send((_, _, _) -> {
                    throw new AssertionError("it would be missing later");
                }))
                .isFalse();
    }
}
