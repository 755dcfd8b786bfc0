package dev.muster.relay;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.relay.Posts.THEN;
import static dev.muster.relay.Posts.by;
import static dev.muster.relay.Posts.naming;
import static dev.muster.relay.Posts.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// NIP-52 and NIP-53, the relay's part: calendars, answers to invitations and rooms are kept by their address,
/// and found by their tags.
@Timeout(120)
class Nip52Test {
    private static final String TRAINING =
            Kind.TIME_EVENT + ":" + ALICE.publicKey().hex() + ":training";

    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback();

    @ParameterizedTest
    @ValueSource(ints = {31_922, 31_923, 31_924, 31_925})
    void B52_1_calendarsAreKeptByTheirAddress(int kind) {
        Wire wire = relay.client();
        wire.store(by(ALICE, kind, THEN, Tag.of("d", "training")));
        Event now = wire.store(by(ALICE, kind, THEN + 1, Tag.of("d", "training")));
        Event other = wire.store(by(ALICE, kind, THEN, Tag.of("d", "other")));

        assertThat(wire.stored(Filter.ALL).events()).containsExactly(now, other);
    }

    @Test
    void B52_1_answersAreFoundByEveryTagAndTakenFromAnybody() {
        Wire wire = relay.client();
        Event revision = wire.store(by(
                ALICE,
                Kind.TIME_EVENT,
                THEN,
                Tag.of("d", "training"),
                Tag.of("t", "first-aid"),
                Tag.of("g", "u1hcy"),
                Tag.of("D", "20000")));
        Event answer = wire.store(by(
                BOB,
                Kind.RSVP,
                THEN + 1,
                Tag.of("d", "answer"),
                Tag.of("a", TRAINING),
                naming(revision),
                to(ALICE.publicKey()),
                Tag.of("status", "accepted")));

        assertThat(wire.stored(Filter.ALL.tagged('a', List.of(TRAINING))).events())
                .containsExactly(answer);
        assertThat(wire.stored(Filter.ALL.tagged('e', List.of(revision.id().hex())))
                        .events())
                .containsExactly(answer);
        assertThat(wire.stored(Filter.ALL.tagged('p', List.of(ALICE.publicKey().hex())))
                        .events())
                .containsExactly(answer);
        assertThat(wire.stored(Filter.ALL.tagged('t', List.of("first-aid"))).events())
                .containsExactly(revision);
        assertThat(wire.stored(Filter.ALL.tagged('g', List.of("u1hcy"))).events())
                .containsExactly(revision);
        assertThat(wire.stored(Filter.ALL.tagged('D', List.of("20000"))).events())
                .containsExactly(revision);
        assertThat(wire.stored(Filter.ALL.tagged('d', List.of("20000"))).events())
                .isEmpty();
    }

    @Test
    void B52_1_anEventIsCalledOffByItsAddress() {
        Wire wire = relay.client();
        wire.store(by(ALICE, Kind.TIME_EVENT, THEN, Tag.of("d", "training")));

        Event deletion = wire.store(Posts.deletion(ALICE, THEN, Tag.of("a", TRAINING)));

        assertThat(wire.stored(Filter.ALL).events()).containsExactly(deletion);
    }

    @ParameterizedTest
    @ValueSource(ints = {30_311, Kind.MEETING_SPACE, Kind.MEETING_SESSION})
    void B53_1_roomsAreKeptByTheirAddress(int kind) {
        Wire wire = relay.client();
        wire.store(by(ALICE, kind, THEN, Tag.of("d", "room"), Tag.of("status", "live")));
        Event ended = wire.store(by(ALICE, kind, THEN + 1, Tag.of("d", "room"), Tag.of("status", "ended")));

        assertThat(wire.stored(Filter.ALL).events()).containsExactly(ended);
    }

    @Test
    void B53_1_whoIsInARoomIsKeptAndInOneRoomAtATime() {
        Wire wire = relay.client();
        String room = Kind.MEETING_SPACE + ":" + ALICE.publicKey().hex() + ":";
        wire.store(by(BOB, Kind.ROOM_PRESENCE, THEN, Tag.of("a", room + "one")));
        Event now = wire.store(by(BOB, Kind.ROOM_PRESENCE, THEN + 1, Tag.of("a", room + "other"), Tag.of("hand", "1")));

        assertThat(wire.stored(Filter.ALL.kinds(Kind.ROOM_PRESENCE)).events()).containsExactly(now);
        assertThat(wire.stored(Filter.ALL.tagged('a', List.of(room + "one"))).events())
                .isEmpty();
    }

    @Test
    void B53_1_whatIsSaidInARoomIsKept() {
        Wire wire = relay.client();
        Tag room = naming(30_311, ALICE.publicKey(), "room");
        Event first = wire.store(by(BOB, 1311, THEN, room));
        Event second = wire.store(by(BOB, 1311, THEN + 1, room));

        assertThat(wire.stored(Filter.ALL.tagged('a', List.of(room.value()))).events())
                .containsExactly(second, first);
    }
}
