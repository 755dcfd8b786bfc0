package dev.muster.relay;

import static dev.muster.nostr.event.Events.ALICE;
import static dev.muster.nostr.event.Events.BOB;
import static dev.muster.relay.Posts.THEN;
import static dev.muster.relay.Posts.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.message.RelayMessage.Closed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// NIP-9a, a draft: a push subscription says where somebody's phone is, so it is nobody else's business.
@Timeout(120)
class Nip9aTest {
    private static final Filter PUSH = Filter.ALL.kinds(Kind.PUSH_SUBSCRIPTION);
    private static final Filter ALICES = Filter.ALL.authors(List.of(ALICE.publicKey()));

    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback();

    private Event pushes(String name, long createdAt, Tag... more) {
        return Posts.pushes(ALICE, relay.url(), createdAt, name, more);
    }

    @Test
    void B9a_1_aPushSubscriptionIsItsAuthorsAloneOnEveryVerb() {
        Wire alice = relay.client().as(ALICE).subscribe("live", Filter.ALL);
        Wire bob = relay.client().as(BOB).subscribe("live", Filter.ALL, PUSH);
        Wire stranger = relay.client().subscribe("live", Filter.ALL);
        for (Wire wire : List.of(alice, bob, stranger)) wire.untilEnd("live");

        Event push = relay.client().store(pushes("phone", THEN, to(BOB.publicKey())));

        assertThat(alice.live("live")).isEqualTo(push);
        assertThat(bob.isSilent()).isTrue();
        assertThat(stranger.isSilent()).isTrue();
        for (Filter filter : List.of(Filter.ALL, ALICES, Filter.ALL.ids(List.of(push.id())))) {
            assertThat(alice.stored(filter).events()).containsExactly(push);
            assertThat(alice.counted(filter)).isEqualTo(1);
            assertThat(alice.synced(filter)).containsExactly(push.id());
            for (Wire other : List.of(bob, stranger)) {
                assertThat(other.stored(filter).events()).isEmpty();
                assertThat(other.counted(filter)).isZero();
                assertThat(other.synced(filter)).isEmpty();
            }
        }
    }

    @Test
    void B9a_1_whoAsksForSomebodyElsesIsRefused() {
        Filter alices = ALICES.kinds(Kind.PUSH_SUBSCRIPTION);

        assertThat(relay.client().count(alices))
                .isInstanceOfSatisfying(
                        Closed.class, closed -> assertThat(closed.reason()).startsWith("auth-required: "));
        assertThat(relay.client().as(BOB).stored(alices).closed())
                .matches(closed -> closed.reason().startsWith("restricted: "));
    }

    @Test
    void B9a_1_aPhoneHasOneSubscription() {
        Wire alice = relay.client().as(ALICE);
        alice.store(pushes("phone", THEN));
        Event now = alice.store(pushes("phone", THEN + 1));
        Event other = alice.store(pushes("tablet", THEN));

        assertThat(alice.stored(PUSH).events()).containsExactly(now, other);
    }
}
