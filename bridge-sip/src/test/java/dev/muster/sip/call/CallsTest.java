package dev.muster.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.TestLedger;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.nostr.client.Await;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.sip.call.Calls.Placed;
import dev.muster.sip.call.Media.Described;
import dev.muster.sip.credit.Credits;
import dev.muster.sip.credit.Rates;
import dev.muster.sip.gate.Gate;
import dev.muster.sip.gate.GateConfig;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.ua.Call;
import dev.muster.sip.ua.CallEvent;
import dev.muster.sip.ua.HangupReason;
import dev.muster.sip.ua.SipAgent;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Calls between a real telephone, as far as SIP goes, and somebody whose voice is only pretended.
@Timeout(60)
class CallsTest {
    private static final String ANA = "ana";
    private static final String GROUP = "neighbours";
    private static final PhoneNumber NUMBER = new PhoneNumber("+12025550123");
    private static final Sdp OFFER = Sdp.parse(PretendMedia.SDP).orElseThrow();
    private static final SecureRandom RANDOM = new SecureRandom();

    @RegisterExtension
    final TestLedger ledger = new TestLedger();

    private final List<PretendMedia> media = new CopyOnWriteArrayList<>();
    private final List<CallRecord> told = new CopyOnWriteArrayList<>();
    private final List<String> rung = new CopyOnWriteArrayList<>();
    private final PublicKey bea = SecretKey.random(RANDOM).publicKey();
    private volatile Instant now = Instant.parse("2026-03-14T12:00:00Z");
    private volatile Set<PublicKey> operators = Set.of(bea);
    private long monthly;
    private Book book;
    private Credits credits;
    private Calls calls;
    private SipAgent agent;
    private Telephone telephone;
    private int port;

    @BeforeEach
    void begin() throws IOException {
        port = Telephone.freePort();
        int theirs = Telephone.freePort();
        open();
        agent = Telephone.agent(port, theirs, calls);
        calls.start(Optional.of(agent));
        telephone = new Telephone(theirs, port);
    }

    /// The bridge, as it is after a start.
    private void open() {
        credits = new Credits(monthly, () -> now);
        book = new Book(credits, Rates.of(List.of()), () -> now);
        book.telling((_, call) -> told.add(call));
        var config = new GateConfig(List.of("+1"), List.of("+1900"), 2, 10, 20, 5, 3, Duration.ofMinutes(10));
        calls = new Calls(new Calls.Needs(
                ledger.ledger(),
                book,
                new Gate(config, () -> now),
                new Studio() {
                    @Override
                    public Media to(String call, Media.Events events) {
                        return pretend(events);
                    }

                    @Override
                    public Media from(String call, Media.Events events, String trunk) {
                        return pretend(events);
                    }
                },
                (_, called) ->
                        new Routing.Destination(called.equals("+12025550100") ? operators : Set.of(), GROUP, "legal"),
                (_, call, whom, offer) -> whom.forEach(person -> rung.add(person.hex() + " " + offer)),
                new Troubles() {
                    @Override
                    public void reconnecting(String call, boolean isGone) {
                        rung.add("reconnecting " + isGone);
                    }

                    @Override
                    public void quality(String call, boolean isPoor, double lossPercent, double roundTripMillis) {
                        rung.add("quality " + isPoor);
                    }
                },
                "+12025550100",
                config.longest(),
                Optional.empty(),
                () -> now,
                RANDOM));
    }

    private Media pretend(Media.Events events) {
        var one = new PretendMedia(events);
        media.add(one);
        return one;
    }

    @AfterEach
    void end() {
        agent.close();
        telephone.close();
    }

    private Placed order(PhoneNumber to) {
        String id = calls.newId();
        return ledger.ledger().<Placed>change(change -> place(change, id, to));
    }

    private Placed place(Change change, String id, PhoneNumber to) {
        return calls.place(change, id, new Order(ANA, to, "", false, GROUP, ""));
    }

    private String placed() {
        return ((Placed.Taken) order(NUMBER)).call().id();
    }

    private CallRecord call(String id) {
        return book.get(ledger.ledger(), id).orElseThrow();
    }

    private CallRecord awaitOver(String id) {
        Await.until(() -> call(id).isOver());
        Await.until(() -> calls.count() == 0);
        return call(id);
    }

    private List<Phase> phases(String id) {
        return told.stream()
                .filter(call -> call.id().equals(id))
                .map(CallRecord::phase)
                .toList();
    }

    private long used() {
        return credits.balance(ledger.ledger(), GROUP).used();
    }

    /// A call that is talked on.
    private String talking() throws InterruptedException {
        String id = placed();
        assertThat(calls.describe(id, ANA, OFFER)).containsInstanceOf(Described.Given.class);
        Call theirs = telephone.hears(CallEvent.Incoming.class).call();
        theirs.answer(PretendMedia.SDP);
        Await.until(() -> call(id).phase() == Phase.TALKING);
        return id;
    }

    @Test
    void aTelephoneIsCalledAsSoonAsSomebodyCanSpeak() throws Exception {
        String id = placed();
        assertThat(telephone.hasHeardNothing()).isTrue();

        assertThat(calls.describe(id, ANA, OFFER)).contains(new Described.Given("an answer"));
        CallEvent.Incoming incoming = telephone.hears(CallEvent.Incoming.class);
        assertThat(incoming.called()).isEqualTo(NUMBER.e164());
        assertThat(incoming.caller().number()).contains("+12025550100");
        incoming.call().ring();
        Await.until(() -> media.getFirst().asked.contains("ring"));
        incoming.call().answer(PretendMedia.SDP);
        Await.until(() -> call(id).phase() == Phase.TALKING);
        now = now.plusSeconds(61);
        calls.look();
        assertThat(calls.hangUp(id, ANA)).isTrue();

        telephone.hears(CallEvent.Ended.class);
        assertThat(awaitOver(id).reason()).contains(HangupReason.COMPLETED);
        assertThat(phases(id)).containsExactly(Phase.ORDERED, Phase.DIALLED, Phase.RINGING, Phase.TALKING, Phase.OVER);
        assertThat(media.getFirst().asked).containsExactly("described", "ring", "answered", "lifted", "close");
    }

    @Test
    void whatIsHeardBeforeAnybodyAnswersIsHeardByWhoCalls() throws Exception {
        String id = placed();
        assertThat(calls.describe(id, ANA, OFFER)).isPresent();
        Call theirs = telephone.hears(CallEvent.Incoming.class).call();
        theirs.progress(PretendMedia.SDP);
        Await.until(() -> media.getFirst().asked.contains("connect"));
        assertThat(media.getFirst().asked).doesNotContain("ring");
        assertThat(call(id).answered()).isEmpty();
    }

    @Test
    void anOrderThatNobodySpeaksOnEndsByItself() {
        String id = placed();
        now = now.plus(Conversation.TO_DESCRIBE);
        calls.look();

        assertThat(awaitOver(id).reason()).contains(HangupReason.CANCELLED);
        assertThat(telephone.hasHeardNothing()).isTrue();
        assertThat(calls.describe(id, ANA, OFFER)).isEmpty();
    }

    @Test
    void nobodyElseSaysAnythingAboutACall() throws Exception {
        String id = talking();
        assertThat(calls.describe(id, "mallory", OFFER)).isEmpty();
        assertThat(calls.hangUp(id, "mallory")).isFalse();
        assertThat(calls.hold(id, "mallory", true)).isFalse();
        assertThat(calls.press(id, "mallory", "1")).isFalse();
        assertThat(calls.transfer(id, "mallory", "+12025550199")).isPresent();
        assertThat(calls.claim(id, "mallory")).isFalse();
        assertThat(call(id).phase()).isEqualTo(Phase.TALKING);
    }

    @Test
    void whoIsBusyCostsNothing() throws Exception {
        String id = placed();
        assertThat(calls.describe(id, ANA, OFFER)).isPresent();
        telephone.hears(CallEvent.Incoming.class).call().hangUp(HangupReason.BUSY);
        assertThat(awaitOver(id).reason()).contains(HangupReason.BUSY);
        assertThat(used()).isZero();
    }

    @Test
    void whoHangsUpBeforeAnybodyAnswersHasCancelled() throws Exception {
        String id = placed();
        assertThat(calls.describe(id, ANA, OFFER)).isPresent();
        telephone.hears(CallEvent.Incoming.class).call().ring();
        Await.until(() -> call(id).phase() == Phase.RINGING);
        assertThat(calls.hangUp(id, ANA)).isTrue();

        telephone.hears(CallEvent.Ended.class);
        assertThat(awaitOver(id).reason()).contains(HangupReason.CANCELLED);
    }

    @Test
    void theTelephoneHangsUp() throws Exception {
        String id = placed();
        assertThat(calls.describe(id, ANA, OFFER)).isPresent();
        Call theirs = telephone.hears(CallEvent.Incoming.class).call();
        theirs.answer(PretendMedia.SDP);
        Await.until(() -> call(id).phase() == Phase.TALKING);
        theirs.hangUp(HangupReason.COMPLETED);
        assertThat(awaitOver(id).reason()).contains(HangupReason.COMPLETED);
    }

    @Test
    void whoCantBeSpokenWithIsHungUpOn() throws Exception {
        String id = placed();
        assertThat(calls.describe(id, ANA, OFFER)).isPresent();
        media.getFirst().canSpeak = false;
        telephone.hears(CallEvent.Incoming.class).call().answer(PretendMedia.SDP);
        telephone.hears(CallEvent.Ended.class);
        assertThat(awaitOver(id).reason()).contains(HangupReason.MEDIA_FAILURE);
    }

    @Test
    void sip_W4_whoIsLostEndsTheCall() throws Exception {
        String id = talking();
        media.getFirst().events.personReconnecting(true);
        media.getFirst().events.personLost(false);
        telephone.hears(CallEvent.Ended.class);
        assertThat(awaitOver(id).reason()).contains(HangupReason.NETWORK_FAILURE);
        assertThat(rung).containsExactly("reconnecting true");
    }

    @Test
    void sip_S13_aTelephoneThatIsSilentEndsTheCall() throws Exception {
        String id = talking();
        media.getFirst().events.phoneLost();
        assertThat(awaitOver(id).reason()).contains(HangupReason.MEDIA_FAILURE);
    }

    @Test
    void whoIsHeldHearsMusicAndIsToldBySip() throws Exception {
        String id = talking();
        assertThat(calls.hold(id, ANA, true)).isTrue();
        CallEvent.Offered offered = telephone.hears(CallEvent.Offered.class);
        assertThat(offered.offer()).hasValueSatisfying(sdp -> assertThat(sdp).contains("sendonly"));
        offered.call().accept(PretendMedia.SDP);
        assertThat(calls.hold(id, ANA, false)).isTrue();
        telephone.hears(CallEvent.Offered.class).call().accept(PretendMedia.SDP);
        assertThat(media.getFirst().asked).contains("hold", "resume");
    }

    @Test
    void sip_F1_whatMayNotBeCalledIsNeitherCalledNorTransferredTo() throws Exception {
        assertThat(order(new PhoneNumber("+4930123456"))).isInstanceOf(Placed.Refused.class);
        assertThat(order(new PhoneNumber("+19005550123"))).isInstanceOf(Placed.Refused.class);
        String id = talking();
        assertThat(calls.transfer(id, ANA, "+19005550123"))
                .hasValueSatisfying(why -> assertThat(why.word()).isEqualTo("prefix_not_allowed"));
    }

    @Test
    void sip_F2_onePersonHasTwoCallsAtMost() throws Exception {
        String first = placed();
        placed();
        assertThat(order(NUMBER)).isInstanceOf(Placed.Refused.class);
        assertThat(calls.hangUp(first, ANA)).isTrue();
        assertThat(order(NUMBER)).isInstanceOf(Placed.Taken.class);
    }

    @Test
    void sip_F2_theLongestCallEndsAfterAWarning() throws Exception {
        String id = talking();
        Instant answered = now;
        for (int second = 0; second < 600; second++) {
            now = answered.plusSeconds(second);
            calls.look();
            assertThat(media.getFirst().asked.contains("warn"))
                    .as("warned after %s s", second)
                    .isEqualTo(second >= 540);
        }
        now = answered.plusSeconds(600);
        calls.look();
        telephone.hears(CallEvent.Ended.class);
        assertThat(awaitOver(id).reason()).contains(HangupReason.COMPLETED);
        assertThat(used()).isEqualTo(10);
    }

    @Test
    void sip_F3_whoHasNoCreditsLeftHearsItAndIsCutOffWithTheMinuteThatIsPaid() throws Exception {
        monthly = 2;
        end();
        begin();
        String id = talking();
        Instant answered = now;
        for (int second = 0; second < 120; second++) {
            now = answered.plusSeconds(second);
            calls.look();
            assertThat(media.getFirst().asked.contains("warn"))
                    .as("warned after %s s", second)
                    .isEqualTo(second >= 105);
        }
        now = answered.plusSeconds(120);
        calls.look();
        assertThat(awaitOver(id).reason()).contains(HangupReason.COMPLETED);
        assertThat(used()).isEqualTo(2);
        assertThat(order(NUMBER)).isInstanceOf(Placed.Refused.class);
    }

    @Test
    void aTelephoneCallsAndTheFirstWhoTakesItHasIt() throws Exception {
        telephone.dials("+12025550100");
        Await.until(() -> !rung.isEmpty());
        assertThat(rung).containsExactly(bea.hex() + " an offer");
        String id = told.getFirst().id();
        calls.rings(id);
        telephone.hears(CallEvent.Progress.class);

        assertThat(Stream.of(bea.hex(), ANA).parallel().filter(who -> calls.claim(id, who)))
                .hasSize(1);
        String taker = call(id).person();
        assertThat(calls.claim(id, taker)).as("said twice").isTrue();
        assertThat(calls.accept(id, taker, OFFER)).isTrue();
        assertThat(telephone.hasHeardNothing()).as("nobody can speak yet").isTrue();
        media.getFirst().events.personConnected();
        telephone.hears(CallEvent.Answered.class);
        Await.until(() -> call(id).phase() == Phase.TALKING);
        assertThat(calls.hangUp(id, taker)).isTrue();
        telephone.hears(CallEvent.Ended.class);
        assertThat(awaitOver(id).reason()).contains(HangupReason.COMPLETED);
        assertThat(call(id).shownNumber()).isEqualTo("•••0150");
    }

    @Test
    void aTelephoneThatGivesUpIsTold() throws Exception {
        Call theirs = telephone.dials("+12025550100");
        Await.until(() -> !rung.isEmpty());
        String id = told.getFirst().id();
        theirs.hangUp(HangupReason.CANCELLED);
        assertThat(awaitOver(id).reason()).contains(HangupReason.CANCELLED);
        assertThat(calls.claim(id, bea.hex())).isFalse();
    }

    @Test
    void whenNobodyTakesItTheTelephoneHearsThat() throws Exception {
        telephone.dials("+12025550100");
        Await.until(() -> !rung.isEmpty());
        String id = told.getFirst().id();
        now = now.plus(Conversation.TO_ANSWER);
        calls.look();
        assertThat(telephone.hears(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.NO_ANSWER);
        assertThat(awaitOver(id).reason()).contains(HangupReason.NO_ANSWER);
    }

    @Test
    void behindOtherNumbersThereIsNobody() throws Exception {
        telephone.dials("+12025550177");
        assertThat(telephone.hears(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.REJECTED);
        assertThat(told).isEmpty();
    }

    @Test
    void aCrashLeavesNoGhostAndIsPaid() throws Exception {
        var ids = new ArrayList<String>();
        ids.add(placed());
        ids.add(talking());
        told.clear();
        // What was there before neither knows nor says anything more, as if it had crashed.
        open();
        calls.start(Optional.empty());

        assertThat(told).hasSize(2).allMatch(CallRecord::isOver);
        assertThat(ids).allSatisfy(id -> assertThat(call(id).isOver()).isTrue());
        assertThat(calls.count()).isZero();
    }

    @Test
    void whileItIsStoppedNoCallBegins() throws Exception {
        calls.drain();
        assertThat(order(NUMBER)).isInstanceOf(Placed.Refused.class);
        telephone.dials("+12025550100");
        assertThat(telephone.hears(CallEvent.Ended.class).reason()).isEqualTo(HangupReason.NETWORK_FAILURE);
    }
}
