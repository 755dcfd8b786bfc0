package dev.muster.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.relay.policy.Access;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The whole relay, wired.
@Timeout(60)
class RelayTest {
    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback();

    private static Event wrapFor(SecretKey recipient) {
        SecretKey once = SecretKey.random(Events.RANDOM);
        return Events.signed(
                once,
                1_700_000_000,
                Kind.GIFT_WRAP,
                Tags.of(Tag.of("p", recipient.publicKey().hex())),
                "");
    }

    @Test
    void whatIsPublishedIsFoundAndComesLive() {
        Wire alice = relay.client();
        Wire bob = relay.client().subscribe("notes", Filter.ALL.kinds(Kind.TEXT_NOTE));
        assertThat(bob.untilEnd("notes").events()).isEmpty();

        Event note = alice.store(Events.note("hello"));

        assertThat(bob.live("notes")).isEqualTo(note);
        assertThat(bob.stored(Filter.ALL).events()).containsExactly(note);
        assertThat(bob.counted(Filter.ALL)).isEqualTo(1);
        assertThat(bob.synced(Filter.ALL)).containsExactly(note.id());
    }

    @Test
    void aGiftWrapReachesItsRecipientAlone() {
        Wire bob = relay.client().as(Events.BOB).subscribe("inbox", Filter.ALL.kinds(Kind.GIFT_WRAP));
        Wire stranger = relay.client().subscribe("all", Filter.ALL);
        bob.untilEnd("inbox");
        stranger.untilEnd("all");

        Event wrap = relay.client().store(wrapFor(Events.BOB));

        assertThat(bob.live("inbox")).isEqualTo(wrap);
        assertThat(stranger.isSilent()).isTrue();
    }

    @Test
    void whatWasStoredIsThereAfterARestart() throws IOException {
        Event note = relay.client().store(Events.note("hello"));

        relay.restart();

        assertThat(relay.client().stored(Filter.ALL).events()).containsExactly(note);
    }

    @Test
    void otherRulesComeIntoForceWhileConnectionsStay() throws IOException {
        Wire alice = relay.client();
        alice.store(Events.note("hello"));

        relay.reload(new Access(
                Set.of(), Set.of(Events.ALICE.publicKey()), Access.WrapSenders.ANYONE, 0, false, false, true, false));

        assertThat(alice.publish(Events.note("again")).reason()).startsWith("blocked: ");
    }

    @Test
    void whatIsKeptAndHowLongWritingTakesIsCounted() {
        relay.client().store(Events.note("hello"));

        assertThat(relay.metrics().get("muster.relay.events").gauge().value()).isEqualTo(1);
        assertThat(relay.metrics().get("muster.relay.store.waiting").gauge().value())
                .isZero();
        assertThat(relay.metrics()
                        .get("muster.relay.store.commit")
                        .functionTimer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatHasExpiredIsSweptAway() {
        relay.client()
                .store(Events.note("soon gone", Tag.of("expiration", "" + (System.currentTimeMillis() / 1000 + 3600))));

        relay.advance(Duration.ofHours(2));

        assertThat(relay.client().stored(Filter.ALL).events()).isEmpty();
    }
}
