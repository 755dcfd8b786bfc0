package dev.muster.relay;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.relay.Posts.THEN;
import static dev.muster.relay.Posts.by;
import static dev.muster.relay.Posts.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.message.RelayMessage.Challenge;
import dev.muster.nostr.message.RelayMessage.Ok;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// NIP-70: what only its author may publish.
@Timeout(120)
class Nip70Test {
    private static final Tag GUARD = Tag.of("-");

    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback();

    @Test
    void B70_1_aProtectedEventIsTakenFromItsAuthenticatedAuthorAlone() {
        Event event = by(ALICE, Kind.TEXT_NOTE, GUARD);
        Wire wire = relay.client().say("[\"EVENT\"," + json(event) + "]");
        assertThat(wire.next(Challenge.class).challenge()).isEqualTo(wire.challenge());
        assertThat(wire.next(Ok.class).reason()).startsWith("auth-required: ");

        wire.as(BOB);
        assertThat(wire.publish(event).reason()).startsWith("restricted: ");
        wire.as(ALICE).store(event);
    }

    @Test
    void B70_1_theMarkMayStandAnywhereAndHaveAValue() {
        Wire wire = relay.client();

        assertThat(wire.publish(by(ALICE, Kind.TEXT_NOTE, Tag.of("t", "x"), Tag.of("-", "x")))
                        .reason())
                .startsWith("auth-required: ");
        wire.store(by(ALICE, Kind.TEXT_NOTE, Tag.of("t", "-"), Tag.of("--")));
    }

    @Test
    void B70_1_whatIsHereIsNotTakenFromSomebodyElseAsADuplicate() {
        Event event = relay.client().as(ALICE).store(by(ALICE, Kind.APP_DATA, THEN, GUARD));
        relay.client().as(ALICE).store(by(ALICE, Kind.APP_DATA, THEN + 1, GUARD));

        assertThat(relay.client().as(BOB).publish(event).reason()).startsWith("restricted: ");
    }

    @ParameterizedTest
    @ValueSource(ints = {Kind.REPOST, Kind.GENERIC_REPOST})
    void B70_2_aRepostThatHoldsAProtectedEventIsRefused(int kind) {
        String guarded = json(by(ALICE, Kind.TEXT_NOTE, GUARD));
        Event repost = Events.signed(BOB, THEN, kind, Tags.NONE, guarded);

        assertThat(relay.client().as(ALICE, BOB).publish(repost).reason()).startsWith("blocked: ");
    }

    @ParameterizedTest
    @ValueSource(ints = {Kind.REPOST, Kind.GENERIC_REPOST})
    void B70_2_aRepostThatOnlyLooksLikeItIsTaken(int kind) {
        Event open = Events.note("it says [\"-\"] in here", Tag.of("t", "-"));
        Event repost = relay.client().store(Events.signed(BOB, THEN, kind, Tags.NONE, json(open)));
        relay.client().store(Events.signed(BOB, THEN + 1, kind, Tags.NONE, "[[\"-\"]]"));
        relay.client().store(Events.signed(BOB, THEN + 2, kind, Tags.NONE, ""));

        assertThat(relay.client().stored(Filter.ALL.until(THEN)).events()).containsExactly(repost);
    }
}
