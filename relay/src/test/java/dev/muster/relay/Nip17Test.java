package dev.muster.relay;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.nostr.event.Events.RANDOM;
import static dev.muster.relay.Posts.MALLORY;
import static dev.muster.relay.Posts.THEN;
import static dev.muster.relay.Posts.by;
import static dev.muster.relay.Posts.to;
import static dev.muster.relay.Posts.wrapFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// NIP-17 and NIP-04: private messages and where they are taken. Who sees them is in [VisibilityMatrixTest].
@Timeout(120)
class Nip17Test {
    private static final Tag TO_BOB = to(BOB.publicKey());

    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback();

    private String refusal(Event event) {
        return relay.client().publish(event).reason();
    }

    @ParameterizedTest
    @ValueSource(ints = {Kind.PROFILE, Kind.CONTACTS, Kind.RELAY_LIST, Kind.INBOX_RELAYS})
    void B17_2_whereSomebodyTakesMessagesIsTakenFromAnybodyAndShownToAnybody(int kind) throws IOException {
        relay.reload("access.members=" + ALICE.publicKey().hex());
        Event old = relay.client().store(by(MALLORY, kind, THEN, Tag.of("relay", "wss://old.example.org")));
        Event now = relay.client().store(by(MALLORY, kind, THEN + 1, Tag.of("relay", "wss://inbox.example.org")));

        assertThat(relay.client().stored(Filter.ALL.kinds(kind)).events())
                .containsExactly(now)
                .doesNotContain(old);
        assertThat(refusal(by(MALLORY, Kind.TEXT_NOTE))).startsWith("auth-required: ");
    }

    @ParameterizedTest
    @ValueSource(ints = {Kind.SEAL, Kind.CHAT_MESSAGE, Kind.FILE_MESSAGE})
    void B17_3_whatBelongsInAWrapIsNotTakenBare(int kind) {
        assertThat(refusal(by(ALICE, kind, TO_BOB))).startsWith("blocked: ");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {Kind.CLIENT_AUTHENTICATION, Kind.HTTP_AUTHENTICATION, Kind.BLOSSOM_AUTHORIZATION, Kind.ZAP_REQUEST})
    void B17_3_whatProvesSomethingToOneReceiverIsNotTaken(int kind) {
        assertThat(relay.client().publish(by(ALICE, kind)).accepted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {Kind.LEGACY_DIRECT_MESSAGE, Kind.GIFT_WRAP, Kind.EPHEMERAL_GIFT_WRAP})
    void B17_4_aPrivateMessageHasOneRecipient(int kind) {
        assertThat(refusal(by(ALICE, kind))).startsWith("invalid: ");
        assertThat(refusal(by(ALICE, kind, Tag.of("p")))).startsWith("invalid: ");
        assertThat(refusal(by(ALICE, kind, Tag.of("p", "bob")))).startsWith("invalid: ");
        assertThat(refusal(by(ALICE, kind, TO_BOB, to(MALLORY.publicKey())))).startsWith("invalid: ");
        assertThat(refusal(by(ALICE, kind, TO_BOB, TO_BOB))).startsWith("invalid: ");
        relay.client()
                .store(by(ALICE, kind, TO_BOB, Tag.of("P", MALLORY.publicKey().hex())));
    }

    @Test
    void B17_4_whoHasNoInboxHereGetsNoMessages() throws IOException {
        relay.reload("access.members=" + BOB.publicKey().hex(), "access.wraps_only_for_members=true");

        relay.client().store(wrapFor(BOB.publicKey()));
        assertThat(refusal(wrapFor(MALLORY.publicKey()))).startsWith("restricted: ");
    }

    @Test
    void B17_5_aWrapIsTakenWhoeverItsAuthorSeemsToBe() throws IOException {
        SecretKey once = SecretKey.random(RANDOM);
        relay.reload(
                "access.members=" + BOB.publicKey().hex(),
                "access.denied=" + once.publicKey().hex());

        relay.client().store(by(once, Kind.GIFT_WRAP, TO_BOB));
    }

    @Test
    void B17_6_aWrapMayBeAsLongAsAnyMessage() {
        Event wrap = Events.signed(ALICE, THEN, Kind.GIFT_WRAP, Tags.of(TO_BOB), "A".repeat(900_000));
        Wire bob = relay.client().as(BOB);

        bob.store(wrap);

        assertThat(bob.stored(Filter.ALL).events()).containsExactly(wrap);
    }

    @Test
    void B44_1_whatIsInAWrapIsNotLookedInto() {
        for (String content : new String[] {"", "#", "not base64", "{\"kind\":14}"}) {
            relay.client().store(Events.signed(ALICE, THEN, Kind.GIFT_WRAP, Tags.of(TO_BOB), content));
        }
    }

    @Test
    void B17_7_aDisappearingMessageDisappears() {
        Tag soon = Tag.of("expiration", "" + Instant.now().plusSeconds(3600).getEpochSecond());
        Wire bob = relay.client().as(BOB);
        Event wrap = bob.store(wrapFor(BOB.publicKey(), Kind.GIFT_WRAP, THEN, soon));
        assertThat(bob.stored(Filter.ALL).events()).containsExactly(wrap);

        relay.advance(Duration.ofHours(2));

        assertThat(bob.stored(Filter.ALL).events()).isEmpty();
    }

    @Test
    void B04_1_aLegacyMessageIsForItsRecipientAndItsAuthor() {
        Event message = relay.client().store(by(ALICE, Kind.LEGACY_DIRECT_MESSAGE, TO_BOB));
        Filter legacy = Filter.ALL.kinds(Kind.LEGACY_DIRECT_MESSAGE);

        assertThat(relay.client().as(BOB).stored(legacy).events()).containsExactly(message);
        assertThat(relay.client().as(ALICE).stored(legacy).events()).containsExactly(message);
        assertThat(relay.client().as(MALLORY).stored(legacy).events()).isEmpty();
        assertThat(relay.client().stored(legacy).closed())
                .matches(closed -> closed.reason().startsWith("auth-required: "));
    }

    @Test
    void B04_1_whetherNewOnesAreTakenIsASwitch() throws IOException {
        Event before = relay.client().store(by(ALICE, Kind.LEGACY_DIRECT_MESSAGE, TO_BOB));

        relay.reload("access.legacy_messages=false");

        assertThat(refusal(by(ALICE, Kind.LEGACY_DIRECT_MESSAGE, THEN + 1, TO_BOB)))
                .startsWith("blocked: ");
        assertThat(relay.client().as(BOB).stored(Filter.ALL).events()).containsExactly(before);
    }

    @Test
    void B65_1_relayListsAreReplacedAndShownToAnybody() {
        Wire wire = relay.client();
        wire.store(by(ALICE, Kind.RELAY_LIST, THEN, Tag.of("r", "wss://old.example.org")));
        Event now = wire.store(by(ALICE, Kind.RELAY_LIST, THEN + 1, Tag.of("r", "wss://new.example.org")));

        assertThat(relay.client().stored(Filter.ALL.kinds(Kind.RELAY_LIST)).events())
                .containsExactly(now);
    }
}
