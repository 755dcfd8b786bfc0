package dev.muster.relay.policy;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.nostr.event.Events.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.ProofOfWork;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.relay.policy.Access.WrapSenders;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which events may come in, and what those hear that may not.
@Timeout(60)
class AdmissionTest {
    private static final long NOW = 1_800_000_000;
    private static final URI RELAY = URI.create("wss://relay.example.org");
    private static final SecretKey MALLORY = SecretKey.random(RANDOM);
    private static final Set<PublicKey> NOBODY = Set.of();
    private static final Tag TO_BOB = Tag.of("p", BOB.publicKey().hex());

    private Access access = Access.DEFAULT;
    private Limits limits = Limits.DEFAULT;

    private String refusal(Event event, Set<PublicKey> senders) {
        var pushes = new PushTerms(Pushing.DEFAULT, access, new Visibility(access, limits), RELAY);
        return new Admission(access, limits, pushes, RELAY, () -> Instant.ofEpochSecond(NOW))
                .refusal(event, senders)
                .orElse("");
    }

    private String refusal(Event event) {
        return refusal(event, NOBODY);
    }

    private static Rumor rumor(SecretKey author, long createdAt, int kind, String content, Tag... tags) {
        return new Rumor(author.publicKey(), createdAt, kind, Tags.of(tags), content);
    }

    private static Event event(SecretKey author, int kind, Tag... tags) {
        return rumor(author, NOW, kind, "hello", tags).sign(author, RANDOM);
    }

    private static Event wrap(Tag... tags) {
        return event(SecretKey.random(RANDOM), Kind.GIFT_WRAP, tags);
    }

    private void wraps(WrapSenders senders, int work) {
        access = new Access(Set.of(), Set.of(), senders, work, false, false, true, false);
    }

    private void members(Set<PublicKey> members, Set<PublicKey> denied) {
        access = new Access(members, denied, WrapSenders.ANYONE, 0, true, false, true, false);
    }

    // NIP-01

    @Test
    void B01_1_theIdIsRecomputed() {
        Event event = event(ALICE, Kind.TEXT_NOTE);
        String json = new String(event.json(), StandardCharsets.UTF_8).replace("hello", "hallo");

        assertThat(refusal(Event.parse(json.getBytes(StandardCharsets.UTF_8)))).startsWith("invalid: the id");
    }

    @Test
    void B01_4_theSignatureIsVerified() {
        String json = new String(event(ALICE, Kind.TEXT_NOTE).json(), StandardCharsets.UTF_8);
        String other = new String(event(ALICE, Kind.REACTION).json(), StandardCharsets.UTF_8);
        int at = json.indexOf("\"sig\"");
        String forged = json.substring(0, at) + other.substring(other.indexOf("\"sig\""));

        assertThat(refusal(Event.parse(forged.getBytes(StandardCharsets.UTF_8))))
                .startsWith("invalid: the signature");
    }

    @Test
    void B01_4_aKeyThatIsNoPointOnTheCurveIsInvalidNotAnError() {
        String json = new String(event(ALICE, Kind.TEXT_NOTE).json(), StandardCharsets.UTF_8);
        Event event = Event.parse(
                json.replace(ALICE.publicKey().hex(), "f".repeat(64)).getBytes(StandardCharsets.UTF_8));
        Rumor rumor = event.unsigned();
        String honestId = json.replace(ALICE.publicKey().hex(), "f".repeat(64))
                .replace(event.id().hex(), rumor.id().hex());

        assertThat(refusal(Event.parse(honestId.getBytes(StandardCharsets.UTF_8))))
                .startsWith("invalid: ");
    }

    @Test
    void B11_3_exactlySoManyTagsAndCharactersAreAllowed() {
        limits = with(3, 5, Duration.ZERO, 0);

        assertThat(refusal(rumor(ALICE, NOW, 1, "ééééé", tags(3)).sign(ALICE, RANDOM)))
                .isEmpty();
        assertThat(refusal(rumor(ALICE, NOW, 1, "éééééé", tags(3)).sign(ALICE, RANDOM)))
                .startsWith("invalid: content");
        assertThat(refusal(rumor(ALICE, NOW, 1, "", tags(4)).sign(ALICE, RANDOM)))
                .startsWith("invalid: an event may");
    }

    private static Tag[] tags(int count) {
        var tags = new ArrayList<Tag>();
        for (int i = 0; i < count; i++) tags.add(Tag.of("t", "x"));
        return tags.toArray(Tag[]::new);
    }

    private static Limits with(int tags, int characters, Duration oldest, int work) {
        Limits usual = Limits.DEFAULT;
        return new Limits(
                usual.messageBytes(),
                usual.subscriptions(),
                usual.filters(),
                usual.filterValues(),
                usual.defaultLimit(),
                usual.maxLimit(),
                tags,
                characters,
                oldest,
                usual.future(),
                usual.wrapFuture(),
                work,
                usual.eventsPerSecond(),
                usual.eventBurst(),
                usual.wrapsPerSecond(),
                usual.wrapBurst(),
                usual.requestsPerSecond(),
                usual.requestBurst(),
                usual.syncs(),
                usual.syncEvents(),
                usual.syncIdle());
    }

    @Test
    void B11_3_datesAreAllowedUpToExactlyTheLimit() {
        limits = with(100, 100, Duration.ofDays(3), 0);
        long future = limits.future().toSeconds();
        long past = Duration.ofDays(3).toSeconds();

        assertThat(refusal(rumor(ALICE, NOW + future, 1, "").sign(ALICE, RANDOM)))
                .isEmpty();
        assertThat(refusal(rumor(ALICE, NOW + future + 1, 1, "").sign(ALICE, RANDOM)))
                .startsWith("invalid: created_at");
        assertThat(refusal(rumor(ALICE, NOW - past, 1, "").sign(ALICE, RANDOM))).isEmpty();
        assertThat(refusal(rumor(ALICE, NOW - past - 1, 1, "").sign(ALICE, RANDOM)))
                .startsWith("invalid: created_at");
    }

    // NIP-13

    @Test
    void B13_1_workCountsAsFarAsItWasCommittedTo() {
        limits = with(100, 100, Duration.ZERO, 8);
        Rumor rumor = rumor(ALICE, NOW, 1, "");

        assertThat(refusal(ProofOfWork.mine(rumor, 8, () -> true).sign(ALICE, RANDOM)))
                .isEmpty();
        assertThat(refusal(ProofOfWork.mine(rumor, 7, () -> true).sign(ALICE, RANDOM)))
                .startsWith("pow: ");
        assertThat(refusal(rumor.sign(ALICE, RANDOM))).startsWith("pow: ");
    }

    // NIP-17

    @ParameterizedTest
    @ValueSource(ints = {Kind.SEAL, Kind.CHAT_MESSAGE, Kind.FILE_MESSAGE})
    void B17_3_whatBelongsInsideAWrapIsRefusedBare(int kind) {
        assertThat(refusal(event(ALICE, kind, TO_BOB))).startsWith("blocked: ");
    }

    @ParameterizedTest
    @ValueSource(ints = {Kind.CLIENT_AUTHENTICATION, Kind.HTTP_AUTHENTICATION, 24_242, 9734})
    void B42_5_proofsAreNeverPublished(int kind) {
        assertThat(refusal(event(ALICE, kind))).startsWith("invalid: ");
    }

    @ParameterizedTest
    @ValueSource(ints = {Kind.GIFT_WRAP, Kind.EPHEMERAL_GIFT_WRAP, Kind.LEGACY_DIRECT_MESSAGE})
    void B17_4_aPrivateMessageHasOneRecipient(int kind) {
        assertThat(refusal(event(ALICE, kind, TO_BOB))).isEmpty();
        assertThat(refusal(event(ALICE, kind))).startsWith("invalid: ");
        assertThat(refusal(
                        event(ALICE, kind, TO_BOB, Tag.of("p", ALICE.publicKey().hex()))))
                .startsWith("invalid: ");
        assertThat(refusal(event(ALICE, kind, Tag.of("p", "bob")))).startsWith("invalid: ");
        assertThat(refusal(event(ALICE, kind, Tag.of("p", BOB.publicKey().hex().toUpperCase(java.util.Locale.ROOT)))))
                .startsWith("invalid: ");
    }

    @Test
    void B17_4_onlyMembersHaveAnInboxIfSoConfigured() {
        members(Set.of(ALICE.publicKey()), Set.of());

        assertThat(refusal(wrap(Tag.of("p", ALICE.publicKey().hex())))).isEmpty();
        assertThat(refusal(wrap(TO_BOB))).startsWith("restricted: ");
    }

    @Test
    void B17_5_theAuthorOfAWrapIsNeverJudged() {
        members(Set.of(BOB.publicKey()), Set.of());

        assertThat(refusal(wrap(TO_BOB))).isEmpty();
        assertThat(refusal(event(MALLORY, Kind.TEXT_NOTE))).startsWith("auth-required: ");
    }

    @Test
    void B17_5_aDeniedSenderLeavesNoWraps() {
        members(Set.of(BOB.publicKey()), Set.of(MALLORY.publicKey()));

        assertThat(refusal(wrap(TO_BOB), Set.of(MALLORY.publicKey()))).startsWith("blocked: ");
    }

    @Test
    void B44_1_whatIsInAWrapIsNotInspected() {
        SecretKey author = SecretKey.random(RANDOM);

        assertThat(refusal(rumor(author, NOW, 1059, "#" + "A".repeat(200_000), TO_BOB)
                        .sign(author, RANDOM)))
                .isEmpty();
        assertThat(refusal(rumor(author, NOW, 1059, "", TO_BOB).sign(author, RANDOM)))
                .isEmpty();
    }

    @Test
    void B59_2_wrapsMayAskForAnAuthenticatedSender() {
        wraps(WrapSenders.AUTHENTICATED, 0);

        assertThat(refusal(wrap(TO_BOB))).startsWith("auth-required: ");
        assertThat(refusal(wrap(TO_BOB), Set.of(ALICE.publicKey()))).isEmpty();
    }

    @Test
    void B59_3_wrapsMayAskForWorkOrASender() {
        SecretKey once = SecretKey.random(RANDOM);
        Event worked = ProofOfWork.mine(rumor(once, NOW, 1059, "", TO_BOB), 8, () -> true)
                .sign(once, RANDOM);

        wraps(WrapSenders.WORK, 8);
        assertThat(refusal(worked)).isEmpty();
        assertThat(refusal(wrap(TO_BOB), Set.of(ALICE.publicKey()))).startsWith("pow: ");
        wraps(WrapSenders.AUTHENTICATED_OR_WORK, 8);
        assertThat(refusal(worked)).isEmpty();
        assertThat(refusal(wrap(TO_BOB), Set.of(ALICE.publicKey()))).isEmpty();
        assertThat(refusal(wrap(TO_BOB))).startsWith("pow: ");
    }

    @Test
    void B11_4_wrapsDatedBackAreTaken() {
        limits = with(100, 100_000, Duration.ofDays(3), 0);
        SecretKey once = SecretKey.random(RANDOM);

        assertThat(refusal(
                        rumor(once, NOW - 2 * 86_400 - 3600, 1059, "", TO_BOB).sign(once, RANDOM)))
                .isEmpty();
    }

    @Test
    void B17_2_whereSomebodyTakesMessagesIsAcceptedFromAnybody() {
        members(Set.of(ALICE.publicKey()), Set.of());

        for (int kind : List.of(0, 3, 10_002, 10_050))
            assertThat(refusal(event(MALLORY, kind))).isEmpty();
    }

    @Test
    void B65_1_relayListsAreAcceptedFromAnybody() {
        members(Set.of(ALICE.publicKey()), Set.of());

        assertThat(refusal(event(MALLORY, Kind.RELAY_LIST))).isEmpty();
    }

    @Test
    void onlyMembersWriteIfMembersAreListed() {
        members(Set.of(ALICE.publicKey()), Set.of());

        assertThat(refusal(event(ALICE, 1))).isEmpty();
        assertThat(refusal(event(MALLORY, 1), Set.of(ALICE.publicKey()))).isEmpty();
        assertThat(refusal(event(MALLORY, 1), Set.of(MALLORY.publicKey()))).startsWith("restricted: ");
    }

    @Test
    void whoIsDeniedWritesNothing() {
        members(Set.of(), Set.of(MALLORY.publicKey()));

        assertThat(refusal(event(MALLORY, 1))).startsWith("blocked: ");
        assertThat(refusal(event(ALICE, 1), Set.of(MALLORY.publicKey()))).startsWith("blocked: ");
    }

    @Test
    void B04_1_legacyMessagesAreASwitch() {
        access = new Access(Set.of(), Set.of(), WrapSenders.ANYONE, 0, false, false, false, false);

        assertThat(refusal(event(ALICE, Kind.LEGACY_DIRECT_MESSAGE, TO_BOB))).startsWith("blocked: ");
    }

    // NIP-40

    @Test
    void B40_1_whatHasExpiredIsNotTaken() {
        assertThat(refusal(event(ALICE, 1, Tag.of("expiration", "" + NOW)))).startsWith("invalid: ");
        assertThat(refusal(event(ALICE, 1, Tag.of("expiration", "" + (NOW + 1)))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "1.5", "0", "-1", "01", "99999999999999999999"})
    void B40_2_anExpirationIsATimeInSeconds(String value) {
        assertThat(refusal(event(ALICE, 1, Tag.of("expiration", value)))).startsWith("invalid: ");
    }

    @Test
    void B40_2_theFirstExpirationCountsAndMayBeFarAway() {
        assertThat(refusal(event(ALICE, 1, Tag.of("expiration", "9999999999"), Tag.of("expiration", "1"))))
                .isEmpty();
    }

    // NIP-70

    @Test
    void B70_1_aProtectedEventComesFromItsAuthorAlone() {
        Event event = event(ALICE, 1, Tag.of("-"));

        assertThat(refusal(event)).startsWith("auth-required: ");
        assertThat(refusal(event, Set.of(MALLORY.publicKey()))).startsWith("restricted: ");
        assertThat(refusal(event, Set.of(MALLORY.publicKey(), ALICE.publicKey())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {Kind.REPOST, Kind.GENERIC_REPOST})
    void B70_2_repostsOfProtectedEventsAreRefused(int kind) {
        String of = new String(event(ALICE, 1, Tag.of("-")).json(), StandardCharsets.UTF_8);
        String free = new String(event(ALICE, 1, Tag.of("t", "-")).json(), StandardCharsets.UTF_8);

        assertThat(refusal(rumor(BOB, NOW, kind, of).sign(BOB, RANDOM))).startsWith("blocked: ");
        assertThat(refusal(rumor(BOB, NOW, kind, free).sign(BOB, RANDOM))).isEmpty();
        assertThat(refusal(rumor(BOB, NOW, kind, "[\"-\"]").sign(BOB, RANDOM))).isEmpty();
    }

    // NIP-62

    @ParameterizedTest
    @CsvSource({
        "wss://relay.example.org, true",
        "wss://RELAY.example.org/, true",
        "ALL_RELAYS, true",
        "all_relays, false",
        "wss://other.example.org, false",
        "nonsense, false"
    })
    void B62_1_aRequestToVanishNamesThisRelay(String relay, boolean isMeant) {
        Event event = event(ALICE, Kind.REQUEST_TO_VANISH, Tag.of("relay", relay));

        assertThat(refusal(event).isEmpty()).isEqualTo(isMeant);
    }

    @Test
    void B62_1_aRequestToVanishWithoutRelayIsInvalid() {
        assertThat(refusal(event(ALICE, Kind.REQUEST_TO_VANISH))).startsWith("invalid: ");
    }

    @Test
    void B62_3_anybodyMayVanish() {
        members(Set.of(BOB.publicKey()), Set.of(MALLORY.publicKey()));

        for (SecretKey author : List.of(ALICE, MALLORY)) {
            assertThat(refusal(event(author, Kind.REQUEST_TO_VANISH, Tag.of("relay", "ALL_RELAYS"))))
                    .isEmpty();
        }
    }
}
