package dev.muster.nostr.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Incoming.Arrived;
import dev.muster.nostr.client.Incoming.EndOfStored;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tags;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a client and a relay that behaves do together.
@Timeout(30)
class RelayClientTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Filter NOTES = Filter.ALL.kinds(Kind.TEXT_NOTE);

    private final SecretKey alice = SecretKey.random(RANDOM);

    @Test
    void nip01_publishedEventIsAcceptedOnce() throws Exception {
        var relay = new SmallRelay();
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri()).open()) {
            Event note = note(1);

            assertThat(client.publish(note)).isEqualTo(new Outcome.Accepted(""));
            assertThat(client.publish(note)).isEqualTo(new Outcome.Duplicate("duplicate: already have this event"));
            assertThat(relay.stored()).containsExactly(note);
        }
    }

    @Test
    void nip01_subscriptionBringsStoredEventsThenNewOnes() throws Exception {
        var relay = new SmallRelay();
        relay.take(note(1));
        relay.take(note(2));
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri()).open();
                var notes = client.subscribe(NOTES)) {
            assertThat(times(notes, 2)).containsExactly(2L, 1L);
            assertThat(notes.next()).isEqualTo(new EndOfStored(true));

            relay.take(note(3));
            assertThat(times(notes, 1)).containsExactly(3L);
        }
    }

    @Test
    void nip42_clientSaysWhoItIsOnlyWhenAsked() throws Exception {
        var relay = new SmallRelay().demandingAuth();
        try (var server = ScriptedRelay.playing(relay);
                var client = RelayClient.to(server.uri()).keys(alice).open()) {
            assertThat(client.publish(note(1))).isEqualTo(new Outcome.Accepted(""));
            assertThat(client.fetch(NOTES).events()).hasSize(1);
            assertThat(client.count(NOTES)).isEqualTo(new Answer.Given<>(new Count(1, false)));
            assertThat(server.heard())
                    .filteredOn(text -> text.startsWith("[\"AUTH\""))
                    .hasSize(1);
        }
    }

    private Event note(long createdAt) {
        return new Rumor(alice.publicKey(), createdAt, Kind.TEXT_NOTE, Tags.NONE, "note of " + createdAt)
                .sign(alice, RANDOM);
    }

    private static List<Long> times(Subscription from, int events) throws InterruptedException {
        var times = new ArrayList<Long>();
        while (times.size() < events) {
            if (from.next() instanceof Arrived(var event)) times.add(event.createdAt());
        }
        return times;
    }
}
