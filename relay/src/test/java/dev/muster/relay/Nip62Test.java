package dev.muster.relay;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.relay.Posts.THEN;
import static dev.muster.relay.Posts.by;
import static dev.muster.relay.Posts.deletion;
import static dev.muster.relay.Posts.note;
import static dev.muster.relay.Posts.wrapFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// NIP-62: who wants to vanish.
@Timeout(120)
class Nip62Test {
    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback();

    private Event vanish(long createdAt) {
        return by(
                ALICE,
                Kind.REQUEST_TO_VANISH,
                createdAt,
                Tag.of("relay", relay.url().toString()));
    }

    private List<Event> all() {
        return relay.client().as(ALICE, BOB).stored(Filter.ALL).events();
    }

    private void isKeptOut(Event event) {
        assertThat(relay.client().as(ALICE, BOB).publish(event).reason()).startsWith("blocked: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wss://relay.example.org", "all_relays", "ALL", ""})
    void B62_1_aRequestToAnotherRelayIsInvalid(String other) {
        Event note = relay.client().store(note(THEN));

        assertThat(relay.client()
                        .publish(by(ALICE, Kind.REQUEST_TO_VANISH, THEN + 1, Tag.of("relay", other)))
                        .reason())
                .startsWith("invalid: ");
        assertThat(all()).containsExactly(note);
    }

    @Test
    void B62_1_aRequestThatNamesNoRelayIsInvalid() {
        assertThat(relay.client().publish(by(ALICE, Kind.REQUEST_TO_VANISH)).reason())
                .startsWith("invalid: ");
    }

    @Test
    void B62_1_thisRelayMayBeOneOfSeveral() {
        Event vanish = by(
                ALICE,
                Kind.REQUEST_TO_VANISH,
                Tag.of("relay", "wss://relay.example.org"),
                Tag.of("relay", relay.url() + "/"));
        relay.client().store(note(THEN));

        relay.client().store(vanish);

        assertThat(all()).containsExactly(vanish);
    }

    @Test
    void B62_1_allRelaysMeansThisOneToo() {
        relay.client().store(note(THEN));

        Event vanish = relay.client().store(by(ALICE, Kind.REQUEST_TO_VANISH, Tag.of("relay", "ALL_RELAYS")));

        assertThat(all()).containsExactly(vanish);
    }

    @Test
    void B62_2_whatTheAuthorMadeUpToThenIsGoneForGoodAndNobodyElses() throws IOException {
        Wire wire = relay.client().as(ALICE);
        Event others = wire.store(by(BOB, Kind.TEXT_NOTE));
        Event newer = wire.store(note(THEN + 1));
        var gone = List.of(
                wire.store(note(THEN)),
                wire.store(note(1)),
                wire.store(by(ALICE, Kind.PROFILE)),
                wire.store(by(ALICE, Kind.APP_DATA, Tag.of("d", "x"))),
                wire.store(by(ALICE, Kind.TEXT_NOTE, Tag.of("-"))),
                wire.store(by(ALICE, Kind.LEGACY_DIRECT_MESSAGE, Posts.to(BOB.publicKey()))),
                wire.store(deletion(ALICE, others)));

        Event vanish = wire.store(vanish(THEN));

        assertThat(all()).containsExactlyInAnyOrder(others, newer, vanish);
        for (Event event : gone) isKeptOut(event);
        relay.restart();
        for (Event event : gone) isKeptOut(event);
        relay.client().store(note(THEN + 2));
    }

    @Test
    void B62_2_theWrapsInTheirInboxAreGoneAndNewOnesAreWelcome() throws IOException {
        Event gone = relay.client().store(wrapFor(ALICE.publicKey()));
        Event goneToo = relay.client().store(wrapFor(ALICE.publicKey(), Kind.GIFT_WRAP, THEN + 60));
        Event others = relay.client().store(wrapFor(BOB.publicKey()));

        Event vanish = relay.client().store(vanish(THEN));

        assertThat(all()).containsExactlyInAnyOrder(others, vanish);
        relay.restart();
        isKeptOut(gone);
        isKeptOut(goneToo);
        Event backdated = relay.client().store(wrapFor(ALICE.publicKey(), Kind.GIFT_WRAP, THEN - 86_400));
        assertThat(all()).contains(backdated);
    }

    @Test
    void B62_2_whatWasTakenBackBeforeStaysAway() {
        Event note = relay.client().store(note(THEN));
        relay.client().store(deletion(ALICE, THEN, Posts.naming(note)));

        relay.client().store(vanish(THEN - 10));

        isKeptOut(note);
    }

    @Test
    void B62_3_whoIsNotWelcomeMayStillVanish() throws IOException {
        Event note = relay.client().store(note(THEN));
        relay.reload(
                "access.members=" + BOB.publicKey().hex(),
                "access.denied=" + ALICE.publicKey().hex());

        Event vanish = relay.client().store(vanish(THEN));

        assertThat(relay.client().stored(Filter.ALL).events())
                .containsExactly(vanish)
                .doesNotContain(note);
    }

    @Test
    void B62_3_aRequestIsPassedOnAndCanNotBeTakenBack() {
        Wire listener = relay.client().subscribe("live", Filter.ALL);
        listener.untilEnd("live");
        Event vanish = relay.client().store(vanish(THEN));
        assertThat(listener.live("live")).isEqualTo(vanish);

        relay.client().store(deletion(ALICE, THEN + 1, Posts.naming(vanish)));

        assertThat(all()).contains(vanish);
        isKeptOut(note(THEN));
    }
}
