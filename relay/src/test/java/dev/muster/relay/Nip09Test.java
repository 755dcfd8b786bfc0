package dev.muster.relay;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.relay.Posts.THEN;
import static dev.muster.relay.Posts.by;
import static dev.muster.relay.Posts.deletion;
import static dev.muster.relay.Posts.naming;
import static dev.muster.relay.Posts.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.message.RelayMessage.Ok;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// NIP-09: what somebody takes back.
@Timeout(120)
class Nip09Test {
    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback();

    private Set<EventId> all() {
        Wire wire = relay.client();
        List<EventId> found = wire.stored(Filter.ALL).ids();
        Set<EventId> compared = wire.synced(Filter.ALL);
        assertThat(compared).containsExactlyInAnyOrderElementsOf(found);
        assertThat(wire.counted(Filter.ALL)).isEqualTo(found.size());
        return compared;
    }

    private void isKeptOut(Event event) {
        Ok answer = relay.client().publish(event);
        assertThat(answer.accepted()).isFalse();
        assertThat(answer.reason()).startsWith("blocked: ");
    }

    @Test
    void B09_1_anAuthorTakesBackWhatIsTheirs() {
        Wire wire = relay.client();
        Event gone = wire.store(note(THEN));
        Event stays = wire.store(note(THEN + 1));

        Event deletion = wire.store(deletion(ALICE, gone));

        assertThat(all()).containsExactlyInAnyOrder(stays.id(), deletion.id());
    }

    @Test
    void B09_1_nobodyTakesBackWhatIsSomebodyElses() {
        Wire wire = relay.client();
        Event note = wire.store(note(THEN));
        Event profile = wire.store(by(ALICE, Kind.PROFILE));

        Event deletion = wire.store(
                deletion(BOB, THEN + 1, naming(note), naming(profile), naming(Kind.PROFILE, ALICE.publicKey(), "")));

        assertThat(all()).containsExactlyInAnyOrder(note.id(), profile.id(), deletion.id());
    }

    @Test
    void B09_1_oneDeletionMayNameManyAndSomeOfThemInVain() {
        Wire wire = relay.client();
        Event one = wire.store(note(THEN));
        Event other = wire.store(by(ALICE, Kind.REACTION));
        Event others = wire.store(by(BOB, Kind.TEXT_NOTE));

        Event deletion = wire.store(deletion(
                ALICE, THEN, naming(one), Tag.of("e", "nonsense"), Tag.of("e"), naming(others), naming(other)));

        assertThat(all()).containsExactlyInAnyOrder(others.id(), deletion.id());
    }

    @Test
    void B09_2_anAddressNamesAllVersionsUpToThen() {
        Wire wire = relay.client();
        wire.store(by(ALICE, Kind.APP_DATA, THEN, Tag.of("d", "x")));
        Event other = wire.store(by(ALICE, Kind.APP_DATA, THEN, Tag.of("d", "y")));

        Event deletion = wire.store(deletion(ALICE, THEN, naming(Kind.APP_DATA, ALICE.publicKey(), "x")));
        assertThat(all()).containsExactlyInAnyOrder(other.id(), deletion.id());

        isKeptOut(by(ALICE, Kind.APP_DATA, THEN, Tag.of("d", "x"), Tag.of("alt", "another of the same time")));
        isKeptOut(by(ALICE, Kind.APP_DATA, THEN - 1, Tag.of("d", "x")));
        Event newer = wire.store(by(ALICE, Kind.APP_DATA, THEN + 1, Tag.of("d", "x")));
        assertThat(all()).contains(newer.id());
    }

    @Test
    void B09_2_aVersionNewerThanTheDeletionStays() {
        Wire wire = relay.client();
        Event newer = wire.store(by(ALICE, Kind.APP_DATA, THEN, Tag.of("d", "x")));

        wire.store(deletion(ALICE, THEN - 1, naming(Kind.APP_DATA, ALICE.publicKey(), "x")));

        assertThat(all()).contains(newer.id());
    }

    @Test
    void B09_2_anIdentifierMayHaveColons() {
        Wire wire = relay.client();
        Event gone = wire.store(by(ALICE, Kind.APP_DATA, THEN, Tag.of("d", "a:b:c")));
        Event stays = wire.store(by(ALICE, Kind.APP_DATA, THEN, Tag.of("d", "a")));

        wire.store(deletion(ALICE, THEN, naming(Kind.APP_DATA, ALICE.publicKey(), "a:b:c")));

        assertThat(all()).contains(stays.id()).doesNotContain(gone.id());
    }

    @Test
    void B09_2_whatIsReplaceableIsNamedByKindAndAuthor() {
        Wire wire = relay.client();
        Event gone = wire.store(by(ALICE, Kind.RELAY_LIST, THEN));

        wire.store(deletion(ALICE, THEN, naming(Kind.RELAY_LIST, ALICE.publicKey(), "")));

        assertThat(all()).doesNotContain(gone.id());
    }

    @Test
    void B09_3_anAddressThatNamesNothingTakesNothing() {
        Wire wire = relay.client();
        Event note = wire.store(note(THEN));
        Event data = wire.store(by(ALICE, Kind.APP_DATA, THEN, Tag.of("d", "x")));

        for (Tag nothing : List.of(
                naming(Kind.APP_DATA, ALICE.publicKey(), "other"),
                naming(Kind.APP_DATA, ALICE.publicKey(), ""),
                naming(Kind.TEXT_NOTE, ALICE.publicKey(), ""),
                Tag.of("a", ""),
                Tag.of("a"),
                Tag.of("a", "30078"),
                Tag.of("a", "30078:" + ALICE.publicKey().hex()))) {
            wire.store(deletion(ALICE, THEN + 1, nothing));
        }

        assertThat(all()).contains(note.id(), data.id());
    }

    @Test
    void B09_4_whatWasTakenBackDoesNotComeBack() throws IOException {
        Wire wire = relay.client();
        Event gone = wire.store(note(THEN));
        wire.store(deletion(ALICE, gone));

        isKeptOut(gone);
        relay.relay().store().compact();
        relay.restart();
        isKeptOut(gone);
    }

    @Test
    void B09_4_aDeletionMayComeBeforeWhatItTakesBack() throws IOException {
        Event note = note(THEN);
        Event others = by(BOB, Kind.TEXT_NOTE);
        Event data = by(ALICE, Kind.APP_DATA, THEN, Tag.of("d", "x"));
        relay.client()
                .store(deletion(
                        ALICE, THEN, naming(note), naming(others), naming(Kind.APP_DATA, ALICE.publicKey(), "x")));

        isKeptOut(note);
        isKeptOut(data);
        relay.restart();
        isKeptOut(note);
        isKeptOut(data);
        relay.client().store(others);
    }

    @Test
    void B09_5_aDeletionIsKeptServedAndPassedOn() {
        Wire wire = relay.client();
        Event note = wire.store(note(THEN));
        Wire listener = relay.client().subscribe("live", Filter.ALL.kinds(Kind.DELETION));
        listener.untilEnd("live");

        Event deletion = wire.store(deletion(ALICE, note));

        assertThat(listener.live("live")).isEqualTo(deletion);
        assertThat(wire.stored(Filter.ALL.tagged('e', List.of(note.id().hex()))).events())
                .containsExactly(deletion);
    }

    @Test
    void B09_5_aDeletionCanNotBeTakenBack() {
        Wire wire = relay.client();
        Event note = wire.store(note(THEN));
        Event deletion = wire.store(deletion(ALICE, note));

        Event undo = wire.store(deletion(ALICE, deletion));

        assertThat(all()).containsExactlyInAnyOrder(deletion.id(), undo.id());
        isKeptOut(note);
    }

    @Test
    void B09_5_aRequestToVanishCanNotBeTakenBack() {
        Wire wire = relay.client();
        Event vanish = wire.store(by(ALICE, Kind.REQUEST_TO_VANISH, THEN, Tag.of("relay", "ALL_RELAYS")));

        wire.store(deletion(ALICE, THEN + 1, naming(vanish)));

        assertThat(all()).contains(vanish.id());
        isKeptOut(note(THEN - 1));
    }

    @Test
    void B09_6_aDeletionIsAnEventLikeAnyOther() {
        Wire wire = relay.client();
        Event gone = wire.store(note(THEN));
        long past = THEN - 60;

        Ok expired = wire.publish(deletion(ALICE, THEN, naming(gone), Tag.of("expiration", "" + past)));

        assertThat(expired.reason()).startsWith("invalid: ");
        assertThat(all()).contains(gone.id());
    }

    @Test
    void B09_6_theKindsThatADeletionSpeaksOfAreAdvice() {
        Wire wire = relay.client();
        Event gone = wire.store(note(THEN));

        wire.store(deletion(ALICE, THEN, naming(gone), Tag.of("k", "7")));

        assertThat(all()).doesNotContain(gone.id());
    }

    @Test
    void B09_6_whatIsProtectedOrExpiresCanBeTakenBack() {
        Wire wire = relay.client().as(ALICE);
        Event guarded = wire.store(by(ALICE, Kind.TEXT_NOTE, Tag.of("-")));
        Event passing = wire.store(by(ALICE, Kind.TEXT_NOTE, Tag.of("expiration", "99999999999")));

        relay.client().store(deletion(ALICE, THEN, naming(guarded), naming(passing)));

        assertThat(all()).doesNotContain(guarded.id(), passing.id());
    }
}
