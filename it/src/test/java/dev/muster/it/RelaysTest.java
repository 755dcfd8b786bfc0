package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Incoming.Arrived;
import dev.muster.nostr.client.Incoming.EndOfStored;
import dev.muster.nostr.client.Outcome;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.client.Relays;
import dev.muster.nostr.client.Subscription;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tags;
import dev.muster.relay.TestRelay;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Our client at several relays, and with several keys.
@Timeout(60)
class RelaysTest {
    private static final Filter NOTES = Filter.ALL.kinds(Kind.TEXT_NOTE);

    private final SecretKey alice = SecretKey.random(Events.RANDOM);
    private final SecretKey bob = SecretKey.random(Events.RANDOM);

    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback();

    @Test
    @NeedsRust
    void whatTwoRelaysHaveComesOnce(@TempDir Path folder) throws Exception {
        try (var other = RustRelay.in(folder);
                var relays = new Relays(List.of(
                        RelayClient.to(relay.url()).open(),
                        RelayClient.to(other.uri()).open()))) {
            Event everywhere = Events.signed(alice, 1_700_000_000, Kind.TEXT_NOTE, Tags.NONE, "everywhere");
            Event ours = Events.signed(alice, 1_700_000_001, Kind.TEXT_NOTE, Tags.NONE, "only here");
            Event theirs = Events.signed(alice, 1_700_000_002, Kind.TEXT_NOTE, Tags.NONE, "only there");
            assertThat(relays.publish(everywhere).values()).hasSize(2).allMatch(Outcome::isKept);
            relay.client().store(ours);
            other.store(theirs);

            assertThat(relays.fetch(NOTES).events()).containsExactlyInAnyOrder(everywhere, ours, theirs);
        }
    }

    @Test
    void nip42_twoKeysOnOneConnectionReadTwoInboxes() throws Exception {
        try (var client = RelayClient.to(relay.url()).keys(alice, bob).open();
                var wraps = client.subscribe(Filter.ALL.kinds(Kind.GIFT_WRAP))) {
            Event alices = relay.client().store(wrapFor(alice));
            Event bobs = relay.client().store(wrapFor(bob));

            assertThat(List.of(next(wraps), next(wraps))).containsExactlyInAnyOrder(alices, bobs);
        }
    }

    private static Event next(Subscription wraps) throws InterruptedException {
        var incoming = wraps.next();
        while (incoming instanceof EndOfStored) incoming = wraps.next();
        if (incoming instanceof Arrived(var event)) return event;
        throw new AssertionError("expected a gift wrap, not " + incoming);
    }

    private static Event wrapFor(SecretKey recipient) {
        return Events.signed(
                SecretKey.random(Events.RANDOM),
                1_700_000_000,
                Kind.GIFT_WRAP,
                Tags.NONE.with("p", recipient.publicKey().hex()),
                "");
    }
}
