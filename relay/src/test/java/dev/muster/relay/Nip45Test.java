package dev.muster.relay;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.relay.Posts.MALLORY;
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
import dev.muster.nostr.message.RelayMessage.Closed;
import dev.muster.nostr.message.RelayMessage.Counted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// NIP-45: how many there are.
@Timeout(120)
class Nip45Test {
    private static final Filter BOBS_INBOX =
            Filter.ALL.kinds(Kind.GIFT_WRAP).tagged('p', List.of(BOB.publicKey().hex()));

    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback();

    @Test
    void B45_1_anEventThatMatchesSeveralFiltersCountsOnce() {
        Wire wire = relay.client();
        for (int i = 0; i < 3; i++) wire.store(note(THEN + i));
        wire.store(by(BOB, Kind.REACTION));

        assertThat(wire.counted(Filter.ALL.kinds(Kind.TEXT_NOTE), Filter.ALL.since(THEN + 2), Filter.ALL.until(THEN)))
                .isEqualTo(4);
        assertThat(wire.counted(Filter.ALL.kinds(9))).isZero();
    }

    @Test
    void B45_1_aCountIsNotCutByALimit() {
        Wire wire = relay.client();
        for (int i = 0; i < 3; i++) wire.store(note(THEN + i));

        Counted counted = (Counted) wire.count(Filter.ALL.limit(1));
        assertThat(counted.count()).isEqualTo(3);
        assertThat(counted.approximate()).isFalse();
    }

    @Test
    void B45_1_whoAsksForOtherPeoplesMessagesIsRefused() {
        relay.client().store(wrapFor(BOB.publicKey()));

        assertThat(relay.client().count(BOBS_INBOX))
                .isInstanceOfSatisfying(
                        Closed.class, closed -> assertThat(closed.reason()).startsWith("auth-required: "));
        assertThat(relay.client().as(MALLORY).count(BOBS_INBOX))
                .isInstanceOfSatisfying(
                        Closed.class, closed -> assertThat(closed.reason()).startsWith("restricted: "));
        assertThat(relay.client().as(BOB).counted(BOBS_INBOX)).isEqualTo(1);
    }

    @Test
    void B45_1_whatMayNotBeSeenDoesNotCount() {
        Wire wire = relay.client();
        wire.store(note(THEN));
        wire.store(wrapFor(BOB.publicKey()));

        Filter toBob = Filter.ALL.tagged('p', List.of(BOB.publicKey().hex()));
        assertThat(wire.counted(Filter.ALL)).isEqualTo(1);
        assertThat(wire.counted(toBob)).isZero();
        assertThat(relay.client().as(ALICE).counted(Filter.ALL)).isEqualTo(1);
        assertThat(relay.client().as(ALICE, BOB).counted(Filter.ALL)).isEqualTo(2);
    }

    @Test
    void B45_1_whatWasDeletedOrHasExpiredDoesNotCount() {
        Wire wire = relay.client();
        Event gone = wire.store(note(THEN));
        long soon = Instant.now().plus(Duration.ofHours(1)).getEpochSecond();
        wire.store(note(THEN + 1, Tag.of("expiration", "" + soon)));
        wire.store(deletion(ALICE, gone));
        Filter notes = Filter.ALL.kinds(Kind.TEXT_NOTE);
        assertThat(wire.counted(notes)).isEqualTo(1);

        relay.advance(Duration.ofHours(2));
        assertThat(wire.counted(notes)).isZero();
    }
}
