package dev.muster.relay;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.relay.Posts.THEN;
import static dev.muster.relay.Posts.by;
import static dev.muster.relay.Posts.note;
import static dev.muster.relay.Posts.wrapFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// NIP-40: what is only for a while.
@Timeout(120)
class Nip40Test {
    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback();

    private static Tag in(Duration time) {
        return Tag.of("expiration", "" + Instant.now().plus(time).getEpochSecond());
    }

    @Test
    void B40_1_whatHasExpiredIsNeitherTakenNorPassedOn() {
        Wire listener = relay.client().subscribe("live", Filter.ALL);
        listener.untilEnd("live");

        for (int kind : List.of(Kind.TEXT_NOTE, Kind.PROFILE, 20_001, Kind.APP_DATA)) {
            assertThat(relay.client()
                            .publish(by(ALICE, kind, in(Duration.ofMinutes(-1))))
                            .reason())
                    .startsWith("invalid: ");
        }
        assertThat(listener.isSilent()).isTrue();
    }

    @Test
    void B40_1_whatHasExpiredMeanwhileIsNotServedThoughItIsStillThere() {
        Wire wire = relay.client().as(BOB);
        Event note = wire.store(note(THEN, in(Duration.ofHours(1))));
        Event wrap = wire.store(wrapFor(BOB.publicKey(), Kind.GIFT_WRAP, THEN, in(Duration.ofHours(1))));
        assertThat(wire.synced(Filter.ALL)).containsExactlyInAnyOrder(note.id(), wrap.id());

        relay.advance(Duration.ofHours(2));

        Wire.Stored nothing = wire.stored(Filter.ALL);
        assertThat(nothing.events()).isEmpty();
        assertThat(nothing.end()).isNotNull().matches(end -> end.isComplete());
        assertThat(wire.stored(Filter.ALL.ids(List.of(note.id(), wrap.id()))).events())
                .isEmpty();
        assertThat(wire.counted(Filter.ALL)).isZero();
        assertThat(wire.synced(Filter.ALL)).isEmpty();
    }

    @Test
    void B40_1_whatHasExpiredIsTakenAwayInTheEnd() {
        relay.client().store(note(THEN, in(Duration.ofHours(1))));
        relay.advance(Duration.ofHours(2));

        // The relay's own sweep may have come first.
        relay.relay().store().sweep();

        assertThat(relay.relay().store().count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "1.5", "0", "-1", "1e12", " 99999999999", "99999999999999999999"})
    void B40_2_whatIsNoTimeInSecondsIsInvalid(String value) {
        assertThat(relay.client()
                        .publish(note(THEN, Tag.of("expiration", value)))
                        .reason())
                .startsWith("invalid: ");
    }

    @Test
    void B40_2_aTimeMayBeFarAwayAndOnlyTheFirstCounts() {
        Wire wire = relay.client();
        wire.store(note(THEN, Tag.of("expiration", "99999999999")));
        wire.store(note(THEN, in(Duration.ofHours(1)), Tag.of("expiration", "nonsense")));
        Tag past = in(Duration.ofHours(-1));

        assertThat(wire.publish(note(THEN, past, in(Duration.ofHours(1)))).accepted())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {Kind.PROFILE, Kind.APP_DATA})
    void B40_3_theExpiryOfTheNewestVersionBringsNoOlderOneBack(int kind) {
        Wire wire = relay.client();
        Event old = wire.store(by(ALICE, kind, THEN));
        wire.store(by(ALICE, kind, THEN + 1, in(Duration.ofHours(1))));

        relay.advance(Duration.ofHours(2));
        assertThat(wire.stored(Filter.ALL).events()).isEmpty();
        assertThat(wire.publish(old).accepted()).isFalse();

        relay.relay().store().sweep();
        assertThat(wire.stored(Filter.ALL).events()).isEmpty();
        assertThat(wire.publish(old).accepted()).isFalse();
        wire.store(by(ALICE, kind, THEN + 2));
    }
}
