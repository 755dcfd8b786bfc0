package dev.muster.relay;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.nostr.event.Events.RANDOM;
import static dev.muster.relay.Posts.MALLORY;
import static dev.muster.relay.Posts.by;
import static dev.muster.relay.Posts.json;
import static dev.muster.relay.Posts.note;
import static dev.muster.relay.Posts.wrapFor;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.ClientAuthentication;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.message.RelayMessage.Challenge;
import dev.muster.nostr.message.RelayMessage.Closed;
import dev.muster.nostr.message.RelayMessage.Ok;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// NIP-42: who somebody is.
@Timeout(120)
class Nip42Test {
    private static final Filter INBOX = Filter.ALL.kinds(Kind.GIFT_WRAP);

    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback();

    /// Whether the relay now takes them for Alice.
    private static boolean isAlice(Wire wire) {
        return wire.publish(by(ALICE, Kind.TEXT_NOTE, Tag.of("-"))).accepted();
    }

    private void isRefused(Wire wire, Event proof) {
        Ok answer = wire.authenticate(proof);
        assertThat(answer.accepted()).isFalse();
        assertThat(answer.reason()).startsWith("invalid: ");
        assertThat(isAlice(wire)).isFalse();
    }

    private static Event proof(String relay, String challenge, Instant time) {
        return ClientAuthentication.answer(ALICE.publicKey(), URI.create(relay), challenge, time)
                .sign(ALICE, RANDOM);
    }

    private static Event proof(Tag... tags) {
        long now = Instant.now().getEpochSecond();
        return new Rumor(ALICE.publicKey(), now, Kind.CLIENT_AUTHENTICATION, Tags.of(tags), "").sign(ALICE, RANDOM);
    }

    @Test
    void B42_1_eachConnectionBeginsWithAChallengeOfItsOwn() {
        var challenges = new HashSet<String>();
        for (int i = 0; i < 20; i++) challenges.add(relay.client().challenge());

        assertThat(challenges).hasSize(20).allMatch(challenge -> challenge.length() >= 32);
    }

    @Test
    void B42_1_aChallengeIsRepeatedWhereAuthenticationIsFirstAskedForAndStaysValid() {
        Wire wire = relay.client().subscribe("x", INBOX);

        assertThat(wire.next(Challenge.class).challenge()).isEqualTo(wire.challenge());
        assertThat(wire.next(Closed.class).reason()).startsWith("auth-required: ");
        assertThat(wire.subscribe("x", INBOX).next()).isInstanceOf(Closed.class);
        wire.as(ALICE, BOB);
    }

    @Test
    void B42_2_whateverIsSentIsAnsweredWithOkAndTheConnectionStays() {
        Wire wire = relay.client();

        isRefused(wire, note(1));
        isRefused(
                wire,
                Event.parse(json(wire.proof(ALICE))
                        .replace("\"content\":\"\"", "\"content\":\"!\"")
                        .getBytes(UTF_8)));
        Event whole = wire.proof(ALICE);
        Ok answer = wire.say("[\"AUTH\",{\"id\":\"" + whole.id().hex() + "\"}]").next(Ok.class);
        assertThat(answer).returns(whole.id(), Ok::id).returns(false, Ok::accepted);

        wire.as(ALICE);
        assertThat(wire.authenticate(ALICE).accepted()).isTrue();
        assertThat(isAlice(wire)).isTrue();
    }

    @Test
    void B42_3_theTimeIsNowGiveOrTakeTenMinutes() {
        Wire wire = relay.client();
        String url = relay.url().toString();

        isRefused(wire, proof(url, wire.challenge(), Instant.now().minus(Duration.ofMinutes(11))));
        isRefused(wire, proof(url, wire.challenge(), Instant.now().plus(Duration.ofMinutes(11))));
        assertThat(wire.authenticate(proof(url, wire.challenge(), Instant.now().minus(Duration.ofMinutes(9))))
                        .accepted())
                .isTrue();
    }

    @Test
    void B42_3_theChallengeIsThisConnections() {
        Wire wire = relay.client();
        String other = relay.client().challenge();

        isRefused(wire, proof(relay.url().toString(), other, Instant.now()));
        isRefused(wire, proof(Tag.of("relay", relay.url().toString())));
        isRefused(wire, proof(Tag.of("challenge", wire.challenge())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wss://relay.example.org", "ws://127.0.0.1:1", "ws://localhost", "", "x", "ws://"})
    void B42_3_theRelayIsThisOne(String other) {
        Wire wire = relay.client();

        isRefused(wire, proof(Tag.of("relay", other), Tag.of("challenge", wire.challenge())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void B42_3_aSlashAtTheEndOfItsUrlDoesNotMatter(String end) {
        Wire wire = relay.client();

        assertThat(wire.authenticate(proof(relay.url() + end, wire.challenge(), Instant.now()))
                        .accepted())
                .isTrue();
    }

    @Test
    void B42_3_aProofIsNoUseOnAnotherConnectionNorAfterThisOne() {
        Wire one = relay.client();
        Event proof = one.proof(ALICE);
        assertThat(one.authenticate(proof).accepted()).isTrue();
        one.close();

        isRefused(relay.client(), proof);
    }

    @Test
    void B42_4_allKeysOfAConnectionStayAuthenticated() {
        var keys = new ArrayList<SecretKey>(List.of(ALICE, BOB));
        for (int i = 0; i < 8; i++) keys.add(SecretKey.random(RANDOM));
        Wire wire = relay.client().as(keys.toArray(SecretKey[]::new));

        for (SecretKey key : keys) wire.store(by(key, Kind.TEXT_NOTE, Tag.of("-")));
        for (SecretKey key : keys) relay.client().store(wrapFor(key.publicKey()));
        assertThat(wire.stored(INBOX).events()).hasSize(10);
    }

    @Test
    void B42_5_aProofSentAsAnEventIsRefusedAndPassedOnToNobody() {
        Wire listener = relay.client().subscribe("live", Filter.ALL);
        listener.untilEnd("live");
        Wire wire = relay.client();

        assertThat(wire.publish(wire.proof(ALICE)).accepted()).isFalse();
        wire.as(ALICE);

        assertThat(listener.isSilent()).isTrue();
        assertThat(wire.stored(Filter.ALL).events()).isEmpty();
    }

    @Test
    void B42_6_authRequiredComesBeforeAuthenticationAndRestrictedAfterIt() {
        Filter bobs = INBOX.tagged('p', List.of(BOB.publicKey().hex()));
        Event guarded = by(BOB, Kind.TEXT_NOTE, Tag.of("-"));
        Wire wire = relay.client();
        assertThat(wire.subscribe("x", bobs).untilEnd("x").closed())
                .matches(closed -> closed.reason().startsWith("auth-required: "));
        assertThat(wire.publish(guarded).reason()).startsWith("auth-required: ");

        wire.as(ALICE);
        assertThat(wire.subscribe("x", bobs).untilEnd("x").closed())
                .matches(closed -> closed.reason().startsWith("restricted: "));
        assertThat(wire.publish(guarded).reason()).startsWith("restricted: ");
    }

    @Test
    void B42_6_whoIsDeniedIsToldThatTheyAreRestricted() throws Exception {
        PublicKey mallory = MALLORY.publicKey();
        relay.reload("access.denied=" + mallory.hex());

        assertThat(relay.client().authenticate(MALLORY).reason()).startsWith("restricted: ");
    }

    @Test
    void B42_7_aRequestThatWasClosedIsAnsweredWhenItIsSentAgain() {
        Event wrap = relay.client().store(wrapFor(BOB.publicKey()));
        Wire wire = relay.client();
        assertThat(wire.stored(INBOX).closed()).isNotNull();

        wire.as(BOB);

        assertThat(wire.stored(INBOX).events()).containsExactly(wrap);
    }

    @Test
    void B42_7_anOpenSubscriptionGetsFromThenOnWhatTheKeyMaySee() {
        Wire wire = relay.client().subscribe("x", Filter.ALL);
        wire.untilEnd("x");
        relay.client().store(wrapFor(BOB.publicKey()));
        assertThat(wire.isSilent()).isTrue();

        wire.as(BOB);
        Event wrap = relay.client().store(wrapFor(BOB.publicKey()));
        relay.client().store(wrapFor(ALICE.publicKey()));
        Event note = relay.client().store(note(1));

        assertThat(wire.live("x")).isEqualTo(wrap);
        assertThat(wire.live("x")).isEqualTo(note);
        assertThat(wire.isSilent()).isTrue();
    }

    @Test
    void B42_8_aMixedFilterIsServedWhatMayBeSeenInSilence() {
        Event note = relay.client().store(note(1));
        Event wrap = relay.client().store(wrapFor(BOB.publicKey()));
        Filter mixed = Filter.ALL.kinds(Kind.TEXT_NOTE, Kind.GIFT_WRAP);

        Wire wire = relay.client();
        assertThat(wire.stored(mixed).events()).containsExactly(note);
        assertThat(wire.stored(INBOX, Filter.ALL.kinds(Kind.TEXT_NOTE)).events())
                .containsExactly(note);
        assertThat(wire.as(BOB).stored(mixed).events()).containsExactly(wrap, note);
    }

    @Test
    void B42_8_whoKnowsAnIdLearnsNotEvenWhetherItIsHere() {
        Event here = relay.client().store(wrapFor(BOB.publicKey()));
        Event nowhere = wrapFor(BOB.publicKey());

        for (Wire wire : Set.of(relay.client(), relay.client().as(ALICE))) {
            for (Event wrap : List.of(here, nowhere)) {
                Filter byId = Filter.ALL.ids(List.of(wrap.id()));
                Wire.Stored nothing = wire.stored(byId);
                assertThat(nothing.events()).isEmpty();
                assertThat(nothing.end()).isNotNull().matches(end -> end.isComplete());
                assertThat(wire.counted(byId)).isZero();
                assertThat(wire.synced(byId)).isEmpty();
            }
        }
    }
}
