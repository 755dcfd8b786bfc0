package dev.muster.notifier.ring;

import static dev.muster.notifier.ring.Switchboard.ADA;
import static dev.muster.notifier.ring.Switchboard.CARL;
import static dev.muster.notifier.ring.Switchboard.STRANGER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Await;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.ProofOfWork;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.notifier.device.Platform;
import dev.muster.notifier.push.Parcel;
import dev.muster.notifier.push.Parcel.Sort;
import dev.muster.notifier.push.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a call does: whose phones ring, what makes them stop, and what the caller hears.
@Timeout(120)
class RingsTest {
    @RegisterExtension
    final Switchboard town = new Switchboard();

    private final SecretKey bea = SecretKey.random(Events.RANDOM);
    private final String call = UUID.randomUUID().toString();

    /// Bea has two phones, and Carl may ring her.
    @BeforeEach
    void beaHasPhones() {
        town.hasPhone(bea, "pocket");
        town.hasPhone(bea, "desk");
        town.knows(bea, CARL);
    }

    private State state() {
        return town.rings()
                .find(town.data().ledger(), call, bea.publicKey())
                .orElseThrow()
                .state();
    }

    private static String body(Parcel parcel) {
        return new String(parcel.body(), UTF_8);
    }

    @Test
    void C5_allDevicesRingAndTheCallerHearsHowMany() {
        town.calls(CARL, call, bea);
        assertThat(body(town.got("pocket", Sort.RING, 1).getFirst())).contains(call, "Incoming call");
        town.got("desk", Sort.RING, 1);
        Rumor both = town.signal(CARL, Kind.BUILDIT_CALL_RINGING, "\"devices\":2");
        assertThat(both.tags().first("devices")).contains(Tag.of("devices", "2", "2"));
        assertThat(both.tags().value("status")).contains("ringing");
        assertThat(state()).isEqualTo(State.RINGING);
    }

    @Test
    void nipAC_aSignedOfferRingsToo() {
        town.callsSigned(CARL, call, bea);
        town.got("pocket", Sort.RING, 1);
        town.signal(CARL, Kind.BUILDIT_CALL_RINGING, "\"devices\":2");
    }

    @Test
    void push_R4_theSameCallToldTwiceRingsOnce() {
        town.calls(CARL, call, bea);
        town.callsSigned(CARL, call, bea);
        town.says(
                CARL,
                Kind.BUILDIT_CALL_OFFER,
                Switchboard.tags(call, bea).with("n", "another wrap"),
                Switchboard.offer(call));
        town.settles();
        assertThat(town.phones.got("pocket", Sort.RING)).hasSize(1);
        assertThat(town.phones.got("desk", Sort.RING)).hasSize(1);
    }

    @Test
    void push_R9_ofAStrangersCallNobodyHears() {
        town.calls(STRANGER, call, bea);
        town.settles();
        assertThat(town.phones.seen()).isEmpty();
        assertThat(town.heard(bea)).isEmpty();
        assertThat(town.heard(STRANGER)).isEmpty();
        assertThat(town.refusals()).containsExactly("stranger");
    }

    @Test
    void push_R9_whoHasARoleInTheGroupMayRing() {
        town.calls(ADA, call, bea);
        town.got("pocket", Sort.RING, 1);
    }

    @Test
    void push_R9_whomTheyFollowMayRingAndWhomTheyMutedMayNot() {
        SecretKey dora = SecretKey.random(Events.RANDOM);
        town.hasPhone(dora, "dora");
        Tags carl = Tags.of(Tag.of("p", CARL.publicKey().hex()));
        town.devices().hear(new Rumor(dora.publicKey(), 100, Kind.CONTACTS, carl, "").sign(dora, Events.RANDOM));
        town.calls(CARL, call, dora);
        town.got("dora", Sort.RING, 1);
        town.devices().hear(new Rumor(dora.publicKey(), 101, Kind.MUTE_LIST, carl, "").sign(dora, Events.RANDOM));
        town.calls(CARL, UUID.randomUUID().toString(), dora);
        town.settles();
        assertThat(town.phones.got("dora", Sort.RING)).hasSize(1);
    }

    @Test
    void push_R9_strangersMayRingWhoWantsThatIfTheyWorkForIt() {
        town.prefers(bea, "{\"calls\":\"anyone\",\"work\":8}");
        town.calls(STRANGER, call, bea);
        String other = UUID.randomUUID().toString();
        var offer = new Rumor(
                STRANGER.publicKey(),
                town.now().getEpochSecond(),
                Kind.BUILDIT_CALL_OFFER,
                Switchboard.tags(other, bea),
                Switchboard.offer(other));
        town.says(STRANGER, ProofOfWork.mine(offer, 8, () -> true));
        assertThat(body(town.got("pocket", Sort.RING, 1).getFirst())).contains(other);
        town.settles();
        assertThat(town.phones.got("pocket", Sort.RING)).hasSize(1);
    }

    @Test
    void push_R5_whatIsTooOldRingsNoMoreAndIsAMissedCall() {
        Instant made = town.now().minusSeconds(21);
        town.says(
                CARL,
                new Rumor(CARL.publicKey(), made.getEpochSecond(), Kind.CALL_OFFER, Switchboard.tags(call, bea), ""));
        town.missed(bea, 1);
        String sealed = UUID.randomUUID().toString();
        town.says(
                CARL,
                new Rumor(
                        CARL.publicKey(),
                        town.now().minusSeconds(61).getEpochSecond(),
                        Kind.BUILDIT_CALL_OFFER,
                        Switchboard.tags(sealed, bea),
                        Switchboard.offer(sealed)));
        town.missed(bea, 2);
        town.settles();
        assertThat(town.phones.got("pocket", Sort.RING)).isEmpty();
    }

    @Test
    void push_R5_aPushLivesForWhatIsLeftOfTheRing() {
        town.says(
                CARL,
                new Rumor(
                        CARL.publicKey(),
                        town.now().minusSeconds(15).getEpochSecond(),
                        Kind.CALL_OFFER,
                        Switchboard.tags(call, bea),
                        ""));
        assertThat(town.got("pocket", Sort.RING, 1).getFirst().until())
                .isEqualTo(town.now().plusSeconds(30));
    }

    @Test
    void push_R34_answeredOnOneStopsTheOthersUnseen() {
        town.calls(CARL, call, bea);
        town.got("desk", Sort.RING, 1);
        town.got("pocket", Sort.RING, 1);
        town.settles();
        town.says(
                bea,
                Kind.CALL_ANSWER,
                Tags.of(Tag.of("p", bea.publicKey().hex()), Tag.of("call-id", call), Tag.of("device", "pocket")),
                "");
        assertThat(body(town.got("desk", Sort.RING_OVER, 1).getFirst()))
                .contains("call_cancelled", "answered_elsewhere");
        town.settles();
        assertThat(town.phones.got("pocket", Sort.RING_OVER)).isEmpty();
        assertThat(town.phones.got("desk", Sort.RING)).hasSize(1);
        assertThat(state()).isEqualTo(State.ANSWERED);
        town.passes(Duration.ofMinutes(2));
        town.settles();
        assertThat(town.heard(bea)).isEmpty();
    }

    @Test
    void C5_aDeclineReachesTheCallerInItsDialect() {
        town.calls(CARL, call, bea);
        town.got("desk", Sort.RING, 1);
        town.hangsUp(bea, call, "rejected");
        town.signal(CARL, Kind.BUILDIT_CALL_HANGUP, "\"rejected\"");
        String signed = UUID.randomUUID().toString();
        town.callsSigned(CARL, signed, bea);
        town.says(bea, Kind.CALL_REJECT, Tags.of(Tag.of("p", CARL.publicKey().hex()), Tag.of("call-id", signed)), "");
        assertThat(town.signal(CARL, Kind.CALL_REJECT, "").tags().value("call-id"))
                .contains(signed);
        town.settles();
        assertThat(town.heard(bea)).isEmpty();
    }

    @Test
    void C5_busyReachesTheCaller() {
        town.calls(CARL, call, bea);
        town.says(bea, Kind.BUILDIT_CALL_BUSY, Tags.NONE, "{\"_v\":\"1.0.0\",\"callId\":\"" + call + "\"}");
        town.signal(CARL, Kind.BUILDIT_CALL_HANGUP, "\"busy\"");
    }

    @Test
    void feature_0_10_whoIsOnACallIsBusyForTheNext() {
        town.calls(CARL, call, bea);
        town.says(bea, Kind.CALL_ANSWER, Tags.of(Tag.of("p", bea.publicKey().hex()), Tag.of("call-id", call)), "");
        String second = UUID.randomUUID().toString();
        town.calls(ADA, second, bea);
        town.signal(ADA, Kind.BUILDIT_CALL_HANGUP, "\"busy\"");
        town.missed(bea, 1);
        town.hangsUp(bea, call, "completed");
        String third = UUID.randomUUID().toString();
        town.calls(ADA, third, bea);
        town.signal(ADA, Kind.BUILDIT_CALL_RINGING, third);
    }

    @Test
    void C5_whoHangsUpStopsTheRingingAndLeavesOneLetter() {
        town.calls(CARL, call, bea);
        town.got("pocket", Sort.RING, 1);
        town.settles();
        town.hangsUp(CARL, call, "cancelled");
        town.hangsUp(CARL, call, "cancelled");
        assertThat(body(town.got("pocket", Sort.RING_OVER, 1).getFirst())).contains("cancelled");
        town.missed(bea, 1);
        town.passes(Duration.ofMinutes(2));
        town.settles();
        town.missed(bea, 1);
        assertThat(state()).isEqualTo(State.CANCELLED);
        assertThat(town.phones.got("pocket", Sort.RING_OVER)).hasSize(1);
    }

    private static final String VOIP = "a1".repeat(32);
    private static final String ALERT = "b2".repeat(32);

    @Test
    void push_R60_aGatewayThatIsDownIsNotWaitedForIfThereIsAnotherWay() {
        town.registers(bea, "tablet", "apns-voip", VOIP);
        town.registers(bea, "tablet", "fcm", "tablet");
        town.phones.says(VOIP, new Verdict.Later("no connection"));
        town.calls(CARL, call, bea);
        Parcel ring = town.got("tablet", Sort.RING, 1).getFirst();
        assertThat(ring.device().platform()).isEqualTo(Platform.FCM);
    }

    @Test
    void push_R60_anIPhoneThatCanRingIsNotShownANoteBecauseAppleWasSlowOnce() {
        town.registers(bea, "tablet", "apns-voip", VOIP);
        town.registers(bea, "tablet", "apns", ALERT);
        town.phones.says(VOIP, new Verdict.Later("no connection"));
        town.calls(CARL, call, bea);
        Await.until(() -> {
            // Not faster: for up to a second nobody looks at the clock, and the call lasts 45 s.
            town.passes(Duration.ofMillis(10));
            return !town.phones.got("tablet", Sort.RING).isEmpty();
        });
        Parcel ring = town.got("tablet", Sort.RING, 1).getFirst();
        assertThat(ring.device().platform()).isEqualTo(Platform.APNS_VOIP);
    }

    @Test
    void push_R60_whatAppleRefusesOfATokenThatRingsGoesToTheOther() {
        town.registers(bea, "tablet", "apns-voip", VOIP);
        town.registers(bea, "tablet", "apns", ALERT);
        town.phones.says(VOIP, new Verdict.Dead("Unregistered", Optional.empty()));
        town.calls(CARL, call, bea);
        Parcel ring = town.got("tablet", Sort.RING, 1).getFirst();
        assertThat(ring.device().platform()).isEqualTo(Platform.APNS);
    }

    @Test
    void push_R34_whatHasNotRungWhenTheCallerHangsUpNeverDoes() {
        town.phones.says("pocket", new Verdict.Later("busy", Optional.of(Duration.ofSeconds(5))));
        town.calls(CARL, call, bea);
        Await.until(() -> town.phones.seen().size() == 2);
        town.signal(CARL, Kind.BUILDIT_CALL_RINGING, "\"devices\":1");
        town.hangsUp(CARL, call, "cancelled");
        town.passes(Duration.ofSeconds(10));
        town.settles();
        assertThat(town.phones.got("pocket", Sort.RING)).isEmpty();
    }

    @Test
    void push_R34_whatIsOnItsWayWhenTheCallerHangsUpIsEndedAfterIt() {
        CountDownLatch door = town.phones.holds("pocket");
        town.calls(CARL, call, bea);
        town.got("desk", Sort.RING, 1);
        Await.until(() -> town.phones.seen().size() == 2);
        town.hangsUp(CARL, call, "cancelled");
        town.got("pocket", Sort.RING_OVER, 1);
        door.countDown();
        town.got("pocket", Sort.RING, 1);
        assertThat(town.got("pocket", Sort.RING_OVER, 2))
                .allSatisfy(over -> assertThat(body(over)).contains("cancelled"));
    }

    @Test
    void push_R34_whoAnswersBeforeItsGatewayDoesIsNotToldThatItIsOver() {
        CountDownLatch door = town.phones.holds("pocket");
        town.calls(CARL, call, bea);
        town.got("desk", Sort.RING, 1);
        Await.until(() -> town.phones.seen().size() == 2);
        town.says(
                bea,
                Kind.CALL_ANSWER,
                Tags.of(Tag.of("p", bea.publicKey().hex()), Tag.of("call-id", call), Tag.of("device", "pocket")),
                "");
        door.countDown();
        town.got("pocket", Sort.RING, 1);
        town.settles();
        assertThat(town.phones.got("pocket", Sort.RING_OVER)).isEmpty();
    }

    @Test
    void feature_1_29_whoeverDoesNotAnswerFindsOneLetterAndOneNote() {
        town.calls(CARL, call, bea);
        town.got("pocket", Sort.RING, 1);
        town.passes(Duration.ofSeconds(46));
        town.missed(bea, 1);
        town.signal(CARL, Kind.BUILDIT_CALL_HANGUP, "\"timeout\"");
        assertThat(body(town.got("pocket", Sort.ALERT, 1).getFirst())).contains("Missed call");
        town.passes(Duration.ofMinutes(5));
        town.settles();
        town.missed(bea, 1);
        assertThat(town.phones.got("pocket", Sort.ALERT)).hasSize(1);
    }

    @Test
    void push_R65_whoHasNoDeviceThatCanBeWokenIsUnreachableAndMayStillAnswer() {
        SecretKey dora = SecretKey.random(Events.RANDOM);
        town.knows(dora, CARL);
        town.calls(CARL, call, dora);
        Rumor told = town.signal(CARL, Kind.BUILDIT_CALL_HANGUP, "\"no_answer\"");
        assertThat(told.tags().value("status")).contains("unreachable");
        Rings.Taking taking = town.data()
                .ledger()
                .change(change -> town.rings().answer(change, call, dora.publicKey(), Optional.empty()));
        assertThat(taking).isInstanceOf(Rings.Taking.Done.class);
        town.passes(Duration.ofMinutes(2));
        town.settles();
        assertThat(town.heard(dora)).isEmpty();
    }

    @Test
    void push_R65_whenNoGatewayTakesItTheCallerHearsSo() {
        town.phones.says("pocket", new Verdict.Refused("BadTopic"));
        town.phones.says("desk", new Verdict.Closed("no key"));
        town.calls(CARL, call, bea);
        town.signal(CARL, Kind.BUILDIT_CALL_HANGUP, "\"no_answer\"");
        assertThat(state()).isEqualTo(State.UNREACHABLE);
        town.passes(Duration.ofMinutes(1));
        town.missed(bea, 1);
    }

    @Test
    void nipAC_ofAGroupEachIsRungOnTheirOwn() {
        SecretKey dora = SecretKey.random(Events.RANDOM);
        town.hasPhone(dora, "dora");
        town.knows(dora, CARL);
        town.callsSigned(CARL, call, bea, dora);
        town.got("dora", Sort.RING, 1);
        town.got("pocket", Sort.RING, 1);
        town.settles();
        town.says(
                bea,
                Kind.CALL_ANSWER,
                Tags.of(
                        Tag.of("p", CARL.publicKey().hex()),
                        Tag.of("p", dora.publicKey().hex()),
                        Tag.of("call-id", call)),
                "");
        town.got("desk", Sort.RING_OVER, 1);
        town.settles();
        assertThat(town.phones.got("dora", Sort.RING_OVER)).isEmpty();
        town.passes(Duration.ofMinutes(1));
        town.missed(dora, 1);
        assertThat(town.heard(bea)).isEmpty();
    }

    @Test
    void push_R63_whoRingsTooOftenIsNotHeard() {
        for (int i = 0; i < 5; i++) town.calls(CARL, UUID.randomUUID().toString(), bea);
        town.settles();
        assertThat(town.phones.got("pocket", Sort.RING)).hasSize(3);
        assertThat(town.refusals()).containsOnly("rate");
        town.passes(Duration.ofMinutes(1));
        town.calls(CARL, call, bea);
        assertThat(town.got("pocket", Sort.RING, 4)).hasSize(4);
    }

    /// The night of the 29th of March has no half past two in Prague, that of the 25th of October has two.
    @ParameterizedTest
    @CsvSource({
        "2026-07-01T19:59:00Z, RINGS",
        "2026-07-01T20:00:00Z, QUIET",
        "2026-07-02T04:59:00Z, QUIET",
        "2026-07-02T05:00:00Z, RINGS",
        "2026-12-01T20:30:00Z, RINGS",
        "2026-12-01T21:00:00Z, QUIET",
        "2026-12-02T05:59:00Z, QUIET",
        "2026-12-02T06:00:00Z, RINGS",
        "2026-03-29T04:59:00Z, QUIET",
        "2026-03-29T05:00:00Z, RINGS",
        "2026-10-25T05:59:00Z, QUIET",
        "2026-10-25T06:00:00Z, RINGS",
    })
    void push_R62_quietHoursGoByTheClockOnTheWall(String at, String expected) {
        town.comes(at);
        town.hasPhone(bea, "pocket");
        String carl = CARL.publicKey().hex();
        String ada = ADA.publicKey().hex();
        town.prefers(
                bea,
                "{\"allow\":[\"%s\"],\"favourites\":[\"%s\"],\"quiet\":{\"from\":\"22:00\",\"to\":\"07:00\",\"tz\":\"Europe/Prague\"}}"
                        .formatted(carl, ada));
        town.calls(CARL, call, bea);
        String favourite = UUID.randomUUID().toString();
        town.calls(ADA, favourite, bea);
        town.signal(ADA, Kind.BUILDIT_CALL_RINGING, favourite);
        boolean isQuiet = expected.equals("QUIET");
        assertThat(state()).isEqualTo(isQuiet ? State.UNREACHABLE : State.RINGING);
    }

    @Test
    void push_R62_inQuietHoursALetterTellsAndNothingMakesASound() {
        town.prefers(
                bea,
                "{\"allow\":[\"%s\"],\"quiet\":{\"from\":\"11:00\",\"to\":\"14:00\",\"tz\":\"UTC\"}}"
                        .formatted(CARL.publicKey().hex()));
        town.calls(CARL, call, bea);
        town.passes(Duration.ofMinutes(1));
        town.missed(bea, 1);
        town.settles();
        assertThat(town.phones.seen()).isEmpty();
    }

    @Test
    void push_R62_oneDeviceCanBeLeftInPeace() {
        town.prefers(
                bea,
                "{\"allow\":[\"%s\"],\"devices\":{\"desk\":{\"calls\":false}}}"
                        .formatted(CARL.publicKey().hex()));
        town.calls(CARL, call, bea);
        town.got("pocket", Sort.RING, 1);
        town.settles();
        assertThat(town.phones.got("desk", Sort.RING)).isEmpty();
    }

    @Test
    void feature_1_25_anAcceptAfterTwentySecondsWorksAndAfterTheDeadlineItSaysSo() {
        town.calls(CARL, call, bea);
        town.passes(Duration.ofSeconds(20));
        assertThat(answer("pocket")).isInstanceOf(Rings.Taking.Done.class);
        assertThat(answer("desk")).isInstanceOf(Rings.Taking.TooLate.class);
        String late = UUID.randomUUID().toString();
        town.calls(ADA, late, bea);
        town.passes(Duration.ofSeconds(46));
        Rings.Taking tooLate = town.data()
                .ledger()
                .change(change -> town.rings().answer(change, late, bea.publicKey(), Optional.empty()));
        assertThat(tooLate).isInstanceOf(Rings.Taking.TooLate.class);
    }

    private Rings.Taking answer(String device) {
        return town.data()
                .ledger()
                .change(change -> town.rings().answer(change, call, bea.publicKey(), Optional.of(device)));
    }

    @Test
    void feature_1_26_ofFiftyWhoAcceptAtOnceOneWins() throws Exception {
        town.calls(CARL, call, bea);
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Rings.Taking>> accepts = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String device = "device-" + i;
                accepts.add(() -> answer(device));
            }
            long winners = all.invokeAll(accepts).stream()
                    .filter(taking -> taking.resultNow() instanceof Rings.Taking.Done)
                    .count();
            assertThat(winners).isEqualTo(1);
        }
    }

    @Test
    void C5_ofAllThatARelayTellsOfOneCallTheFirstRings() {
        for (int i = 0; i < 5; i++) {
            String event = "%064x".formatted(i);
            town.data().ledger().alter(change -> town.rings().knocked(change, bea.publicKey(), event));
        }
        assertThat(body(town.got("pocket", Sort.RING, 1).getFirst())).contains("Incoming call");
        town.settles();
        assertThat(town.phones.got("pocket", Sort.RING)).hasSize(1);
        town.passes(Duration.ofMinutes(1));
        assertThat(body(town.got("pocket", Sort.RING_OVER, 1).getFirst())).contains("missed");
        town.settles();
        assertThat(town.heard(bea)).isEmpty();
    }

    @Test
    void push_R61_aRestartInTheMiddleOfARingForgetsNothing() throws Exception {
        town.phones.says("pocket", new Verdict.Later("no answer"));
        town.calls(CARL, call, bea);
        town.got("desk", Sort.RING, 1);
        town.restart();
        town.passes(Duration.ofSeconds(3));
        town.got("pocket", Sort.RING, 1);
        List<Parcel> attempts = town.phones.seen().stream()
                .filter(parcel -> parcel.device().id().device().equals("pocket"))
                .toList();
        assertThat(attempts.stream().map(Parcel::id).distinct()).hasSize(1);
        town.restart();
        town.passes(Duration.ofSeconds(50));
        town.missed(bea, 1);
        town.settles();
        assertThat(town.phones.got("desk", Sort.RING)).hasSize(1);
    }

    @Test
    void aCallThatIsOnlyBetweenTheTwoDoesNothing() {
        town.says(
                CARL,
                Kind.CALL_ICE_CANDIDATE,
                Tags.of(Tag.of("p", bea.publicKey().hex()), Tag.of("call-id", call)),
                "{\"candidate\":\"\",\"sdpMid\":\"0\",\"sdpMLineIndex\":0}");
        town.says(CARL, Kind.BUILDIT_CALL_OFFER, Tags.NONE, "{");
        town.settles();
        assertThat(town.phones.seen()).isEmpty();
        assertThat(town.refusals()).containsExactly("bad-call");
    }

    @Test
    void nobodyElseCanEndOrTakeACall() {
        town.calls(CARL, call, bea);
        town.got("pocket", Sort.RING, 1);
        town.hangsUp(STRANGER, call, "cancelled");
        town.says(
                STRANGER, Kind.CALL_ANSWER, Tags.of(Tag.of("p", bea.publicKey().hex()), Tag.of("call-id", call)), "");
        town.calls(STRANGER, call, bea);
        town.settles();
        assertThat(state()).isEqualTo(State.RINGING);
    }
}
