package dev.muster.relay;

import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.relay.Posts.MALLORY;
import static dev.muster.relay.Posts.THEN;
import static dev.muster.relay.Posts.note;
import static dev.muster.relay.Posts.wrapFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.message.RelayMessage.EndOfStored;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// NIP-67: whether that was all.
@Timeout(120)
class Nip67Test {
    private static final Set<String> FINISH = Set.of(EndOfStored.FINISH);
    private static final Set<String> MORE = Set.of(EndOfStored.MORE);

    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback().set("limits.default_limit=3", "limits.max_limit=4");

    private static Set<String> hints(Wire wire, Filter... filters) {
        return Objects.requireNonNull(wire.stored(filters).end()).hints();
    }

    private void storeNotes(int count) {
        for (int i = 0; i < count; i++) relay.client().store(note(THEN + i));
    }

    @Test
    void B67_1_finishMeansThatEverythingWasSent() {
        storeNotes(3);
        Wire wire = relay.client();

        assertThat(hints(wire, Filter.ALL)).isEqualTo(FINISH);
        assertThat(hints(wire, Filter.ALL.limit(3))).isEqualTo(FINISH);
        assertThat(hints(wire, Filter.ALL.kinds(9))).isEqualTo(FINISH);
        assertThat(hints(wire, Filter.ALL.limit(2))).isEqualTo(MORE);
    }

    @Test
    void B67_1_alsoALimitOfOursLeavesMore() {
        storeNotes(5);
        Wire wire = relay.client();

        assertThat(hints(wire, Filter.ALL)).isEqualTo(MORE);
        assertThat(hints(wire, Filter.ALL.limit(500))).isEqualTo(MORE);
        assertThat(hints(wire, Filter.ALL.since(THEN + 2))).isEqualTo(FINISH);
    }

    @Test
    void B67_1_everyFilterMustBeFinished() {
        storeNotes(3);
        Wire wire = relay.client();

        assertThat(hints(wire, Filter.ALL.kinds(9), Filter.ALL.limit(2))).isEqualTo(MORE);
        assertThat(hints(wire, Filter.ALL.kinds(9), Filter.ALL.limit(3))).isEqualTo(FINISH);
    }

    @Test
    void B67_1_whoAsksForNothingStoredIsToldNothing() {
        storeNotes(1);

        assertThat(hints(relay.client(), Filter.ALL.limit(0))).isEmpty();
    }

    @Test
    void B67_1_whatMayNotBeSeenIsNotHintedAt() {
        storeNotes(2);
        for (int i = 0; i < 5; i++) relay.client().store(wrapFor(BOB.publicKey()));
        Filter mixed = Filter.ALL.kinds(Kind.TEXT_NOTE, Kind.GIFT_WRAP);

        for (Filter filter : List.of(Filter.ALL.limit(2), mixed.limit(2))) {
            assertThat(hints(relay.client(), filter)).isEqualTo(FINISH);
            assertThat(hints(relay.client().as(MALLORY), filter)).isEqualTo(FINISH);
            assertThat(hints(relay.client().as(BOB), filter)).isEqualTo(MORE);
        }
    }

    @Test
    void B67_1_whoFollowsTheHintsFindsEverything() {
        var all = new TreeSet<EventId>();
        for (int i = 0; i < 20; i++)
            all.add(relay.client()
                    .store(note(THEN + i / 2, Tag.of("n", "" + i)))
                    .id());
        Wire wire = relay.client();

        var found = new TreeSet<EventId>();
        Wire.Stored page = wire.stored(Filter.ALL);
        found.addAll(page.ids());
        while (!Objects.requireNonNull(page.end()).isComplete()) {
            Event oldest = page.events().getLast();
            page = wire.stored(Filter.ALL.until(oldest.createdAt()));
            found.addAll(page.ids());
        }

        assertThat(found).isEqualTo(all);
    }
}
