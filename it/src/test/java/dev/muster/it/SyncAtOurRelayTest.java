package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tags;
import dev.muster.relay.TestRelay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that sync with our relay (NIP-77): afterwards both sides have the same events.
@Timeout(180)
class SyncAtOurRelayTest {
    private static final Filter NOTES = Filter.ALL.kinds(Kind.TEXT_NOTE);
    private static final int COMMON = 500;

    private final SecretKey alice = SecretKey.random(Events.RANDOM);

    @RegisterExtension
    final TestRelay relay = TestRelay.onLoopback();

    @ParameterizedTest(name = "{0} differences")
    @ValueSource(ints = {0, 1, 1000})
    @NeedsNode(NodeScript.NOSTR_TOOLS)
    void nip77_nostrTools(int differences, NodePeer library) throws Exception {
        try (var client = NodeClient.open(library, relay.url(), alice)) {
            syncs(client, differences);
        }
    }

    @ParameterizedTest(name = "{0} differences")
    @ValueSource(ints = {0, 1, 1000})
    @NeedsNode(NodeScript.WELSHMAN)
    void nip77_welshman(int differences, NodePeer library) throws Exception {
        try (var client = NodeClient.open(library, relay.url(), alice)) {
            syncs(client, differences);
        }
    }

    @ParameterizedTest(name = "{0} differences")
    @ValueSource(ints = {0, 1, 1000})
    @NeedsRust
    void nip77_rustNostr(int differences, @TempDir Path folder) throws Exception {
        try (var client = new RustClient(relay.url(), alice, folder)) {
            syncs(client, differences);
        }
    }

    @ParameterizedTest(name = "{0} differences")
    @ValueSource(ints = {0, 1, 1000})
    void nip77_ours(int differences) throws Exception {
        try (var client = new OurClient(relay.url(), alice)) {
            syncs(client, differences);
        }
    }

    private void syncs(Client client, int differences) throws Exception {
        var all = new ArrayList<Event>();
        var ours = new ArrayList<Event>();
        var theirs = new ArrayList<Event>();
        for (int i = 0; i < COMMON + differences; i++) {
            Event note = Events.signed(alice, 1_700_000_000 + i / 3, Kind.TEXT_NOTE, Tags.NONE, "note " + i);
            boolean weHaveIt = i < COMMON || i % 2 == 0;
            boolean theyHaveIt = i < COMMON || i % 2 == 1;
            all.add(note);
            if (weHaveIt) ours.add(note);
            if (theyHaveIt) theirs.add(note);
        }

        store(ours);

        List<Event> come = client.sync(NOTES, theirs);

        assertThat(Stream.concat(theirs.stream(), come.stream())).containsExactlyInAnyOrderElementsOf(all);
        List<EventId> ids = all.stream().map(Event::id).toList();
        assertThat(relay.client().synced(NOTES)).containsExactlyInAnyOrderElementsOf(ids);
    }

    private void store(List<Event> events) throws InterruptedException {
        var stored = new CountDownLatch(events.size());
        for (Event event : events) {
            assertThat(relay.relay().store().add(event, _ -> stored.countDown()))
                    .isTrue();
        }
        stored.await();
    }
}
